import assert from 'node:assert/strict';
import { factsOf, noFacts, stateOf, type Facts } from '../day-of-calls.js';
import { at, DAY, DAY_MS, HOUR, MINUTE } from './centre.js';
import { answered, changed, dayOf, made, numberOf, oneByOne, times, type Person } from './people.js';
import { marksOf, numbersOf, rowOf, rowsOf, sumOf, tableOf, totalNumber, totalOf } from './reading.js';
import type { Row } from './row.js';

const MISSED = [['anna', 'no-answer']] as const;
const TIMES = [
  ...(['time-talking', 'time-offered', 'time-wrap-up', 'time-available', 'time-paused'] as const),
  ...(['time-busy-elsewhere', 'time-unreachable', 'time-signed-out'] as const),
];

/** Who did what, and how busy he was. */
export const ROWS_OF_AGENTS: readonly Row[] = [
  {
    row: 'C33',
    says: '6.6 of 8 hours are a load of 82.5 %, 7 are 87.5 %, which is above 85 %, and outbound calls count alike',
    play: async (centre) => {
      const facts = noFacts();
      facts.states = [
        ...busy('anna', '15:00', '15:36'),
        ...busy('boris', '15:24', '16:00'),
        ...busy('caller', '15:00', '15:36'),
      ];
      facts.outgoing = [made(1, 6 * HOUR, { agent: 'caller' })];
      await centre.record(facts);
      const agents = tableOf(await centre.report('agents'));
      assert.deepEqual(rowsOf(agents, ['agent', 'signed-in', 'load']), [
        ['anna', '8:00:00', '82.5%'],
        ['boris', '8:00:00', '87.5%'],
        ['caller', '8:00:00', '82.5%'],
      ]);
      assert.deepEqual(marksOf(agents, 'load'), ['plain', 'flagged', 'plain']);
    },
  },
  {
    row: 'C37',
    says: 'a phone that rang 4, 6 and 8 s for clients who waited 20, 30 and 40 s: 6 s and 30 s, in two columns',
    play: async (centre) => {
      const facts = factsOf(oneByOne([20_000, 30_000, 40_000].map((waitMs) => answered(waitMs))));
      facts.conversations = facts.conversations.map((talk, index) => ({
        ...talk,
        ringMs: 4_000 + index * 2_000,
      }));
      await centre.record(facts);
      const agents = tableOf(await centre.report('agents'));
      assert.deepEqual(rowsOf(agents, ['agent', 'ring-time', 'client-wait']), [['anna', '6.0 s', '30.0 s']]);
    },
  },
  {
    row: 'C38',
    says: 'accepted 12, made 5, missed 3 and talked for an hour; the week is the sum of its seven days',
    play: async (centre) => {
      const facts = weekOfAnna();
      await centre.record(facts);
      const columns = ['offers-answered', 'calls-made', 'offers-missed', 'talk-with-clients'];
      const monday = tableOf(await centre.report('agents'));
      assert.deepEqual(rowOf(monday, 'anna', columns), ['12', '5', '3', '1:00:00']);
      const days = { from: DAY, to: '2026-03-08' };
      const byDay = tableOf(await centre.report('agents', { ...days, interval: 'day' }));
      const week = tableOf(await centre.report('agents', days));
      const byWeek = tableOf(await centre.report('agents', { ...days, interval: 'week' }));
      for (const column of columns) {
        assert.equal(numbersOf(byDay, column).length, 7);
        assert.deepEqual(numbersOf(week, column), [sumOf(numbersOf(byDay, column))], column);
        assert.deepEqual(numbersOf(byWeek, column), numbersOf(week, column), column);
      }
      assert.deepEqual(numbersOf(week, 'offers-answered'), [12 + 13 + 14 + 15 + 16 + 17 + 18]);
    },
  },
  {
    row: 'C39',
    says: 'online from 9 to 18 with half an hour of do not disturb: 8:30, 0:30, and all sum to 24 hours',
    play: async (centre) => {
      const facts = noFacts();
      facts.states = dayOf('anna', [
        ['00:00', 'signed-out'],
        ['09:00', 'available'],
        ['12:00', 'paused'],
        ['12:30', 'available'],
        ['18:00', 'signed-out'],
      ]);
      await centre.record(facts);
      const sheet = tableOf(await centre.report('agent-time'));
      assert.deepEqual(rowOf(sheet, 'anna', ['time-available', 'time-paused', 'time-signed-out']), [
        ...['8:30:00', '30:00', '15:00:00'],
      ]);
      assert.equal(sumOf(TIMES.flatMap((column) => numbersOf(sheet, column))), DAY_MS);
    },
  },
  {
    row: 'C40',
    says: 'first in 08:58, last out 18:05, worked 8:22; a session over midnight is split by date',
    play: async (centre) => {
      const facts = noFacts();
      const tuesday = '2026-03-03';
      facts.states = [
        ...dayOf('anna', [
          ['00:00', 'signed-out'],
          ['08:58', 'available'],
          ['13:00', 'signed-out'],
          ['13:45', 'available'],
          ['18:05', 'signed-out'],
        ]),
        ...dayOf('anna', [['00:00', 'signed-out']], tuesday),
        stateOf('night', 'signed-out', at('00:00'), at('22:15')),
        stateOf('night', 'available', at('22:15'), at('02:30', tuesday)),
        stateOf('night', 'signed-out', at('02:30', tuesday), at('24:00', tuesday)),
      ];
      await centre.record(facts);
      const report = await centre.report('agent-time', { from: DAY, to: tuesday });
      assert.deepEqual(rowOf(tableOf(report), 'anna', ['first-in', 'last-out', 'signed-in']), [
        ...['2026-03-02 08:58', '2026-03-02 18:05', '8:22:00'],
      ]);
      const nights = rowsOf(tableOf(report), ['agent', 'interval', 'signed-in']).filter(
        ([agent]) => agent === 'night',
      );
      assert.deepEqual(nights, [
        ['night', DAY, '1:45:00'],
        ['night', tuesday, '2:30:00'],
      ]);
      assert.deepEqual(rowsOf(tableOf(report, 1), ['agent', 'date', 'from', 'to', 'duration']), [
        ['anna', DAY, '2026-03-02 08:58', '2026-03-02 13:00', '4:02:00'],
        ['anna', DAY, '2026-03-02 13:45', '2026-03-02 18:05', '4:20:00'],
        ['night', DAY, '2026-03-02 22:15', '2026-03-03 00:00', '1:45:00'],
        ['night', tuesday, '2026-03-03 00:00', '2026-03-03 02:30', '2:30:00'],
      ]);
    },
  },
  {
    row: 'C45',
    says: 'five operators have a row each, and the totals are those of the call journal',
    play: async (centre) => {
      await centre.record(fiveAgents());
      const report = await centre.report('agents');
      const [agents, calls] = [tableOf(report), tableOf(report, 1)];
      const first = ['offers-answered', 'calls-made', 'unique-clients', 'client-wait', 'load'];
      const second = ['calls-made', 'calls-made-long', 'clients-called'];
      assert.deepEqual(rowOf(agents, 'agent-3', first), ['3', '3', '2', '6.0 s', '40.0%']);
      assert.deepEqual(rowOf(calls, 'agent-3', second), ['3', '1', '2']);
      assert.deepEqual([agents.rows.length, calls.rows.length], [5, 5]);
      assert.deepEqual(totalOf(agents, first.slice(0, 3)), ['15', '15', '5']);
      assert.deepEqual(totalOf(calls, second), ['15', '5', '5']);
      const journal = await centre.report('journal');
      const accepted = rowsOf(tableOf(journal), ['disposition']).filter(([how]) => how === 'answered');
      assert.equal(accepted.length, totalNumber(agents, 'offers-answered'));
      assert.equal(tableOf(journal, 1).rows.length, totalNumber(agents, 'calls-made'));
      const talk = sumOf([0, 1].flatMap((place) => numbersOf(tableOf(journal, place), 'talk')));
      assert.equal(talk, totalNumber(agents, 'talk-with-clients'));
    },
  },
  {
    row: 'S24',
    says: 'in the evening: accepted, made, missed, talk and time in each state of every operator, 24 hours each',
    play: async (centre) => {
      const facts = fiveAgents();
      facts.offers.push({
        ...{ offer: 'missed', call: 'c1', visit: 'v1', queue: 'sales', agent: 'agent-5', wave: 0 },
        ...{ offeredAt: at('09:00'), endedAt: at('09:00:01'), result: 'no-answer' },
      });
      facts.visits = facts.visits.map((visit, index) => (index === 0 ? { ...visit, offers: 2 } : visit));
      await centre.record(facts);
      const agents = tableOf(await centre.report('agents'));
      const columns = ['agent', 'offers-answered', 'calls-made', 'offers-missed', 'talk-with-clients'];
      assert.deepEqual(
        rowsOf(agents, columns),
        [1, 2, 3, 4, 5].map((each) => {
          const talk = each * MINUTE + each * 29_000 + 2_000;
          const shown = `${Math.floor(talk / MINUTE)}:${String((talk % MINUTE) / 1_000).padStart(2, '0')}`;
          return [`agent-${each}`, String(each), String(each), each === 5 ? '1' : '0', shown];
        }),
      );
      const sheet = tableOf(await centre.report('agent-time'));
      assert.equal(sheet.rows.length, 5);
      for (const [index] of sheet.rows.entries())
        assert.equal(sumOf(TIMES.map((column) => numbersOf(sheet, column)[index] ?? 0)), DAY_MS);
      const bySql = await centre.sql(
        `SELECT agent_id, SUM(to_at - from_at) AS talked FROM agent_states WHERE state = 'talking' ` +
          `AND from_at >= ${at('00:00')} AND to_at <= ${at('00:00') + DAY_MS} GROUP BY agent_id ORDER BY agent_id`,
      );
      assert.deepEqual(
        bySql.map(({ talked }) => Number(talked)),
        numbersOf(sheet, 'time-talking'),
      );
    },
  },
];

