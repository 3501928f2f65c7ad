import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newcomerCredit, remember, tally } from '../../src/core/agent/counters.js';
import type { Counting } from '../../src/core/plan.js';
import { freeze, imageOf, thaw } from '../../src/core/snapshot.js';
import { plan, queue, WHOLE_DAY } from './plan-builder.js';
import { MORNING, Scene } from './scene.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function agents(): Scene {
  return new Scene(
    plan({
      agents: ['anna', 'boris', 'vera'],
      queues: [queue('sales', ['anna', 'boris', 'vera'], { counting: { ...WHOLE_DAY, newcomers: 'fair' } })],
    }),
  );
}

function agentOf(scene: Scene, id: string): NonNullable<ReturnType<Scene['state']['agents']['get']>> {
  const agent = scene.state.agents.get(id);
  assert.ok(agent !== undefined);
  return agent;
}

function counts(window: Counting['window'], zone: string, now: number, endedAt: readonly number[]): number {
  const agent = { ...agentOf(agents(), 'anna'), shiftStartedAt: MORNING - HOUR };
  agent.history = endedAt.map((at) => ({ endedAt: at, talkMs: 1_000, queue: 'sales', talks: 1 }));
  return tally(agent, { ...WHOLE_DAY, window }, 'sales', zone, now).calls;
}

test('the day begins at local midnight, also where it is another day in UTC', () => {
  const now = Date.parse('2026-03-04T22:30:00Z');
  const before = Date.parse('2026-03-04T21:59:59.999Z');
  const after = Date.parse('2026-03-04T22:00:00Z');
  assert.equal(counts({ kind: 'day' }, 'Europe/Sofia', now, [before, after]), 1);
  assert.equal(counts({ kind: 'day' }, 'UTC', now, [before, after]), 2);
});

test('the day is right on both days of a clock change', () => {
  for (const [day, now] of [
    ['2026-03-28T22:00:00Z', '2026-03-29T20:59:59Z'],
    ['2026-10-24T21:00:00Z', '2026-10-25T21:59:59Z'],
  ] as const) {
    const start = Date.parse(day);
    assert.equal(counts({ kind: 'day' }, 'Europe/Sofia', Date.parse(now), [start - 1, start]), 1, day);
  }
});

test('the week begins on Monday at local midnight, a clock change inside included', () => {
  const monday = Date.parse('2026-03-22T22:00:00Z');
  const sundayNight = Date.parse('2026-03-29T20:59:59Z');
  assert.equal(counts({ kind: 'week' }, 'Europe/Sofia', sundayNight, [monday - 1, monday]), 1);
  assert.equal(counts({ kind: 'week' }, 'Europe/Sofia', sundayNight + 1_000, [monday]), 0, 'the next week');
});

test('a rolling window looks back so long', () => {
  const window = { kind: 'rolling', lengthMs: HOUR } as const;
  assert.equal(counts(window, 'UTC', MORNING, [MORNING - HOUR - 1, MORNING - HOUR, MORNING]), 2);
});

test('the shift counts from its beginning', () => {
  assert.equal(counts({ kind: 'shift' }, 'UTC', MORNING, [MORNING - HOUR - 1, MORNING - HOUR]), 1);
});

test('a shift goes on over a sign-out of less than four hours, and begins anew after four', () => {
  const scene = agents();
  scene.signIn('anna');
  const first = agentOf(scene, 'anna').shiftStartedAt;
  for (const [awayMs, expected] of [
    [4 * HOUR - 1, first],
    [4 * HOUR, MORNING + 8 * HOUR - 1],
  ] as const) {
    scene.mustAsk({ ask: 'sign-out', agent: 'anna' });
    scene.wait(awayMs);
    scene.signIn('anna');
    assert.equal(agentOf(scene, 'anna').shiftStartedAt, expected);
  }
});

test('history is kept for the longest window and not for ever', () => {
  const agent = agentOf(agents(), 'anna');
  for (let day = 0; day < 40; day++) remember(agent, MORNING + day * DAY, 1_000, 'sales');
  const oldest = agent.history[0]?.endedAt ?? 0;
  assert.ok(oldest <= MORNING + 32 * DAY, 'eight days are there');
  assert.ok(agent.history.length <= 17, 'and not much more');
});

