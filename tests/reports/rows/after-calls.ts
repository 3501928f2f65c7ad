import assert from 'node:assert/strict';
import type { OutcomeFact, RatingFact } from '../../../src/core/milestone.js';
import { factsOf, type Facts } from '../day-of-calls.js';
import { at, DAY_MS, HOUR, MINUTE } from './centre.js';
import { answered, changed, hungUp, numberOf, oneByOne, times } from './people.js';
import { marksOf, numbersOf, rowsOf, sumOf, tableOf, totalOf } from './reading.js';
import type { Row } from './row.js';

/** What callers and agents say when the talk is over, and what came of it. */
export const ROWS_AFTER_CALLS: readonly Row[] = [
  {
    row: 'V18',
    says: 'of 100 who were answered 20 rate, 4.7 on average, each with call, operator and recording; a 7 and silence store no score',
    play: async (centre) => {
      const facts = factsOf(oneByOne(times(100, answered(4_000))));
      const scores = [...times(14, 5), ...times(6, 4)];
      rate(facts, [...scores, ...times(40, 'wrong-key' as const), ...times(40, 'silent' as const)]);
      await centre.record(facts);
      const report = await centre.report('ratings');
      assert.deepEqual(
        rowsOf(tableOf(report), ['agent', 'ratings-asked', 'ratings-given', 'response-rate', 'rating']),
        [['anna', '100', '20', '20.0% (20/100)', '4.70']],
      );
      assert.deepEqual(rowsOf(tableOf(report, 2), ['score', 'ratings-asked']), [
        ['4', '6'],
        ['5', '14'],
        ['silent', '40'],
        ['wrong key', '40'],
      ]);
      const each = rowsOf(tableOf(report, 3), ['agent', 'score', 'call', 'recording']);
      assert.equal(each.length, 20);
      assert.deepEqual(each[0], ['anna', '4', 'c15', '2026/t15']);
    },
  },
  {
    row: 'V19',
    says: 'ratings of 5,5,5,4,4,4,4,4,2,5 are 90.0 % satisfied and 10.0 % dissatisfied; one less is below the target of 90 %',
    play: async (centre) => {
      const scores = [5, 5, 5, 4, 4, 4, 4, 4, 2, 5];
      const facts = factsOf([
        ...oneByOne(times(10, answered(4_000))),
        ...oneByOne(times(10, answered(4_000)), at('09:00', '2026-03-03')),
      ]);
      rate(facts, [...scores, ...scores.map((score, index) => (index === 7 ? 3 : score))]);
      await centre.record(facts);
      const ratings = tableOf(await centre.report('ratings'));
      assert.deepEqual(rowsOf(ratings, ['satisfied', 'dissatisfied']), [['90.0% (9/10)', '10.0% (1/10)']]);
      assert.deepEqual(marksOf(ratings, 'satisfied'), ['plain']);
      const worse = tableOf(await centre.report('ratings', { from: '2026-03-03' }));
      assert.deepEqual(marksOf(worse, 'satisfied'), ['flagged']);
    },
  },
  {
    row: 'V20',
    says: 'of 100 first calls 28 came again to the queue within seven days: 72 %; what the operator says comes first',
    play: async (centre) => {
      const again = Array.from({ length: 28 }, (_, index) => {
        return { ...hungUp(5_000), at: at('09:00') + index + HOUR + (index % 7) * DAY_MS };
      });
      const facts = factsOf([...oneByOne(times(100, answered(5_000)), at('09:00'), 1), ...again]);
      changed(facts, (_, index) => ({ from: numberOf(index % 100) }));
      await centre.record(facts);
      const columns = ['first', 'again', 'resolved'];
      const byRule = tableOf(await centre.report('first-call'));
      assert.deepEqual(rowsOf(byRule, columns), [['100', '28', '72.0% (72/100)']]);
      assert.deepEqual(marksOf(byRule, 'resolved'), ['plain'], 'it is between 70 and 75 %');
      await centre.record({
        ...factsOf([]),
        outcomes: [
          { ...outcomeOf(facts, 0, 'helped', true), resolution: 'resolved' },
          { ...outcomeOf(facts, 50, 'not-helped', false), resolution: 'unresolved' },
          { ...outcomeOf(facts, 60, 'not-helped', false), resolution: 'unresolved' },
        ],
      });
      const byWord = tableOf(await centre.report('first-call'));
      assert.deepEqual(rowsOf(byWord, columns), [['100', '29', '71.0% (71/100)']]);
    },
  },
  {
    row: 'V42',
    says: 'of 100 talks 60 sales, 22 reservations and 18 without a code are a conversion of 82 %',
    play: async (centre) => {
      const facts = factsOf(oneByOne(times(100, answered(4_000))));
      const codes = [...times(60, 'sale'), ...times(22, 'reservation'), ...times(18, null)];
      facts.outcomes = codes.map((code, index) => outcomeOf(facts, index, code, code !== null));
      await centre.record(facts);
      const report = await centre.report('outcomes');
      assert.deepEqual(rowsOf(tableOf(report)), [['sales', '100', '18', '82', '82.0% (82/100)']]);
      assert.deepEqual(rowsOf(tableOf(report, 2), ['outcome', 'outcomes-asked']), [
        ['reservation', '22'],
        ['sale', '60'],
        ['not set', '18'],
      ]);
    },
  },
  {
    row: 'S16',
    says: '98 % of accepted calls order, and the report with all who called lists the 300 who never got through',
    play: async (centre) => {
      const facts = august();
      await centre.record(facts);
      const month = { from: '2026-08-01', to: '2026-08-31' };
      const sold = tableOf(await centre.report('outcomes', month));
      assert.deepEqual(rowsOf(sold, ['successes', 'conversion']), [['1050', '98.0% (1050/1071)']]);
      const calls = tableOf(await centre.report('calls', month));
      const kpis = ['entered', 'answered', 'missed-calls', 'answer-rate', 'missed-rate'];
      assert.deepEqual(totalOf(calls, kpis), [
        ...['1371', '1071', '300', '78.1% (1071/1371)', '21.9% (300/1371)'],
      ]);
      const missed = tableOf(await centre.report('to-call-back', month));
      assert.equal(new Set(rowsOf(missed, ['caller']).flat()).size, 300);
      const places = tableOf(await centre.report('dispositions', month), 1);
      const lost = rowsOf(places, ['disposition', 'place', 'entered']).filter(([how]) => how !== 'answered');
      assert.deepEqual(lost, [
        ['abandoned', 'in a queue', '200'],
        ['turned away', 'at the end of a flow', '100'],
      ]);
      assert.equal(sumOf(numbersOf(places, 'entered')), 1_371);
    },
  },
];

