import assert from 'node:assert/strict';
import { fraction } from '../../../src/reports/ratio.js';
import { renderTable } from '../../../src/reports/render-table.js';
import { factsOf, planOf, type Facts } from '../day-of-calls.js';
import { at, DAY, MINUTE } from './centre.js';
import { answered, changed, dayOf, hungUp, inMenu, oneByOne, times } from './people.js';
import { marksOf, numbersOf, rowsOf, sumOf, tableOf, totalOf } from './reading.js';
import type { Row } from './row.js';

/** What callers are told of in one row: how many called, and how many got somebody. */
export const ROWS_OF_CALLS: readonly Row[] = [
  {
    row: 'C26',
    says: '83 of 100 queue calls were answered, one of them transferred twice',
    play: async (centre) => {
      const facts = factsOf(oneByOne([...times(83, answered(8_000)), ...times(17, hungUp(40_000))]));
      handOn(facts, 'support', 'boris');
      handOn(facts, 'service', 'vera');
      await centre.record(facts);
      const calls = tableOf(await centre.report('calls'));
      assert.deepEqual(totalOf(calls, ['entered', 'offered', 'answered']), ['100', '100', '83']);
      assert.equal((await centre.daily()).calls.answered, 83);
      assert.deepEqual(rowsOf(tableOf(await centre.report('queues')), ['queue', 'entered', 'answered']), [
        ['sales', '100', '83'],
        ['service', '1', '1'],
        ['support', '1', '1'],
      ]);
      assert.deepEqual(rowsOf(tableOf(await centre.report('transfers'))), [['83', '1', '2', '1.2% (1/83)']]);
    },
  },
  {
    row: 'C27',
    says: 'of waits of 5, 10 and 45 s, and one given up at 90 s, the mean is 20 s, above 15 s, and the longest 45 s',
    play: async (centre) => {
      const people = [answered(5_000), answered(10_000), answered(45_000), hungUp(90_000)];
      await centre.record(factsOf(oneByOne(people)));
      const queues = tableOf(await centre.report('service-level'));
      assert.deepEqual(rowsOf(queues, ['asa', 'wait-longest', 'longest-wait']), [
        ['20.0 s', '45.0 s', '1:30'],
      ]);
      assert.deepEqual(marksOf(queues, 'asa'), ['flagged']);
      assert.deepEqual(totalOf(tableOf(await centre.report('calls')), ['asa']), ['20.0 s']);
      const day = await centre.daily();
      assert.equal(fraction(day.calls.waits.averageSpeedOfAnswer), 20_000);
      assert.equal(day.calls.waits.longestAnsweredMs, 45_000);
      assert.match(renderTable(day), /ASA 20\.0 s !, .*, longest 45\.0 s; longest wait of all 1:30/);
    },
  },
  {
    row: 'C28',
    says: '78 of 100 within 20 s miss 80 %, and with 30 s the same facts are 90 %',
    play: async (centre) => {
      const people = [...times(78, answered(20_000)), ...times(12, answered(30_000))];
      const facts = factsOf(oneByOne([...people, ...times(10, hungUp(60_000))]));
      const rule = { target: 0.8, withinMs: 20_000, shortAbandonMs: 5_000 };
      facts.plans.set('plan-1', planOf('sales', rule));
      await centre.record(facts);
      for (const name of ['queues', 'calls', 'service-level'] as const) {
        const level = tableOf(await centre.report(name));
        assert.deepEqual(rowsOf(level, ['service-level']), [['78.0% (78/100)']], name);
        assert.deepEqual(marksOf(level, 'service-level'), ['flagged'], name);
        const slower = await centre.report(name, { withinMs: 30_000 });
        assert.deepEqual(rowsOf(tableOf(slower), ['service-level']), [['90.0% (90/100)']], name);
        assert.deepEqual(marksOf(tableOf(slower), 'service-level'), ['plain'], name);
        assert.deepEqual(slower.notes, [
          'In time is who is answered within 30 s, in every queue (--within).',
        ]);
      }
      assert.match(renderTable(await centre.daily()), /78\.0% \(78\/100\) !/);
      const slower = renderTable(await centre.daily(30_000));
      assert.match(slower, /90\.0% \(90\/100\) {2}/);
      assert.match(slower, /80% 30s\/5s/);
    },
  },
  {
    row: 'C29',
    says: '170 of 200 accepted are 85.0 %, and of no calls —',
    play: async (centre) => {
      await centre.record(factsOf(oneByOne([...times(170, answered(9_000)), ...times(30, hungUp(30_000))])));
      const calls = await centre.report('calls', { from: DAY, to: '2026-03-03' });
      assert.deepEqual(rowsOf(tableOf(calls), ['entered', 'answer-rate']), [
        ['200', '85.0% (170/200)'],
        ['0', '—'],
      ]);
      const { answerRate } = (await centre.daily()).calls;
      assert.deepEqual(answerRate, { numerator: 170, denominator: 200 });
    },
  },
  {
    row: 'C30',
    says: '18 of 180 in hours are 10.0 % missed, and 20 out of hours stand in a column of their own',
    play: async (centre) => {
      const inside = oneByOne([...times(162, answered(9_000)), ...times(18, hungUp(30_000))]);
      const waiting = oneByOne(times(10, hungUp(30_000)), at('19:00'));
      const facts = factsOf([...inside, ...waiting]);
      changed(facts, (_, index) => ({ inHours: index < 180 }));
      const turnedAway = { inHours: false, closed: true, endPlace: 'prompt', endedBy: 'callplane' } as const;
      for (let index = 0; index < 10; index += 1)
        facts.calls.push(inMenu(`closed-${index}`, at('20:00') + index, turnedAway));
      await centre.record(facts);
      const columns = ['entered', 'missed-calls', 'missed-rate', 'out-of-hours-calls'];
      const calls = tableOf(await centre.report('calls'));
      assert.deepEqual(totalOf(calls, columns), ['200', '18', '10.0% (18/180)', '20']);
    },
  },
  {
    row: 'C31',
    says: '7 of 100 queued who hung up are 7.0 % lost',
    play: async (centre) => {
      await centre.record(factsOf(oneByOne([...times(93, answered(9_000)), ...times(7, hungUp(30_000))])));
      const calls = tableOf(await centre.report('calls'));
      assert.deepEqual(totalOf(calls, ['abandoned', 'abandonment-rate']), ['7', '7.0% (7/100)']);
      const { abandonmentRate } = (await centre.daily()).calls;
      assert.deepEqual(abandonmentRate, { numerator: 7, denominator: 100 });
    },
  },
  {
    row: 'C32',
    says: 'talks of 120, 180 and 240 s are 3 min on average, whatever rang, waited and was written down',
    play: async (centre) => {
      const people = [120, 180, 240].map((seconds) => answered(50_000, { talkMs: seconds * 1_000 }));
      const facts = factsOf(oneByOne(people, at('09:00'), 10 * MINUTE));
      facts.states = dayOf('anna', [
        ['00:00', 'available'],
        ['09:30', 'wrap-up'],
        ['09:36', 'available'],
      ]).map((state) => (state.state === 'wrap-up' ? { ...state, conversation: 't3' } : state));
      await centre.record(facts);
      const agents = tableOf(await centre.report('agents'));
      assert.deepEqual(handled(agents), [['3:00', '9:00', '50.0 s', '6:00']]);
      assert.match(renderTable(await centre.daily()), /talk 9:00 in 3 conversations, mean 3:00/);
    },
  },
  {
    row: 'C41',
    says: '300 accepted and 100 who ended before anybody rang are 400, and the 100 are listed by place',
    play: async (centre) => {
      await centre.record(beforeAnybodyRang());
      const calls = tableOf(await centre.report('calls'));
      assert.deepEqual(totalOf(calls, ['entered', 'answered', 'answer-rate']), [
        ...['400', '300', '75.0% (300/400)'],
      ]);
      const places = tableOf(await centre.report('dispositions'), 1);
      assert.deepEqual(rowsOf(places, ['disposition', 'place', 'entered', 'share']), [
        ['abandoned', 'in a queue', '40', '10.0% (40/400)'],
        ['answered', 'in conversation', '300', '75.0% (300/400)'],
        ['left in menu', 'in a menu', '35', '8.8% (35/400)'],
        ['left in menu', 'in a prompt', '10', '2.5% (10/400)'],
        ['turned away', 'at the end of a flow', '15', '3.8% (15/400)'],
      ]);
      assert.equal(sumOf(numbersOf(places, 'entered')), 400);
    },
  },
];