test('a window of a month finds conversations of a month', () => {
  const window = { kind: 'rolling', lengthMs: 30 * DAY } as const;
  const counting = { ...WHOLE_DAY, window };
  const scene = new Scene(plan({ agents: ['anna'], queues: [queue('sales', ['anna'], { counting })] }));
  scene.signIn('anna');
  for (let day = 0; day < 40; day++) {
    const caller = scene.call();
    scene.talk('anna');
    scene.ends(caller);
    scene.obeyHangUps();
    scene.wait(DAY);
  }
  assert.equal(tally(agentOf(scene, 'anna'), counting, 'sales', 'UTC', scene.now).calls, 30);
});

test('a snapshot gives every conversation back as it was', () => {
  const scene = agents();
  const { history } = agentOf(scene, 'anna');
  history.push({ endedAt: MORNING, talkMs: 61_003, queue: 'sales', talks: 1 });
  history.push(
    { endedAt: MORNING + 1, talkMs: 0, queue: null, talks: 1 },
    { endedAt: MORNING + 2, talkMs: 5, queue: 'sales', talks: 3 },
  );
  assert.deepEqual(thaw(freeze(scene.state)).agents.get('anna')?.history, history);
  assert.deepEqual(thaw(freeze(scene.state)).agents.get('boris')?.history, []);
});

test('an image of the state shows nothing of what happens afterwards', () => {
  const scene = agents();
  const anna = agentOf(scene, 'anna');
  for (let call = 0; call < 3; call++) remember(anna, MORNING + call, 60_000, 'sales');
  const frozen = freeze(scene.state);
  const image = imageOf(scene.state);
  remember(anna, MORNING + 9, 60_000, 'sales');
  scene.call();
  assert.equal([...image.pieces()].join(''), frozen);
  assert.equal(freeze(image.revive()), frozen);
});

test('a snapshot in which each conversation stands by itself is read', () => {
  const scene = agents();
  const ends = Float64Array.of(MORNING, 61_003, 0, MORNING + 1, 0, 1);
  const packed = { queues: ['sales', null], records: Buffer.from(ends.buffer).toString('base64') };
  const now = JSON.parse(freeze(scene.state)) as { readonly histories: readonly [string, unknown][] };
  const histories = now.histories.map(([id, history]) => [id, id === 'anna' ? packed : history]);
  const read = thaw(JSON.stringify({ ...now, form: 9, histories }));
  assert.deepEqual(read.agents.get('anna')?.history, [
    { endedAt: MORNING, talkMs: 61_003, queue: 'sales', talks: 1 },
    { endedAt: MORNING + 1, talkMs: 0, queue: null, talks: 1 },
  ]);
  assert.deepEqual(read.agents.get('boris')?.history, []);
});

test('however many conversations there are, no more than a record for each minute and queue is kept of those an hour ago', () => {
  const anna = agentOf(agents(), 'anna');
  const [every, lasts] = [10_000, 6 * HOUR];
  for (let at = 0; at < lasts; at += every)
    remember(anna, MORNING + at, 1_000, at % (3 * every) === 0 ? 'other' : 'sales');
  const old = anna.history.filter(({ endedAt }) => endedAt < MORNING + lasts - 2 * HOUR);
  assert.ok(old.length <= 2 * 4 * 60, `${old.length} records of four hours`);
  const ends = anna.history.map(({ endedAt }) => endedAt);
  assert.deepEqual(
    ends,
    [...ends].sort((a, b) => a - b),
  );
  const now = MORNING + lasts;
  const of = (window: Counting['window'], calls: Counting['calls']): object =>
    tally(anna, { ...WHOLE_DAY, window, calls, talk: 'total' }, 'sales', 'UTC', now);
  assert.deepEqual(of({ kind: 'day' }, 'all-queues'), { calls: 2_160, talkMs: 2_160_000 });
  assert.deepEqual(of({ kind: 'day' }, 'this-queue'), { calls: 1_440, talkMs: 1_440_000 });
  // On a minute's border windows are exact.
  const rolling = { kind: 'rolling', lengthMs: 5 * HOUR } as const;
  assert.deepEqual(of(rolling, 'all-queues'), { calls: 1_800, talkMs: 1_800_000 });
});