/** Signed in from 9 to 17, on the phone from 9 until then, and writing until then. */
function busy(agent: string, talksUntil: string, writesUntil: string): Facts['states'] {
  return dayOf(agent, [
    ['00:00', 'signed-out'],
    ['09:00', 'talking'],
    [talksUntil, 'wrap-up'],
    [writesUntil, 'available'],
    ['17:00', 'signed-out'],
  ]);
}

/** On Monday 12 accepted of 200 s, 3 missed before them, 5 made of 240 s; each day one more of either. */
function weekOfAnna(): Facts {
  const people = (day: number): Person[] =>
    times(12 + day, answered(1_000, { talkMs: 200_000 })).map((person, index) =>
      index < 3 ? { ...person, rungBefore: MISSED } : person,
    );
  const facts = factsOf(
    [0, 1, 2, 3, 4, 5, 6].flatMap((day) => oneByOne(people(day), at('09:00') + day * DAY_MS)),
  );
  facts.outgoing = [0, 1, 2, 3, 4, 5, 6].flatMap((day) =>
    Array.from({ length: 5 + day }, (_, index) =>
      made(day * 100 + index, 240_000, { askedAt: at('15:00') + day * DAY_MS + index * MINUTE }),
    ),
  );
  return facts;
}

/**
 * The first accepts one call and makes one, the second two, up to five. The clients take turns: two for each agent and one
 * whom all talk with. Of each one's calls the first is longer than 30 s.
 */
function fiveAgents(): Facts {
  const agents = [1, 2, 3, 4, 5].map((each) => `agent-${each}`);
  const clientOf = (agent: number, index: number): string => numberOf(index === 0 ? 0 : agent + 1);
  const calls = agents.flatMap((agent, index) =>
    Array.from({ length: index + 1 }, (_, call) => ({ agent, client: clientOf(index, call), call, index })),
  );
  const facts = factsOf(
    oneByOne(calls.map(({ agent, call }) => answered(4_000 + call * 2_000, { answeredBy: agent }))),
  );
  changed(facts, (_, index) => ({ from: calls[index]?.client ?? null }));
  facts.outgoing = calls.map(({ agent, client, call }, index) =>
    made(index, call === 0 ? 31_000 : 29_000, { agent, number: client }),
  );
  facts.states = agents.flatMap((agent) =>
    dayOf(agent, [
      ['00:00', 'signed-out'],
      ['08:00', 'available'],
      ['09:00', 'talking'],
      ['12:00', 'wrap-up'],
      ['12:12', 'available'],
      ['16:00', 'signed-out'],
    ]),
  );
  return facts;
}
