import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CallView } from '../../../src/ports/live.js';
import { freshDatabase, startServers, type Servers } from '../../store/databases.js';
import type { Callplane } from '../../support/callplane/callplane.js';
import { storedFacts } from '../../system/support/facts.js';
import { agentIs, callsOf, readinessOf, Stage } from '../../system/support/stage.js';
import { until } from '../../system/support/until.js';
import { makeNetwork, type FarNetwork } from '../support/network.js';
import { type Installation, Pair } from '../support/pair.js';

/** Longest from a kill -9 until the other one handles calls. */
const TAKE_OVER_MS = 5_000;
/** A machine that is busy with other things takes long to start six processes. */
const STARTED_WITHIN_MS = 120_000;
/** Longer than a lease, so that something that must not happen had its chance. */
const HOLE_MS = 4_000;

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

function running(one: Installation): Callplane {
  if (one.running === null) throw new Error(`the ${one.name} installation does not run`);
  return one.running;
}

/** What must not change when another leads: which calls, in which order, since when. */
function places(calls: readonly CallView[]): readonly object[] {
  return calls.map(({ call, state, position, since, queue }) => ({ call, state, position, since, queue }));
}

/** Two installations with a talk and two waiting callers, and what they go through. */
class Drill {
  leader: Installation;
  talk = '';
  #expected: readonly object[] = [];
  #callers = 0;

  private constructor(
    readonly pair: Pair,
    readonly database: string,
  ) {
    this.leader = pair.first;
  }

  get standby(): Installation {
    return this.pair.other(this.leader);
  }

  static async begin(pair: Pair, database: string): Promise<Drill> {
    const drill = new Drill(pair, database);
    await Promise.all([pair.launch(pair.first), pair.launch(pair.second)]);
    await drill.waitUntil(
      'one of two that start at once to lead, and the other to follow',
      async () => {
        const states = await Promise.all([pair.first, pair.second].map((one) => readinessOf(running(one))));
        drill.leader = states[1]?.state === 'ready' ? pair.second : pair.first;
        return (
          states
            .map((each) => each?.state)
            .sort()
            .join() === 'ready,standby'
        );
      },
      STARTED_WITHIN_MS,
    );
    drill.talk = await stage.talkTo(running(drill.leader), 'anna');
    await drill.callIn();
    await drill.callIn();
    return drill;
  }

