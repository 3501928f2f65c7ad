import assert from 'node:assert/strict';
import { IMPORTED } from '../../../src/ports/facts.js';
import { renderTable } from '../../../src/reports/render-table.js';
import { aRating, aRecording, aReview } from '../../store/sample-facts.js';
import { factsOf, type Facts } from '../day-of-calls.js';
import { at, DAY_MS, MINUTE } from './centre.js';
import { answered, changed, oneByOne, times } from './people.js';
import { marksOf, rowsOf, tableOf } from './reading.js';
import type { Row } from './row.js';

/** What no step of an escalation has set: it says where a call comes from, that it was for nobody here, or that nobody has taken it over. */
const NO_ESCALATIONS: Readonly<Record<string, readonly string[]>> = {
  c11: [IMPORTED],
  c12: ['misdirected'],
  c13: ['abandoned-after-transfer'],
};
const WEEK = { to: '2026-03-08', share: '2%' };

/** What those who listen to calls find. */
export const ROWS_OF_QUALITY: readonly Row[] = [
  {
    row: 'V05, S19',
    says: '20 of 1,000 recorded calls of 10 operators, at least one of each, none twice, the same by seed; low and escalated ones first',
    play: async (centre) => {
      const [low, escalated] = [
        ['c3', 'c14', 'c25'],
        ['c36', 'c47'],
      ];
      await centre.record(recordedWeek(low, escalated));
      const draw = async (seed: string, include: readonly string[] = []) =>
        tableOf(await centre.report('sample', { ...WEEK, seed, include }));
      const first = await draw('week 10');
      const calls = rowsOf(first, ['call']).flat();
      assert.deepEqual([calls.length, new Set(calls).size], [20, 20]);
      assert.equal(new Set(rowsOf(first, ['agents']).flat()).size, 10);
      assert.equal(first.title, '20 of 1000 recorded calls, seed "week 10"');
      assert.deepEqual(rowsOf(await draw('week 10')), rowsOf(first));
      assert.notDeepEqual(rowsOf(await draw('week 11'), ['call']).flat(), calls);

      const included = await draw('week 10', ['low-rated', 'escalated']);
      const heard = rowsOf(included, ['call']).flat();
      assert.equal(heard.length, 20);
      for (const call of [...low, ...escalated]) assert.ok(heard.includes(call), call);
      assert.equal(new Set(rowsOf(included, ['agents']).flat()).size, 10);
      assert.equal(rowsOf(included, ['scores'])[heard.indexOf('c3')]?.[0], '4');
      const reviews = tableOf(await centre.report('reviews', WEEK));
      assert.deepEqual(rowsOf(reviews, ['agent', 'reviews', 'review-score', 'ratings-given', 'rating']), [
        ['agent-2', '1', '4.00', '1', '2.00'],
        ['agent-3', '0', '—', '1', '2.00'],
        ['agent-4', '0', '—', '1', '2.00'],
      ]);
      assert.deepEqual(marksOf(reviews, 'review-score'), ['flagged', 'plain', 'plain']);
    },
  },
  {
    row: 'V06',
    says: 'a call is scored 5, with author and time, and the monthly mean of the operator is marked below the standard of 7',
    play: async (centre) => {
      const facts = factsOf(oneByOne(times(2, answered(4_000))));
      const reviewedAt = at('18:00');
      facts.reviews = [aReview({ call: 'c1', score: 5, reviewer: 'olga', reviewedAt, conclusion: null })];
      await centre.record(facts);
      const [stored] = await centre.sql('SELECT score, reviewer, reviewed_at FROM reviews');
      assert.deepEqual(
        [Number(stored?.['score']), stored?.['reviewer'], Number(stored?.['reviewed_at'])],
        [5, 'olga', reviewedAt],
      );
      const month = { from: '2026-03-01', to: '2026-03-31', interval: 'month' };
      const below = tableOf(await centre.report('reviews', { ...month, standard: '7' }));
      assert.deepEqual(rowsOf(below, ['interval', 'agent', 'review-score']), [
        ['2026-03-01', 'anna', '5.00'],
      ]);
      assert.deepEqual(marksOf(below, 'review-score'), ['flagged']);
      const reached = tableOf(await centre.report('reviews', { ...month, standard: '5' }));
      assert.deepEqual(marksOf(reached, 'review-score'), ['plain']);
    },
  },
  {
    row: 'C49',
    says: 'of 40 calls exactly the 3 that reached the head, step by step with recording, by topic, and what was concluded',
    play: async (centre) => {
      await centre.record(fortyCalls());
      const report = await centre.report('escalations');
      assert.deepEqual(rowsOf(tableOf(report)), [
        ['', 'escalated_to_head', '1'],
        ['main 2', 'escalated_to_head', '2'],
      ]);
      const steps = ['topic', 'call', 'rung', 'after', 'rang', 'result', 'recording'];
      assert.deepEqual(rowsOf(tableOf(report, 1), steps), [
        ['', 'c31', 'head', '0.0 s', '20.0 s', 'answered', '2026/c31'],
        ['main 2', 'c1', 'manager', '0.0 s', '5.0 s', 'busy', '2026/c1'],
        ['main 2', 'c1', 'backup', '5.0 s', '10.0 s', 'no answer', '2026/c1'],
        ['main 2', 'c1', 'head', '15.0 s', '5.0 s', 'answered', '2026/c1'],
        ['main 2', 'c2', 'manager', '0.0 s', '5.0 s', 'busy', '2026/c2'],
        ['main 2', 'c2', 'backup', '5.0 s', '10.0 s', 'no answer', '2026/c2'],
        ['main 2', 'c2', 'head', '15.0 s', '5.0 s', 'answered', '2026/c2'],
      ]);
      const concluded = tableOf(await centre.report('reviews'), 2);
      assert.deepEqual(rowsOf(concluded, ['call', 'conclusion', 'reviewer']), [
        ['c31', '', ''],
        ['c1', '', ''],
        ['c2', 'a group of its own is needed', 'olga'],
      ]);
    },
  },
  {
    row: 'C24',
    says: 'a wrap-up that lasts to its limit of 30 s is 30 s of wrap-up and one forced end',
    play: async (centre) => {
      const facts = factsOf(oneByOne([answered(3_000)]));
      const from = facts.calls[0]?.endedAt ?? 0;
      const state = { agent: 'anna', reason: null, conversation: null, queue: null };
      facts.states = [
        { ...state, state: 'available', from: at('00:00'), to: from, endedBy: 'event' },
        {
          ...{ ...state, state: 'wrap-up', from, to: from + 30_000, endedBy: 'limit' },
          ...{ conversation: 't1', queue: 'sales' },
        },
        { ...state, state: 'available', from: from + 30_000, to: at('00:00') + DAY_MS, endedBy: 'event' },
      ];
      await centre.record(facts);
      const agents = tableOf(await centre.report('agents'));
      assert.deepEqual(rowsOf(agents, ['wrap-up', 'wrap-ups-at-limit']), [['30.0 s', '1']]);
      assert.match(renderTable(await centre.daily()), / 30\.0 s \(1\) /);
    },
  },
];

