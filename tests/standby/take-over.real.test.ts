import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { freshDatabase, startServers, type Servers } from '../store/databases.js';
import { storedFacts } from '../system/support/facts.js';
import { agentIs, callsOf, readinessIs, readinessOf, Stage } from '../system/support/stage.js';
import { until } from '../system/support/until.js';
import { makeNetwork, type FarNetwork } from './support/network.js';
import { type Installation, Pair } from './support/pair.js';

let stage: Stage;
let servers: Servers;
let network: FarNetwork;
before(async () => {
  network = makeNetwork(1);
  stage = await Stage.open('standby');
  servers = await startServers('standby', 'mariadb');
});
after(async () => {
  await stage.close();
  await servers.stop();
  network.remove();
});

async function pairFor(t: TestContext): Promise<{ pair: Pair; database: string }> {
  const database = await freshDatabase(servers.url('mariadb'));
  const pair = await Pair.make(t, { pbx: stage.set.pbx, database, network });
  t.after(() => stage.everybodyHangsUp());
  return { pair, database };
}

/** Waits until one leads and the other follows it. */
async function oneLeads(pair: Pair): Promise<{ leader: Installation; standby: Installation }> {
  let leader: Installation | null = null;
  await until('one to lead with the other in step', async () => {
    for (const one of [pair.first, pair.second]) {
      const readiness = one.running === null ? null : await readinessOf(one.running);
      if (readiness?.state === 'ready') leader = one;
    }
    return leader !== null;
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${pair.logs(60)}`);
  });
  if (leader === null) throw new Error('nobody leads');
  return { leader, standby: pair.other(leader) };
}

const running = (one: Installation) => {
  if (one.running === null) throw new Error(`${one.name} does not run`);
  return one.running;
};

test('kill -9 of the leader: the standby takes over in under 5 s with every call', async (t) => {
  const { pair, database } = await pairFor(t);
  await Promise.all([pair.launch(pair.first), pair.launch(pair.second)]);
  const { leader, standby } = await oneLeads(pair);
  assert.equal((await readinessOf(running(standby)))?.state, 'standby');
  const talk = await stage.talkTo(running(leader), 'anna');
  const waiting = [await stage.callIn(), await stage.callIn()];
  await until('two to wait', async () => (await callsOf(running(leader))).length === 3);
  const before = await callsOf(running(leader));

  const killedAt = performance.now();
  pair.kill(leader);
  await until(
    'the standby to lead',
    async () => (await readinessOf(running(standby)))?.state === 'degraded',
    20_000,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${pair.logs(60)}`);
  });
  const tookMs = performance.now() - killedAt;
  t.diagnostic(`taken over ${Math.round(tookMs)} ms after kill -9`);
  assert.ok(tookMs < 5_000, `${tookMs} ms`);
  await stage.nobodyHangsUp(talk);
  const afterwards = await callsOf(running(standby));
  const place = ({ call, position, since, state }: (typeof before)[number]) => ({
    call,
    position,
    since,
    state,
  });
  assert.deepEqual(afterwards.map(place), before.map(place));

  await running(standby).api('POST', '/api/agents/boris/sign-in');
  await agentIs(running(standby), 'boris', 'talking');
  await stage.everybodyHangsUp();
  await agentIs(running(standby), 'boris', 'available');
  assert.equal(await running(standby).stop(), 0, pair.logs());
  const facts = await storedFacts({ url: database });
  assert.deepEqual([facts.calls.length, facts.openCalls, facts.conversations.length], [3, 0, 2], pair.logs());
  void waiting;
  void readinessIs;
});