/** The callers are asked, in turn; each gives his score, or none. */
function rate(facts: Facts, answers: readonly (number | 'wrong-key' | 'silent')[]): void {
  facts.ratings = answers.map((answer, index): RatingFact => {
    const { call, conversation, agent, queue, endedAt } = talkOf(facts, index);
    const isScore = typeof answer === 'number';
    return {
      ...{ rating: `r${index}`, call, conversation, agent, queue, recording: `2026/${conversation}` },
      ...{ question: 'rating', lowest: 1, highest: 5, askedAt: endedAt, endedAt: endedAt + 9_000, tries: 1 },
      ...{ result: isScore ? 'rated' : answer, score: isScore ? answer : null },
    };
  });
}

function talkOf(facts: Facts, index: number): Facts['conversations'][number] {
  const talk = facts.conversations[index];
  assert.ok(talk !== undefined);
  return talk;
}

function outcomeOf(facts: Facts, index: number, outcome: string | null, success: boolean): OutcomeFact {
  const { call, conversation, agent, queue, startedAt, endedAt } = talkOf(facts, index);
  const setAt = outcome === null ? null : endedAt;
  return {
    ...{ conversation, call, queue: queue ?? '', agent, startedAt, settledAt: endedAt, outcome, success },
    ...{ resolution: null, required: true, setAt, setBy: setAt === null ? null : 'request' },
  };
}

/** 1,071 accepted, of whom 1,050 ordered; 200 gave up in the queue, and 100 found it full. */
function august(): Facts {
  const full = hungUp(0, { exit: 'full' });
  const people = [...times(1_071, answered(9_000)), ...times(200, hungUp(60_000)), ...times(100, full)];
  const facts = factsOf(oneByOne(people, at('09:00', '2026-08-03'), 20 * MINUTE));
  changed(facts, (_, index) => ({ from: numberOf(index) }));
  facts.outcomes = facts.conversations.map((_, index) =>
    index < 1_050 ? outcomeOf(facts, index, 'order', true) : outcomeOf(facts, index, null, false),
  );
  return facts;
}
