import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildDailyReport, type DailyReport } from '../../src/reports/daily-report.js';
import { fraction } from '../../src/reports/ratio.js';
import { renderTable } from '../../src/reports/render-table.js';
import { factsOf, planOf, readerOf, stateOf, type Caller, type Facts } from './day-of-calls.js';

const ZONE = 'Europe/Sofia';
/** 09:00 in Sofia. */
const MORNING = Date.UTC(2026, 2, 2, 7);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WHEN = { date: '2026-03-02', zone: ZONE, now: Date.UTC(2026, 2, 2, 23) };
const DAY = { from: Date.UTC(2026, 2, 1, 22), to: Date.UTC(2026, 2, 2, 22) };

function report(facts: Facts): Promise<DailyReport> {
  for (const agent of new Set(facts.offers.map((offer) => offer.agent))) {
    if (facts.states.every((state) => state.agent !== agent))
      facts.states.push(stateOf(agent, 'available', DAY.from, DAY.to));
  }
  return buildDailyReport(readerOf(facts), WHEN);
}

/** Callers a minute apart. */
function callers(...each: Omit<Caller, 'at'>[]): Caller[] {
  return each.map((caller, index) => ({ ...caller, at: MORNING + index * MINUTE }));
}

const answered = (waitMs: number, talkMs = MINUTE): Omit<Caller, 'at'> => ({
  waitMs,
  talkMs,
  answeredBy: 'anna',
});
const hungUp = (waitMs: number): Omit<Caller, 'at'> => ({ waitMs, exit: 'hung-up' });

test('the average wait for an answer is over answered calls only, and above 15 s it is marked', async () => {
  const exactly = await report(factsOf(callers(answered(10_000), answered(20_000), hungUp(200_000))));
  assert.deepEqual(exactly.calls.waits.averageSpeedOfAnswer, { numerator: 30_000, denominator: 2 });
  assert.equal(exactly.calls.waits.longestMs, 200_000);
  assert.match(renderTable(exactly), /ASA 15\.0 s, /);

  // Nine outlets in turn, 6 s each, the fifth answers at its third second.
  const inTurn = callers(...Array.from({ length: 20 }, () => ({ ...answered(27_000), queue: null })));
  const slow = await report(factsOf(inTurn));
  assert.equal(fraction(slow.calls.waits.averageSpeedOfAnswer), 27_000);
  assert.match(renderTable(slow), /ASA 27\.0 s !, /);
  assert.match(renderTable(slow), /ring steps .* 27\.0 s !/);
});

test('80 % answered within 20 s is met at 8 of 10, the 20th second included', async () => {
  const facts = factsOf(
    callers(...Array.from({ length: 8 }, () => answered(20_000)), answered(20_001), hungUp(30_000)),
  );
  facts.plans.set('plan-1', planOf('sales', { target: 0.8, withinMs: 20_000, shortAbandonMs: 5_000 }));
  const { queues, calls, ...rest } = await report(facts);
  assert.deepEqual(queues[0]?.serviceLevel, {
    headline: { numerator: 8, denominator: 10 },
    ignoringAbandons: { numerator: 8, denominator: 10 },
    positive: { numerator: 8, denominator: 10 },
    ofAnswered: { numerator: 8, denominator: 9 },
  });
  assert.deepEqual(calls.serviceLevel, queues[0].serviceLevel);
  assert.match(renderTable({ ...rest, queues, calls }), /80\.0% \(8\/10\) {2}/);
});

test('the time is configurable, and moves with the plan version of each call', async () => {
  const calls = callers(answered(15_000), answered(25_000), { ...answered(25_000), plan: 'plan-2' });
  const facts = factsOf(calls);
  facts.plans.set('plan-1', planOf('sales', { target: 0.8, withinMs: 20_000, shortAbandonMs: 5_000 }));
  facts.plans.set('plan-2', planOf('sales', { target: 0.9, withinMs: 30_000, shortAbandonMs: 0 }));
  const { queues } = await report(facts);
  assert.deepEqual(queues[0]?.serviceLevel.headline, { numerator: 2, denominator: 3 });
  assert.deepEqual(
    queues[0].rules.map((rule) => rule.withinMs),
    [20_000, 30_000],
  );
});

test('service level: short abandons leave the base, abandons within T tell the readings apart', async () => {
  const facts = factsOf(
    callers(answered(1_000), answered(30_000), hungUp(4_999), hungUp(5_000), hungUp(20_000), hungUp(21_000)),
  );
  const { calls } = await report(facts);
  assert.deepEqual([calls.shortAbandoned, calls.abandoned, calls.offered], [1, 3, 6]);
  assert.deepEqual(calls.serviceLevel, {
    headline: { numerator: 1, denominator: 5 },
    ignoringAbandons: { numerator: 1, denominator: 3 },
    positive: { numerator: 3, denominator: 5 },
    ofAnswered: { numerator: 1, denominator: 2 },
  });
});

test('service level: with S = 0 nobody hangs up too soon to count', async () => {
  const facts = factsOf(callers(answered(1_000), hungUp(0)));
  facts.plans.set('plan-1', planOf('sales', { target: 0.8, withinMs: 20_000, shortAbandonMs: 0 }));
  const { calls } = await report(facts);
  assert.deepEqual([calls.shortAbandoned, calls.abandoned], [0, 1]);
  assert.deepEqual(calls.serviceLevel.headline, { numerator: 1, denominator: 2 });
});

test('load is talk and wrap-up over the time an agent could be rung, both with their parts', async () => {
  const facts = factsOf([]);
  const spans = [
    ['signed-out', DAY.from, MORNING],
    ['talking', MORNING, MORNING + 3 * HOUR],
    ['wrap-up', MORNING + 3 * HOUR, MORNING + 4 * HOUR],
    ['available', MORNING + 4 * HOUR, MORNING + 5 * HOUR],
    ['paused', MORNING + 5 * HOUR, MORNING + 6 * HOUR],
    ['busy-elsewhere', MORNING + 6 * HOUR, MORNING + 7 * HOUR],
    ['unreachable', MORNING + 7 * HOUR, MORNING + 8 * HOUR],
    ['signed-out', MORNING + 8 * HOUR, DAY.to],
  ] as const;
  facts.states = spans.map(([state, from, to]) => stateOf('anna', state, from, to));
  const { agents, balance } = await report(facts);
  assert.equal(agents[0]?.signedInMs, 8 * HOUR);
  assert.deepEqual(agents[0].load, { numerator: 4 * HOUR, denominator: 5 * HOUR });
  assert.deepEqual(agents[0].utilisation, { numerator: 4 * HOUR, denominator: 8 * HOUR });
  assert.equal(balance, 'balanced');
});

test('offers: no answer, busy, declined and unreachable are missed; a lost race and a caller who left are not', async () => {
  const rungBefore = [
    ['vera', 'no-answer'],
    ['vera', 'busy'],
    ['vera', 'declined'],
    ['vera', 'unreachable'],
    ['vera', 'lost-race'],
    ['vera', 'caller-left'],
    ['vera', 'withdrawn'],
    ['vera', 'failed'],
  ] as const;
  const { agents } = await report(factsOf(callers({ ...answered(9_000), rungBefore })));
  assert.deepEqual(
    agents.map((row) => [row.agent, row.offers, row.answered, row.missed]),
    [
      ['anna', 1, 1, 0],
      ['vera', 8, 0, 4],
    ],
  );
});
