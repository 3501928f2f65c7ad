import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type AsteriskSet, startAsterisk, stopAsterisk } from '../support/asterisk/instances.js';
import { Callplane } from '../support/callplane/callplane.js';
import { FarEnd } from '../support/far-end/far-end.js';
import type { FarCall } from '../support/far-end/records.js';
import { leftOversOf } from '../support/real/left-overs.js';
import { writePrompt } from '../support/real/stage-sounds.js';

const SET = 'scenarios-load';
const AGENTS = 20;
const NUMBER = '+35920000001';
const CALLS_AT_ONCE = 50;
const CALLS_IN_A_ROW = 1000;
const CALLERS_IN_FLIGHT = 24;
const ONE_CALL_WITHIN_MS = 60_000;
/** The far end has to be this quick for a rush to be one; a busy machine may need more than one try. */
const PLACED_WITHIN_MS = 2000;
const RUSHES_AT_MOST = 5;

describe('V01: however many call, each reaches the number, and nothing is left behind', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-load-'));
  let set: AsteriskSet;
  let far: FarEnd;
  let callplane: Callplane;

  before(async () => {
    set = await startAsterisk({ set: SET, phones: AGENTS });
    writePrompt(set, 'welcome', 600, 2000);
    writeFileSync(join(folder, 'routing.yml'), routing(set));
    far = await FarEnd.connect(set.far, 'load');
    for (const { name } of set.phones)
      far.phones.setUp(name, { kind: 'answers', afterMs: 100, hangsUpAfterMs: 200 }, null);
    callplane = await Callplane.start({
      pbx: set.pbx,
      routing: join(folder, 'routing.yml'),
      dataFolder: join(folder, 'data'),
    });
    for (const { name } of set.phones) await callplane.api('POST', `/api/agents/${name}/sign-in`);
  });
  after(async () => {
    far.close();
    await callplane.stop();
    await stopAsterisk(SET);
    rmSync(folder, { recursive: true, force: true });
  });

  it(`answers ${CALLS_AT_ONCE} callers within one second, none gets busy`, async () => {
    let placedInMs = Infinity;
    for (let rush = 1; placedInMs >= PLACED_WITHIN_MS && rush <= RUSHES_AT_MOST; rush++)
      placedInMs = await rushHour();
    assert.ok(placedInMs < PLACED_WITHIN_MS, 'the far end itself was too slow to place the calls');
  });

  it(`serves ${CALLS_IN_A_ROW} calls in a row through menu, queue and agent`, async () => {
    let placed = 0;
    const unserved: string[] = [];
    const caller = async (): Promise<void> => {
      while (placed < CALLS_IN_A_ROW) {
        placed += 1;
        const call = await oneCall(placed);
        if (call.answeredAt === null || call.endedBy !== 'pbx') unserved.push(JSON.stringify(call));
      }
    };
    await Promise.all(Array.from({ length: CALLERS_IN_FLIGHT }, caller));
    assert.deepEqual(unserved, []);
    const talks = far.phones.rings().filter(({ outcome }) => outcome === 'answered').length;
    assert.ok(talks >= CALLS_IN_A_ROW, `${talks} conversations of ${CALLS_IN_A_ROW} calls`);
  });

  it('leaves no channel, bridge, call or waiting caller behind, and every agent available', async () => {
    assert.deepEqual(await leftOversOf(set.pbx, callplane), []);
    const { items: agents } = await callplane.api<{
      readonly items: readonly { readonly agent: string; readonly state: string }[];
    }>('GET', '/api/agents');
    assert.equal(agents.length, AGENTS);
    const busy = agents.filter(({ state }) => state !== 'available');
    assert.deepEqual(busy, []);
    const { items: queues } = await callplane.api<{
      readonly items: readonly { readonly waiting: readonly object[] }[];
    }>('GET', '/api/queues');
    assert.deepEqual(
      queues.map(({ waiting }) => waiting),
      [[]],
    );
    assert.deepEqual(far.errors(), []);
  });

  /** All call within a second, and none may get busy; returns the milliseconds that the far end took to place the calls. */
  async function rushHour(): Promise<number> {
    const beganAt = Date.now();
    const ids = await Promise.all(
      Array.from({ length: CALLS_AT_ONCE }, async (_, index) => {
        await pause((index * 1000) / CALLS_AT_ONCE);
        return far.call({ number: NUMBER, from: numberOf(index), toneHz: null });
      }),
    );
    const placedInMs = Date.now() - beganAt;
    const calls = await Promise.all(
      ids.map((id) => until(id, ({ answeredAt, endedAt }) => (answeredAt ?? endedAt) !== null)),
    );
    const refused = calls.filter(({ answeredAt }) => answeredAt === null);
    assert.deepEqual(refused, []);
    await Promise.all(ids.map((id) => far.hangUp(id)));
    await Promise.all(ids.map((id) => until(id, ({ endedAt }) => endedAt !== null)));
    return placedInMs;
  }

  /** Calls, presses a key in the menu, talks until the agent hangs up. */
  async function oneCall(index: number): Promise<FarCall> {
    const id = await far.call({ number: NUMBER, from: numberOf(index), toneHz: null });
    await until(id, ({ answeredAt, endedAt }) => (answeredAt ?? endedAt) !== null);
    await far.press(id, '1');
    return until(id, ({ endedAt }) => endedAt !== null);
  }

  async function until(id: string, isSo: (call: FarCall) => boolean): Promise<FarCall> {
    const deadline = Date.now() + ONE_CALL_WITHIN_MS;
    for (;;) {
      const call = far.callRecord(id);
      if (call !== undefined && isSo(call)) return call;
      if (Date.now() > deadline) throw new Error(`call ${id} stands still: ${JSON.stringify(call)}`);
      await pause(20);
    }
  }
});

function numberOf(index: number): string {
  return `+35988${String(index).padStart(7, '0')}`;
}

function routing({ phones }: AsteriskSet): string {
  const names = phones.map(({ name }) => name);
  return [
    'callplane: 1',
    'company: { name: Load, timezone: UTC }',
    'prompts:',
    '  welcome: { file: callplane/welcome }',
    'agents:',
    ...phones.map(({ name, endpoint }) => `  ${name}: { phone: ${endpoint} }`),
    'queues:',
    `  main: { agents: [${names.join(', ')}], exits: { nobody: hangup } }`,
    'flows:',
    '  main:',
    '    - menu: { prompt: welcome, keys: { "1": { queue: main } }, otherwise: { queue: main } }',
    'numbers:',
    `  "${NUMBER}": main`,
  ].join('\n');
}
