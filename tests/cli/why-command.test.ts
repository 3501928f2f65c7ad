import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadSettings } from '../../src/app/settings.js';
import { storeAddress } from '../../src/main-books.js';
import { storyText } from '../../src/main-why.js';
import { openStore } from '../../src/store/open-store.js';
import { plan, queue } from '../core/plan-builder.js';
import { Scene } from '../core/scene.js';
import { recordsOf, silentLog } from '../store/sample-facts.js';
import { run } from './run.js';

test('the command tells the story of a call from the database of this machine, as text or as JSON', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'callplane-why-'));
  t.after(() => rm(folder, { recursive: true }));
  const settings = loadSettings({ CALLPLANE_DATA: folder }, folder);
  const line = new Scene(plan({ agents: ['anna'], queues: [queue('sales', ['anna'])] }));
  line.signIn('anna');
  const leg = line.call('100', '+359888000001');
  const { call } = line.lastTold('call-arrived');
  line.talk('anna');
  line.wait(5_000);
  line.ends(leg);
  line.obeyHangUps();
  const store = await openStore({ ...storeAddress(settings), log: silentLog });
  await store.migrate();
  await store.recorder.record(0, recordsOf(1, line.milestones));
  await store.close();
  const parts = { why: (request: Parameters<typeof storyText>[1]) => storyText(settings, request) };
  const text = await run(['why', call], parts);
  assert.equal(text.code, 0);
  assert.match(text.out, /\+359888000001 calls 100\n/);
  assert.match(text.out, /anna is rung \(\S+\)\n +why: nobody else could be rung\n/);
  assert.match(text.out, /the caller hangs up: the call is over\n$/);
  const json = await run(['why', call, '--format', 'json'], parts);
  const { decisions } = JSON.parse(json.out) as { readonly decisions: readonly { readonly rung: number }[] };
  assert.deepEqual(
    decisions.map(({ rung }) => rung),
    [1],
  );
  const unknown = await run(['why', 'c-never'], parts);
  assert.notEqual(unknown.code, 0);
  assert.match(unknown.err, /Nothing is stored of a call "c-never"/);
});
