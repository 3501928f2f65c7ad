import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readRescues, writeRescues } from '../../src/parent/rescue-file.js';
import type { LegRescue } from '../../src/ports/facts.js';

const RESCUES: readonly LegRescue[] = [
  { leg: '1.1', at: 1_700_000_000_000, did: 'sent-to-emergency', from: '+3591', dialled: '700' },
  { leg: '1.2', at: 1_700_000_000_000, did: 'hung-up', from: null, dialled: null },
];

test('what was written is read, also behind a line that was torn', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-rescues-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'rescues.jsonl');
  writeRescues(file, []);
  writeRescues(file, RESCUES);
  const text = readFileSync(file, 'utf8');
  assert.deepEqual(readRescues(text), RESCUES);
  assert.deepEqual(readRescues(`{"at":17{"at":1}\nnull\n7\n{"leg":"x"}\n${text}`), RESCUES);
});
