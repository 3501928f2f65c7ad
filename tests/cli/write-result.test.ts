import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeResult } from '../../src/main-write-result.js';

test('what is its owner’s only may nobody else read, also in a file that is there already', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-result-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'his.json');
  writeFileSync(path, 'older and longer than what comes', { mode: 0o644 });
  await writeResult(path, '{}', 'owner');
  assert.deepEqual([readFileSync(path, 'utf8'), statSync(path).mode & 0o777], ['{}', 0o600]);
  await assert.rejects(writeResult(join(folder, 'no', 'his.json'), '{}', 'owner'), /cannot be written/);
});
