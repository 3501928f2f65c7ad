import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { CallStage } from '../../src/ports/live.js';
import { askStore } from '../store/ask-store.js';
import type { Callplane } from '../support/callplane/callplane.js';
import { AriLink } from '../support/far-end/ari-link.js';
import { writePrompt } from '../support/real/stage-sounds.js';
import { storedFacts } from './support/facts.js';
import { childrenOf, isAlive, ROUTING } from './support/site.js';
import { agentIs, agentOf, callsOf, Stage } from './support/stage.js';
import { until } from './support/until.js';

/** Who calls hears a menu first: so it shows that he is taken in as if he called now. */
const WITH_MENU = `${ROUTING.replace("'700': { queue: main }", "'700': reception")}
prompts:
  welcome: { file: callplane/welcome }
flows:
  reception:
    - menu:
        prompt: welcome
        keys: { '1': { queue: main } }
        timeout: 60s
        otherwise: { queue: main }
`;

const PRESSES_AGAIN_MS = 3_000;

let stage: Stage;
let asterisk: AriLink;
before(async () => {
  stage = await Stage.open('system-journal');
  writePrompt(stage.set, 'welcome', 900, 500);
  asterisk = new AriLink(stage.set.pbx, 'none');
});
after(async () => {
  asterisk.close();
  await stage.close();
});

/** What Asterisk itself has, by name. */
async function inAsterisk(what: 'channels' | 'bridges'): Promise<readonly string[]> {
  const all = (await asterisk.demand('GET', `/${what}`)) as readonly { readonly id: string }[];
  return all.map(({ id }) => id);
}

async function callsAre(callplane: Callplane, ...stages: readonly CallStage[]): Promise<void> {
  const wanted = [...stages].sort().join();
  let last = '';
  await until(`the calls to be ${wanted}`, async () => {
    last = (await callsOf(callplane))
      .map(({ state }) => state)
      .sort()
      .join();
    return last === wanted;
  }).catch((error: unknown) => assert.fail(`${String(error)}; last: ${last}\n${callplane.logTail()}`));
}

/** Whoever hears the menu chooses the queue; on a busy machine a tone may not be heard. */
async function chooses(callplane: Callplane, call: string): Promise<void> {
  const { from } = stage.far.callRecord(call) ?? assert.fail('nobody calls');
  const hearsMenu = async (): Promise<boolean> =>
    (await callsOf(callplane)).some((one) => one.from === from && one.state === 'menu');
  await until('the menu', hearsMenu);
  await until('the call to be answered', () => stage.far.callRecord(call)?.answeredAt !== null);
  let pressedAt = -Infinity;
  await until('the key to be heard', async () => {
    if (!(await hearsMenu())) return true;
    if (performance.now() - pressedAt < PRESSES_AGAIN_MS) return false;
    pressedAt = performance.now();
    await stage.far.press(call, '1');
    return false;
  });
}

/** Somebody calls and chooses the queue. */
async function calls(callplane: Callplane, from: string, ...then: readonly CallStage[]): Promise<string> {
  const call = await stage.far.call({ number: '700', from, toneHz: null });
  await chooses(callplane, call);
  await callsAre(callplane, ...then);
  return call;
}

/** The calls that are not over, as the books know them. */
async function openCalls(database: { readonly sqliteFile: string }): Promise<readonly string[]> {
  return (await askStore(database, 'SELECT call_id FROM open_calls')).map((row) => String(row['call_id']));
}

function killEverything(callplane: Callplane): void {
  for (const pid of [callplane.process.pid ?? 0, ...childrenOf(callplane)])
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

test('everything is killed and the journal is lost: who talks and who waits in Asterisk is taken in anew and served, the facts of before stay', async (t) => {
  const site = stage.site(t);
  writeFileSync(site.routing, WITH_MENU);
  const database = { sqliteFile: join(site.data, 'callplane.sqlite') };
  const first = await site.start();
  await first.api('POST', '/api/agents/anna/sign-in');
  await stage.hangUp(await calls(first, '+4930000001', 'talking'));
  await agentIs(first, 'anna', 'available');
  const callers = [
    await calls(first, '+4930000002', 'talking'),
    await calls(first, '+4930000003', 'talking', 'waiting'),
  ];
  // Where the books are slow there are no tables yet.
  await until('the first call to be stored', () =>
    storedFacts(database).then(
      ({ calls, openCalls }) => calls.length === 1 && openCalls === 2,
      () => false,
    ),
  );
  const bridges = await inAsterisk('bridges');
  killEverything(first);
  const stored = await storedFacts(database);
  const openBefore = await openCalls(database);
  assert.equal(openBefore.length, callers.length);
  const journal = join(site.data, 'journal');
  assert.ok(existsSync(journal));
  rmSync(journal, { recursive: true });

  const next = await site.start();
  await callsAre(next, 'menu', 'menu');
  assert.equal((await agentOf(next, 'anna')).state, 'signed-out');
  for (const agent of ['anna', 'boris']) {
    await next.api('POST', `/api/agents/${agent}/sign-in`);
    await agentIs(next, agent, 'available');
  }
  for (const caller of callers) await chooses(next, caller);
  await callsAre(next, 'talking', 'talking');
  await until('the calls of before to be open no more', async () => {
    const open = await openCalls(database);
    return open.length === callers.length && !open.some((call) => openBefore.includes(call));
  });
  for (const caller of callers) await stage.nobodyHangsUp(caller);
  assert.equal((await inAsterisk('channels')).length, 2 * callers.length, 'a leg of before is left over');
  const left = await inAsterisk('bridges');
  assert.deepEqual(
    bridges.filter((bridge) => left.includes(bridge)),
    [],
  );
  await stage.everybodyHangsUp();
  for (const agent of ['anna', 'boris']) await agentIs(next, agent, 'available');
  await callsAre(next);
  assert.equal(await next.stop(), 0);
  assert.deepEqual(await inAsterisk('channels'), []);
  const facts = await storedFacts(database);
  assert.deepEqual([stored.calls.length, facts.openCalls], [1, 0]);
  const anew = facts.calls.filter(({ call }) => !stored.calls.some((before) => before.call === call));
  assert.deepEqual(
    facts.calls.filter((call) => !anew.includes(call)),
    stored.calls,
  );
  assert.deepEqual(anew.map(({ from, conversations }) => [from, conversations]).sort(), [
    ['+4930000002', 1],
    ['+4930000003', 1],
  ]);
  assert.deepEqual(facts.conversations.slice(0, stored.conversations.length), stored.conversations);
  assert.equal(facts.conversations.length, stored.conversations.length + callers.length);
});