/** 1,000 recorded calls of 10 operators in turn; these were rated 2, those were marked on their way up, and one was listened to. */
function recordedWeek(low: readonly string[], escalated: readonly string[]): Facts {
  const people = Array.from({ length: 1_000 }, (_, index) =>
    answered(9_000, { answeredBy: `agent-${index % 10}` }),
  );
  const facts = factsOf(oneByOne(people, at('00:00'), 10 * MINUTE));
  changed(facts, ({ call }) => ({ marks: escalated.includes(call) ? ['head'] : [] }));
  facts.recordings = facts.conversations.map(({ call, conversation, agent, startedAt }) =>
    aRecording({ recording: `2026/${call}`, call, conversation, agent, startedAt }),
  );
  const rated = facts.conversations.filter(({ call }) => low.includes(call));
  facts.ratings = rated.map(({ call, conversation, agent, endedAt: askedAt }) =>
    aRating({ rating: `r-${call}`, call, conversation, agent, askedAt, score: 2 }),
  );
  facts.reviews = [
    aReview({ call: 'c3', agent: 'agent-2', score: 4, reviewedAt: at('09:00', '2026-03-09') }),
  ];
  return facts;
}

/** Two who had pressed 2, and one who had pressed nothing, came to the head. */
function fortyCalls(): Facts {
  const rungBefore = [['manager', 'busy'] as const, ['backup', 'no-answer'] as const];
  const facts = factsOf(
    oneByOne(
      Array.from({ length: 40 }, (_, index) => {
        const person = answered(20_000, { queue: null, answeredBy: 'head' });
        return index < 2 ? { ...person, rungBefore } : person;
      }),
    ),
  );
  const reached = ['c1', 'c2', 'c31'];
  changed(facts, ({ call }) => ({
    marks: reached.includes(call) ? ['escalated_to_head'] : (NO_ESCALATIONS[call] ?? []),
  }));
  // One after the other, as in a ring step: 5 s, 10 s, and what is left.
  facts.offers = facts.offers.map((offer) => {
    if (offer.call !== 'c1' && offer.call !== 'c2') return offer;
    const begin = offer.offeredAt - offer.wave;
    const [from = 0, to = 0] = [
      [0, 5_000],
      [5_000, 15_000],
      [15_000, 20_000],
    ][offer.wave] ?? [0, 0];
    return { ...offer, offeredAt: begin + from, endedAt: begin + to };
  });
  facts.stages = ['c1', 'c2', 'c3'].map((call) => ({
    ...{ kind: 'call-event', call, at: at('09:00'), event: 'menu-key', detail: { menu: 'main', key: '2' } },
  }));
  facts.recordings = facts.conversations
    .filter(({ call }) => reached.includes(call))
    .map(({ call, conversation, startedAt }) =>
      aRecording({ recording: `2026/${call}`, call, conversation, startedAt }),
    );
  const said = { call: 'c2', agent: null, score: null, reviewer: 'olga', reviewedAt: at('18:00') };
  facts.reviews = [aReview({ ...said, conclusion: 'a group of its own is needed' })];
  return facts;
}
