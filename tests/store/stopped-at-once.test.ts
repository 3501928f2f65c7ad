import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { loadSettings } from '../../src/app/settings.js';
import { startBooks, storeAddress } from '../../src/main-books.js';
import { openStore } from '../../src/store/open-store.js';
import { KeptLog } from '../journal/journal-scene.js';

const RECORDED = resolve(import.meta.dirname, '../journal/recorded-0.1');

test('books that are stopped before they had a database store what the journal holds all the same', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-stopped-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(RECORDED, 'journal'), join(folder, 'data/journal'), { recursive: true });
  copyFileSync(join(RECORDED, 'routing.yml'), join(folder, 'routing.yml'));
  const settings = loadSettings(
    { CALLPLANE_DATA: join(folder, 'data'), CALLPLANE_ROUTING: join(folder, 'routing.yml') },
    folder,
  );
  const log = new KeptLog();
  await startBooks(settings, log, () => undefined).stop();

  const store = await openStore({ ...storeAddress(settings), log });
  t.after(() => store.close());
  const period = { from: 0, to: Date.now() };
  const stored = [...(await store.reader.calls(period)), ...(await store.reader.openCalls(period))];
  const ids = new Set(stored.map(({ call }) => call));
  const seen = JSON.parse(readFileSync(join(RECORDED, 'seen.json'), 'utf8')) as {
    readonly calls: readonly { readonly call: string }[];
  };
  assert.ok(seen.calls.length > 0);
  assert.deepEqual(
    seen.calls.filter(({ call }) => !ids.has(call)),
    [],
    JSON.stringify(log.lines),
  );
});