  /** Waits; says what both logs say when it does not come true. */
  async waitUntil(what: string, holds: () => Promise<boolean>, withinMs = 60_000): Promise<void> {
    await until(what, holds, withinMs).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.pair.logs(60)}`);
    });
  }

  /** One more caller waits; from now on he belongs to what must not change. */
  async callIn(): Promise<void> {
    await stage.callIn();
    this.#callers += 1;
    const count = this.#callers + 1;
    await this.waitUntil('the caller to wait', async () => {
      const calls = await callsOf(running(this.leader));
      this.#expected = places(calls);
      return calls.filter(({ position }) => position !== null).length === count - 1;
    });
  }

  /** The talk goes on, and everybody waits where he waited, since when he did. */
  async nothingIsLost(): Promise<void> {
    await stage.nobodyHangsUp(this.talk);
    assert.deepEqual(places(await callsOf(running(this.leader))), this.#expected, this.pair.logs());
  }

  async leads(one: Installation): Promise<boolean> {
    const state = one.running === null ? undefined : (await readinessOf(one.running))?.state;
    return state === 'ready' || state === 'degraded';
  }

  /** The other one handles calls; resolves with the milliseconds that took. */
  async standbyTakesOver(withinMs: number): Promise<number> {
    const begun = performance.now();
    const next = this.standby;
    await this.waitUntil(`the ${next.name} to lead`, () => this.leads(next));
    this.leader = next;
    const tookMs = Math.round(performance.now() - begun);
    assert.ok(tookMs < withinMs, `${tookMs} ms\n${this.pair.logs(60)}`);
    await this.nothingIsLost();
    return tookMs;
  }

  /** Who does not lead follows, with everything. */
  async otherFollows(): Promise<void> {
    const { leader, standby } = this;
    await this.waitUntil(`the ${standby.name} to follow`, async () => {
      const own = standby.running === null ? null : await readinessOf(standby.running);
      return own?.state === 'standby' && (await readinessOf(running(leader)))?.state === 'ready';
    });
  }

  /** Waits, and sees that the leader leads on and the other does not. */
  async nothingHappens(): Promise<void> {
    const deadline = performance.now() + HOLE_MS;
    await until('time to pass', async () => {
      assert.equal((await readinessOf(running(this.standby)))?.state, 'standby', this.pair.logs(60));
      assert.ok(await this.leads(this.leader), this.pair.logs(60));
      return performance.now() > deadline;
    });
    await this.nothingIsLost();
  }
}

/** Requests of an installation that change something in Asterisk, claims left out. */
function commandsOf(one: Installation, since: number): readonly string[] {
  return one.asterisk.requests
    .filter(
      ({ at, line }) =>
        at >= since && !/^GET|start-up-check/.test(line) && !line.includes('/asterisk/variable'),
    )
    .map(({ line }) => line);
}

test('two installations: whatever happens to one, no call is lost', async (t) => {
  const database = await freshDatabase(servers.url('mariadb'));
  const pair = await Pair.make(t, { pbx: stage.set.pbx, database, network });
  t.after(() => stage.everybodyHangsUp());
  const drill = await Drill.begin(pair, database);

  await t.test('the standby says what it is, and changes nothing', async () => {
    const answer = await fetch(`${running(drill.standby).url}/api/reload`, { method: 'POST' });
    assert.equal(answer.status, 503);
    const body = (await answer.json()) as { code: string; leader: string };
    assert.deepEqual([body.code, body.leader], ['not-leading', running(drill.leader).url]);
    const health = (await (await fetch(`${running(drill.standby).url}/health`)).json()) as { role: string };
    assert.equal(health.role, 'standby');
  });

  await t.test('the leader is cut off from the database: it goes on, and nobody tries', async () => {
    drill.leader.database.swallow();
    await drill.nothingHappens();
    drill.leader.database.mend();
  });

  await t.test('the two are cut off from one another: the leader goes on', async () => {
    drill.standby.peer.swallow();
    await drill.nothingHappens();
    drill.standby.peer.mend();
    await drill.otherFollows();
  });

  await t.test('kill -9 of the leader: taken over in under 5 s; it comes back as a follower', async (t) => {
    const dead = drill.leader;
    pair.kill(dead);
    t.diagnostic(`taken over in ${await drill.standbyTakesOver(TAKE_OVER_MS)} ms`);
    await drill.callIn();
    await pair.launch(dead);
    await drill.otherFollows();
  });

  await t.test('the leader is frozen and wakes up: it sends nothing, and follows', async (t) => {
    const frozen = drill.leader;
    pair.freeze(frozen);
    t.diagnostic(`taken over in ${await drill.standbyTakesOver(TAKE_OVER_MS)} ms`);
    const wokenAt = Date.now();
    pair.thaw(frozen);
    await drill.otherFollows();
    assert.deepEqual(commandsOf(frozen, wokenAt), []);
    await drill.nothingIsLost();
  });

  await t.test(
    'the leader is cut off from Asterisk: the other takes over; after the mend nothing is undone',
    async (t) => {
      const deaf = drill.leader;
      deaf.asterisk.swallow();
      t.diagnostic(`taken over in ${await drill.standbyTakesOver(15_000)} ms`);
      const mendedAt = Date.now();
      deaf.asterisk.mend();
      await drill.otherFollows();
      assert.deepEqual(commandsOf(deaf, mendedAt), []);
      await drill.nothingIsLost();
    },
  );

  await t.test('hand-over by command: the other leads at once', async (t) => {
    await running(drill.leader).api('POST', '/api/handover');
    t.diagnostic(`handed over in ${await drill.standbyTakesOver(TAKE_OVER_MS)} ms`);
    await drill.otherFollows();
  });

  await t.test('a stop in order is a hand-over; the facts are complete, each once', async (t) => {
    const left = drill.leader;
    assert.equal(await running(left).stop(), 0, pair.logs());
    left.running = null;
    t.diagnostic(`taken over in ${await drill.standbyTakesOver(TAKE_OVER_MS)} ms`);
    const last = running(drill.leader);
    await last.api('POST', '/api/agents/boris/sign-in');
    await agentIs(last, 'boris', 'talking');
    await stage.everybodyHangsUp();
    await agentIs(last, 'anna', 'available');
    assert.equal(await last.stop(), 0, pair.logs());
    const facts = await storedFacts({ url: database });
    const arrived = stage.far.calls().length;
    assert.deepEqual(
      [facts.calls.length, facts.openCalls, facts.conversations.length],
      [arrived, 0, 2],
      pair.logs(),
    );
    const handOvers = facts.changes.filter(({ what }) => what === 'handover');
    assert.deepEqual(
      handOvers.map(({ by }) => by.role),
      ['administrator'],
      'what was asked for is kept, the stop is not',
    );
  });
});
