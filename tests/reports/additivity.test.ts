import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AgentStateName, OfferResult } from '../../src/core/milestone.js';
import type { Period } from '../../src/ports/facts.js';
import { figuresOf, type Figures } from '../../src/reports/figures-of-period.js';
import { readDayFacts } from '../../src/reports/day-facts.js';
import { localDay } from '../../src/reports/local-day.js';
import { readThresholds } from '../../src/reports/thresholds.js';
import { factsOf, planOf, readerOf, stateOf, type Facts } from './day-of-calls.js';

const HOUR = 3_600_000;
/** The second of these days has 23 hours. */
const [FIRST, SECOND] = [localDay('2026-03-28', 'Europe/Sofia'), localDay('2026-03-29', 'Europe/Sofia')];
const BOTH = { from: FIRST.from, to: SECOND.to };

const AGENTS = ['anna', 'boris', 'vera'] as const;
const STATES: readonly AgentStateName[] = [
  'available',
  'talking',
  'wrap-up',
  'paused',
  'busy-elsewhere',
  'unreachable',
];
const RESULTS: readonly OfferResult[] = ['no-answer', 'busy', 'lost-race', 'caller-left'];

const aCaller = fc.record({
  at: fc.integer({ min: BOTH.from, max: BOTH.to - 1 }),
  waitMs: fc.integer({ min: 0, max: 60_000 }),
  talkMs: fc.integer({ min: 0, max: HOUR }),
  queue: fc.constantFrom('sales', 'support', null),
  answeredBy: fc.constantFrom('anna', 'boris', undefined),
  exit: fc.constantFrom('hung-up', 'full', 'nobody', 'wait-limit', 'key', 'ran-out'),
  rungBefore: fc.array(fc.tuple(fc.constantFrom(...AGENTS), fc.constantFrom(...RESULTS)), { maxLength: 2 }),
  plan: fc.constantFrom('plan-1', 'plan-2'),
});

const someDays = fc
  .tuple(
    fc.array(aCaller, { maxLength: 40 }),
    fc.array(fc.integer({ min: 1, max: 20 * HOUR }), { maxLength: 30 }),
  )
  .map(([callers, lengths]) => withStates(factsOf(callers), lengths));

/** Each agent's states follow one another over both days and beyond, as long as `lengths` say. */
function withStates(facts: Facts, lengths: readonly number[]): Facts {
  for (const agent of AGENTS) {
    let at = BOTH.from - HOUR;
    lengths.forEach((length, index) => {
      const state = STATES[(index + agent.length) % STATES.length] ?? 'paused';
      facts.states.push({
        ...stateOf(agent, state, at, at + length),
        endedBy: index % 2 === 0 ? 'limit' : 'agent',
      });
      at += length;
    });
    facts.states.push(stateOf(agent, 'signed-out', at, Math.max(at, BOTH.to) + 1));
  }
  facts.plans.set('plan-1', planOf('sales', { target: 0.8, withinMs: 20_000, shortAbandonMs: 5_000 }));
  facts.plans.set('plan-2', planOf('sales', { target: 0.9, withinMs: 10_000, shortAbandonMs: 0 }));
  return facts;
}

async function figures(facts: Facts, period: Period): Promise<Figures> {
  const reader = readerOf(facts);
  const thresholds = await readThresholds(reader, new Set(facts.plans.keys()));
  return figuresOf(await readDayFacts(reader, period, BOTH.to), thresholds);
}

/** Every number of the figures that adds up, by its path; what is a maximum or a percentile is left out. */
function additive(value: unknown, path: string, into: Map<string, number>): Map<string, number> {
  if (typeof value === 'number') into.set(path, (into.get(path) ?? 0) + value);
  else if (Array.isArray(value)) for (const item of value) additive(item, `${path}/${nameOf(item)}`, into);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      if (!NOT_ADDITIVE.includes(key)) additive(part, `${path}/${key}`, into);
    }
  }
  return into;
}
/** Nor signed-out: an agent who was away all day has no row for it. */
const NOT_ADDITIVE = [
  'checks',
  'gaps',
  'rules',
  'longestMs',
  'medianMs',
  'p90Ms',
  'p95Ms',
  'longestAnsweredMs',
  'signed-out',
];

function nameOf(row: unknown): string {
  if (typeof row !== 'object' || row === null) return '';
  if ('agent' in row) return String(row.agent);
  return 'queue' in row ? String(row.queue) : '';
}

function withoutZeros(numbers: Map<string, number>): Record<string, number> {
  return Object.fromEntries(
    [...numbers].filter(([, value]) => value !== 0).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

test('the figures of two days add up to those of both together, over a clock change', async () => {
  await fc.assert(
    fc.asyncProperty(someDays, async (facts) => {
      const sum = new Map<string, number>();
      additive(await figures(facts, FIRST), '', sum);
      additive(await figures(facts, SECOND), '', sum);
      const both = additive(await figures(facts, BOTH), '', new Map());
      assert.deepEqual(withoutZeros(sum), withoutZeros(both));
    }),
    { numRuns: 200 },
  );
});

test('every day of whole facts balances', async () => {
  await fc.assert(
    fc.asyncProperty(someDays, async (facts) => {
      for (const period of [FIRST, SECOND, BOTH]) {
        const broken = (await figures(facts, period)).checks.filter((check) => !check.holds);
        assert.deepEqual(broken, []);
      }
    }),
    { numRuns: 200 },
  );
});

test('the order of the facts does not matter', async () => {
  await fc.assert(
    fc.asyncProperty(someDays, async (facts) => {
      const turned: Facts = {
        ...facts,
        calls: facts.calls.toReversed(),
        visits: facts.visits.toReversed(),
        offers: facts.offers.toReversed(),
        conversations: facts.conversations.toReversed(),
        states: facts.states.toReversed(),
      };
      const [straight, other] = [await figures(facts, BOTH), await figures(turned, BOTH)];
      assert.deepEqual({ ...other, queues: null }, { ...straight, queues: null });
      assert.deepEqual(
        other.queues.map(({ rules: _rules, ...row }) => row),
        straight.queues.map(({ rules: _rules, ...row }) => row),
      );
    }),
    { numRuns: 100 },
  );
});

test("an agent's seconds fill the short day", async () => {
  const facts = withStates(factsOf([]), []);
  facts.states = [
    stateOf('anna', 'signed-out', BOTH.from - HOUR, SECOND.from + HOUR),
    stateOf('anna', 'available', SECOND.from + HOUR, SECOND.to + HOUR),
  ];
  const { agents } = await figures(facts, SECOND);
  assert.equal(agents[0]?.signedInMs, 22 * HOUR);
  assert.equal(agents[0].stateMs['signed-out'], HOUR);
});