const handled = (agents: Parameters<typeof rowsOf>[0]): string[][] =>
  rowsOf(agents, ['mean-talk', 'talk', 'client-wait', 'wrap-up']);

/** The first call goes on to somebody of another queue, who answers. */
function handOn(facts: Facts, queue: string, agent: string): void {
  const [call, visit] = [facts.calls[0], facts.visits[0]];
  const talk = facts.conversations.findLast((each) => each.call === call?.call);
  assert.ok(call !== undefined && visit !== undefined && talk !== undefined);
  const [from, waitMs, talkMs] = [call.endedAt, 4_000, MINUTE];
  const ids = { call: call.call, visit: `v-${queue}`, offer: `o-${queue}`, queue, agent };
  const until = from + waitMs;
  facts.visits.push({ ...visit, ...ids, enteredAt: from, endedAt: until, waitMs, offers: 1 });
  facts.offers.push({ ...ids, wave: 1, offeredAt: from, endedAt: until, result: 'answered' });
  facts.conversations.push({
    ...{ ...talk, ...ids, conversation: `t-${queue}`, startedAt: until, endedAt: until + talkMs },
    ...{ talkMs, waitMs, ringMs: waitMs },
  });
  facts.transfers.push({
    ...{ transfer: `x-${queue}`, call: call.call, way: 'blind', by: 'request', agent: talk.agent },
    ...{ conversation: talk.conversation, queue: talk.queue, target: `queue:${queue}`, reason: null },
    ...{ level: null, takenBy: agent, offers: 0, askedAt: from, answeredAt: null, handedOverAt: from },
    ...{ endedAt: until, result: 'connected' },
  });
  facts.calls[0] = {
    ...call,
    ...{ conversations: call.conversations + 1, endedAt: until + talkMs },
    ...{ waitMs: call.waitMs + waitMs, talkMs: call.talkMs + talkMs },
  };
}

/** 300 accepted; 35 left the menu, 10 a prompt, 15 found the queue full, 40 hung up in it before a phone rang. */
function beforeAnybodyRang(): Facts {
  const full = hungUp(0, { exit: 'full' });
  const facts = factsOf(
    oneByOne([...times(300, answered(9_000)), ...times(40, hungUp(30_000)), ...times(15, full)]),
  );
  const left = (place: 'menu' | 'prompt', count: number) =>
    Array.from({ length: count }, (_, index) =>
      inMenu(`${place}-${index}`, at('20:00') + index, { endPlace: place }),
    );
  facts.calls.push(...left('menu', 35), ...left('prompt', 10));
  return facts;
}
