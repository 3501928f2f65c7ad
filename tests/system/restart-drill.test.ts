import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { CallView } from '../../src/ports/live.js';
import { freshDatabase, startServers, type Servers } from '../store/databases.js';
import type { Callplane } from '../support/callplane/callplane.js';
import { freePort } from '../support/callplane/free-port.js';
import { Door } from './support/door.js';
import { storedFacts } from './support/facts.js';
import { childrenOf, isAlive } from './support/site.js';
import { agentIs, callsOf, readinessIs, Stage } from './support/stage.js';
import { until } from './support/until.js';

const AGENTS = 10;
const WAITING = 5;
const CUT_MS = 5_000;
/** From the blow until talks and queue are back, in order (V43). */
const TAKEN_OVER_WITHIN_MS = 10_000;

let stage: Stage;
let servers: Servers;
before(async () => {
  stage = await Stage.open('system-drill', AGENTS);
  servers = await startServers('drill', 'mariadb');
});
after(async () => {
  await stage.close();
  await servers.stop();
});

const agents = Array.from({ length: AGENTS }, (_, index) => `agent-${index + 1}`);

function routing(): string {
  const phones = stage.set.phones.map(({ endpoint }, index) => `  ${agents[index]}: { phone: ${endpoint} }`);
  return [
    'callplane: 1',
    'company: { name: Drill, timezone: UTC }',
    'agents:',
    ...phones,
    'queues:',
    '  main:',
    `    agents: [${agents.join(', ')}]`,
    '    ring_for: 15s',
    '    wrap_up: { time: 0s }',
    '    exits: { nobody: hangup }',
    'numbers:',
    "  '700': { queue: main }",
  ].join('\n');
}

/** A way that can be shut, and the address behind it as it is reached through it. */
async function doorTo(url: string): Promise<{ readonly door: Door; readonly url: string }> {
  const through = new URL(url);
  const door = new Door(await freePort(), { host: through.hostname, port: Number(through.port) });
  await door.open();
  through.host = `127.0.0.1:${door.port}`;
  return { door, url: through.href.replace(/\/$/, '') };
}

function killEverything(callplane: Callplane): void {
  for (const pid of [callplane.process.pid ?? 0, ...childrenOf(callplane)])
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

/** What must be as before: which calls, who talks to whom, who waits where, since when. */
function board(calls: readonly CallView[]): readonly object[] {
  return calls.map(({ call, from, state, agent, position, since }) => ({
    ...{ call, from, state, agent, position },
    since: state === 'waiting' ? since : null,
  }));
}

async function callsIn(callplane: Callplane, count: number, state: CallView['state']): Promise<void> {
  await until(
    `${count} to be ${state}`,
    async () => (await callsOf(callplane)).filter((call) => call.state === state).length === count,
  );
}

test('S27, V43: with 10 talks and 5 waiting everything dies while the database is away, and the way to Asterisk is cut for 5 s', async (t) => {
  const site = stage.site(t);
  writeFileSync(site.routing, routing());
  const database = await freshDatabase(servers.url('mariadb'));
  const toDatabase = await doorTo(database);
  const toAsterisk = await doorTo(stage.set.pbx.ariUrl);
  t.after(() => {
    toDatabase.door.close();
    toAsterisk.door.close();
  });
  const settings = { DATABASE_URL: toDatabase.url, CALLPLANE_ARI_URL: toAsterisk.url };
  const first = await site.start(settings);
  for (const agent of agents) await first.api('POST', `/api/agents/${agent}/sign-in`);
  const placed: string[] = [];
  for (let index = 0; index < AGENTS + WAITING; index++) {
    const from = `+49300001${String(index).padStart(2, '0')}`;
    placed.push(await stage.far.call({ number: '700', from, toneHz: null }));
    await callsIn(first, Math.min(index + 1, AGENTS), 'talking');
    await callsIn(first, Math.max(0, index + 1 - AGENTS), 'waiting');
  }
  const waiting = placed.slice(AGENTS);
  const before = board(await callsOf(first));

  toDatabase.door.close();
  await readinessIs(first, 'degraded');
  const killedAt = performance.now();
  killEverything(first);
  const next = await site.start(settings);
  assert.deepEqual(board(await callsOf(next)), before, next.logTail());
  const tookMs = performance.now() - killedAt;
  t.diagnostic(`talks and queue were back after ${Math.round(tookMs)} ms`);
  assert.ok(tookMs < TAKEN_OVER_WITHIN_MS, `talks and queue were back after ${tookMs} ms\n${next.logTail()}`);
  await readinessIs(next, 'degraded');
  assert.equal(stage.far.calls().filter(({ endedAt }) => endedAt !== null).length, 0, 'nobody was let go');

  toAsterisk.door.close();
  await readinessIs(next, 'not-ready');
  const [leaver = ''] = placed;
  await stage.hangUp(leaver);
  await pause(CUT_MS);
  await toAsterisk.door.open();
  await until('the one who left to be off the board', async () => {
    const calls = await callsOf(next);
    return calls.length === AGENTS + WAITING - 1;
  });
  await callsIn(next, AGENTS, 'talking');
  await callsIn(next, WAITING - 1, 'waiting');

  await toDatabase.door.open();
  await readinessIs(next, 'ready');
  // One after another becomes free: who has waited longest is next.
  for (const [index, leaving] of placed.slice(1, WAITING).entries()) {
    await stage.hangUp(leaving);
    const from = stage.far.callRecord(waiting[index + 1] ?? '')?.from;
    await until('the next in the queue to be served', async () =>
      (await callsOf(next)).some((call) => call.from === from && call.state === 'talking'),
    );
    assert.equal((await callsOf(next)).filter(({ state }) => state === 'talking').length, AGENTS);
  }
  await stage.everybodyHangsUp();
  for (const agent of agents) await agentIs(next, agent, 'available');
  assert.equal((await callsOf(next)).length, 0, 'no ghost is left on the board');
  assert.equal(await next.stop(), 0);
  const facts = await storedFacts({ url: database });
  assert.deepEqual(
    [facts.calls.length, new Set(facts.calls.map(({ from }) => from)).size, facts.openCalls],
    [AGENTS + WAITING, AGENTS + WAITING, 0],
  );
  assert.equal(facts.conversations.length, AGENTS + WAITING);
});