test('a snapshot of the program before, with histories beside their agents, is read', () => {
  const scene = agents();
  const anna = agentOf(scene, 'anna');
  remember(anna, MORNING, 61_003, 'sales');
  const { histories, ...rest } = JSON.parse(freeze(scene.state)) as {
    readonly histories: readonly [string, unknown][];
    readonly agents: readonly [string, object][];
  };
  const talk = Float64Array.of(MORNING, 61_003, 0);
  const packed = { queues: ['sales'], records: Buffer.from(talk.buffer).toString('base64') };
  const of = new Map(histories.map(([id, history]) => [id, id === 'anna' ? packed : history]));
  const agentsBefore = rest.agents.map(([id, agent]) => [id, { ...agent, history: of.get(id) }]);
  const before = JSON.stringify({ ...rest, form: 2, agents: agentsBefore });
  assert.equal(freeze(thaw(before)), freeze(scene.state));
});

test('a fair newcomer is credited with the mean of the colleagues, once in the window', () => {
  const scene = agents();
  scene.signIn('anna', 'boris');
  for (let call = 0; call < 4; call++) remember(agentOf(scene, 'anna'), scene.now, 60_000, 'sales');
  remember(agentOf(scene, 'boris'), scene.now, 30_000, 'sales');
  const colleagues = [agentOf(scene, 'anna'), agentOf(scene, 'boris')];
  const vera = agentOf(scene, 'vera');
  const fair = { ...WHOLE_DAY, newcomers: 'fair' } as const;
  const credit = newcomerCredit(vera, colleagues, fair, 'sales', 'UTC', scene.now);
  assert.deepEqual(credit, { from: scene.now, calls: 2.5, talkMs: 135_000 });
  scene.signIn('vera');
  assert.deepEqual(tally(vera, fair, 'sales', 'UTC', scene.now), { calls: 2.5, talkMs: 54_000 });
  for (let call = 0; call < 9; call++) remember(agentOf(scene, 'anna'), scene.now, 60_000, 'sales');
  scene.mustAsk({ ask: 'sign-out', agent: 'vera' });
  scene.signIn('vera');
  assert.equal(tally(vera, fair, 'sales', 'UTC', scene.now).calls, 2.5);
  assert.equal(tally(vera, fair, 'sales', 'UTC', scene.now + DAY).calls, 0, 'a new day begins at nothing');
});

test('a newcomer who was credited with nothing, because nobody had anything yet, is not credited again', () => {
  const scene = agents();
  scene.signIn('anna', 'vera');
  scene.mustAsk({ ask: 'sign-out', agent: 'vera' });
  for (let call = 0; call < 4; call++) remember(agentOf(scene, 'anna'), scene.now, 60_000, 'sales');
  scene.signIn('vera');
  const fair = { ...WHOLE_DAY, newcomers: 'fair' } as const;
  assert.equal(tally(agentOf(scene, 'vera'), fair, 'sales', 'UTC', scene.now).calls, 0);
});

test('nobody is credited who counts already, when newcomers come first, or when nobody else is there', () => {
  const scene = agents();
  const [anna, vera] = [agentOf(scene, 'anna'), agentOf(scene, 'vera')];
  remember(anna, scene.now, 60_000, 'sales');
  const fair = { ...WHOLE_DAY, newcomers: 'fair' } as const;
  assert.equal(newcomerCredit(vera, [anna], WHOLE_DAY, 'sales', 'UTC', scene.now), null);
  assert.equal(newcomerCredit(vera, [], fair, 'sales', 'UTC', scene.now), null);
  assert.equal(newcomerCredit(anna, [vera], fair, 'sales', 'UTC', scene.now), null);
});
