import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Plan } from '../../src/core/plan.js';
import { planTeams } from '../../src/reports/plan-teams.js';
import { NOTHING_ASKED, runReport } from '../../src/reports/run-report.js';
import { NO_FILTERS, type Filters } from '../../src/reports/slicing/filters.js';
import type { Table } from '../../src/reports/table.js';
import { loadPlan } from '../../src/routing/load.js';
import { plan, queue, ring } from '../core/plan-builder.js';
import { aRating, aReview, anOutcome } from '../store/sample-facts.js';
import { factsOf, readerOf, stateOf, type Caller, type Facts } from './day-of-calls.js';
import { BOTH, build, FIRST, HOUR, numbersOf, SECOND } from './two-days.js';

const MINUTE = 60_000;

/** Olga is in both teams: the Russian one comes first in her list, and each queue names one. */
function twoLanguages(): Plan {
  const path = 'examples/s13-two-languages.yml';
  const loaded = loadPlan([{ path, text: readFileSync(path, 'utf8').replaceAll('russian', 'ru') }]);
  assert.ok(loaded.ok, JSON.stringify(loaded.ok ? '' : loaded.faults));
  return loaded.plan;
}

interface Handled {
  readonly queue: string | null;
  readonly by: string;
  readonly talk: number;
  readonly wrapUp: number;
}

/** Callers who were answered, a quarter of an hour apart, by a plan; each with another number. */
function day(planned: Plan, handled: readonly Handled[]): Facts {
  const callers = handled.map(({ queue: of, by, talk }, index): Caller => ({
    ...{ at: BOTH.from + (index + 1) * 15 * MINUTE, waitMs: 5_000, queue: of, answeredBy: by },
    ...{ talkMs: talk * 1000, plan: planned.version },
  }));
  const facts = factsOf(callers);
  facts.calls = facts.calls.map((call, index) => ({ ...call, from: `+35988000000${index}` }));
  facts.plans.set(planned.version, JSON.stringify(planned));
  handled.forEach(({ by, wrapUp }, index) => {
    const talk = facts.conversations[index];
    assert.ok(talk !== undefined);
    const wrapped = stateOf(by, 'wrap-up', talk.endedAt, talk.endedAt + wrapUp * 1000);
    if (wrapUp > 0) facts.states.push({ ...wrapped, conversation: talk.conversation, queue: talk.queue });
  });
  return facts;
}

const HANDLED: readonly Handled[] = [
  { queue: 'english', by: 'mary', talk: 120, wrapUp: 30 },
  { queue: 'english', by: 'mary', talk: 60, wrapUp: 0 },
  { queue: 'english', by: 'olga', talk: 180, wrapUp: 20 },
  { queue: 'ru', by: 'ivan', talk: 240, wrapUp: 30 },
  { queue: 'ru', by: 'olga', talk: 60, wrapUp: 10 },
];

/** The rows of a table, the total last: what stands in these columns, times in seconds. */
function rowsOf(table: Table | undefined, ...keys: readonly string[]): unknown[][] {
  assert.ok(table !== undefined);
  const places = keys.map((key) => table.columns.findIndex((column) => column.key === key));
  return [...table.rows, table.total ?? []].map((row) =>
    places.map((place) => {
      const value = row[place]?.value;
      if (value === undefined) return null;
      const [first] = numbersOf(value);
      return value.unit === 'duration' ? Number(first) / 1000 : (first ?? null);
    }),
  );
}

const HANDLING = ['team', 'conversations', 'talk', 'wrap-up', 'handle-time', 'unique-clients'] as const;

test('C42: each team has its handle time and handled count, all together their total, and an agent of two teams counts for the one that offered the call', async () => {
  const { tables } = await build(day(twoLanguages(), HANDLED), 'teams');
  assert.deepEqual(rowsOf(tables[0], ...HANDLING), [
    ['english', 3, 360, 50, 410, 3],
    ['ru', 2, 300, 40, 340, 2],
    ['total', 5, 660, 90, 750, 5],
  ]);
  assert.deepEqual(rowsOf(tables[1], 'team', 'agent', 'conversations', 'handle-time'), [
    ['english', 'Mary', 2, 210],
    ['english', 'Olga', 1, 200],
    ['ru', 'Ivan', 1, 270],
    ['ru', 'Olga', 1, 70],
    ['total', '', 5, 750],
  ]);
});

test('an offer that an agent of two teams misses is missed by the team whose queue rang him', async () => {
  const planned = twoLanguages();
  const facts = day(planned, HANDLED);
  const missed = factsOf([
    {
      ...{ at: BOTH.from + 12 * HOUR, waitMs: 9_000, queue: 'ru', plan: planned.version },
      rungBefore: [
        ['olga', 'no-answer'],
        ['ivan', 'lost-race'],
      ],
    },
  ]);
  facts.calls.push(...missed.calls.map((call) => ({ ...call, call: 'missed' })));
  facts.visits.push(...missed.visits.map((visit) => ({ ...visit, call: 'missed', visit: 'missed' })));
  facts.offers.push(...missed.offers.map((offer) => ({ ...offer, call: 'missed', visit: 'missed' })));
  const { tables } = await build(facts, 'teams');
  assert.deepEqual(rowsOf(tables[0], 'team', 'offers', 'offers-missed'), [
    ['english', 3, 0],
    ['ru', 4, 1],
    ['total', 7, 1],
  ]);
});

/** Anna and Boris are of `en`, Anna and Vera of `ru`, Anna and Elena of `vip`; Dmitri is of none. */
function office(says: boolean): Plan {
  const teams: Readonly<Record<string, readonly string[]>> = {
    ...{ anna: ['ru', 'en', 'vip'], boris: ['en'], vera: ['ru'], elena: ['vip'], dmitri: [] },
  };
  const teamOf = says ? { teamOf: { anna: 'vip' } } : {};
  const made = plan({
    agents: Object.keys(teams),
    queues: [
      queue('whole', ['anna', 'boris'], teamOf),
      queue('mixed', ['boris', 'anna', 'vera', 'dmitri'], teamOf),
      queue('some', ['dmitri', 'anna'], teamOf),
    ],
    blocks: { steps: [ring('steps[0]', ['anna', 'boris'], teamOf), ring('steps[1]', ['anna'], teamOf)] },
  });
  const agents = Object.values(made.agents).map((agent) => ({ ...agent, teams: teams[agent.id] ?? [] }));
  return { ...made, agents: Object.fromEntries(agents.map((agent) => [agent.id, agent])) };
}

test('a plan says by which team it has an agent; in one of an earlier version it is his first that is there as a whole, else his first', () => {
  const places = [
    ...['whole', 'mixed', 'some', 'gone'].map((name) => ({ queue: name, step: null })),
    ...['steps[0]', 'steps[1]', 'gone', null].map((step) => ({ queue: null, step })),
  ];
  const of = (says: boolean, agent: string): (string | null)[] => {
    const { teamOf } = planTeams(JSON.stringify(office(says)));
    return places.map((by) => teamOf(agent, by));
  };
  assert.deepEqual(of(true, 'anna'), ['vip', 'vip', 'vip', 'ru', 'vip', 'vip', 'ru', 'ru']);
  assert.deepEqual(of(false, 'anna'), ['en', 'ru', 'ru', 'ru', 'en', 'ru', 'ru', 'ru']);
  assert.deepEqual(new Set(of(false, 'boris')), new Set(['en']));
  assert.deepEqual(new Set([...of(true, 'dmitri'), ...of(true, 'partner:night-desk')]), new Set([null]));
  assert.deepEqual(planTeams(JSON.stringify(office(true))).names, ['ru', 'en', 'vip']);
});

test('whatever stands in a plan that is none of ours, nobody is in a team', () => {
  for (const text of [
    'null',
    '[]',
    '{}',
    '{"agents":7}',
    '{"agents":{"anna":null}}',
    '{"agents":{"anna":{}}}',
  ])
    assert.equal(planTeams(text).teamOf('anna', { queue: 'sales', step: null }), null, text);
  const odd = {
    agents: { anna: { teams: ['a', 'b'] } },
    queues: { q: { teamOf: { anna: 7 } } },
    blocks: { x: 7 },
  };
  assert.equal(planTeams(JSON.stringify(odd)).teamOf('anna', { queue: 'q', step: null }), 'a');
});

test('who is of no team, as a partner is not, and whose plan nobody has, stands behind the teams', async () => {
  const facts = day(office(true), [
    { queue: 'mixed', by: 'dmitri', talk: 60, wrapUp: 0 },
    { queue: 'mixed', by: 'partner:night-desk', talk: 30, wrapUp: 0 },
    { queue: 'mixed', by: 'vera', talk: 90, wrapUp: 0 },
    { queue: null, by: 'anna', talk: 10, wrapUp: 0 },
  ]);
  facts.calls = facts.calls.map((call) => (call.call === 'c4' ? { ...call, planVersion: 'gone' } : call));
  const told = async (language: 'en' | 'ru'): Promise<unknown[][]> =>
    rowsOf(
      (await build(facts, 'teams', { language })).tables[0],
      'team',
      'conversations',
      'handle-time',
      'aht',
    );
  assert.deepEqual(await told('en'), [
    ['ru', 1, 90, 90_000],
    ['no team', 3, 70, 70_000],
    ['total', 4, 160, 160_000],
  ]);
  assert.deepEqual(
    (await told('ru')).map(([team]) => team),
    ['ru', 'без команды', 'всего'],
  );
});

test('what a callback leaves is of no team, and makes no row among what teams were rung for', async () => {
  const facts = day(twoLanguages(), HANDLED);
  facts.outcomes = [anOutcome({ call: 'callback', queue: 'ru', agent: 'olga', startedAt: BOTH.from + HOUR })];
  const { tables } = await build(facts, 'teams');
  assert.deepEqual(
    rowsOf(tables[0], 'team').map(([team]) => team),
    ['english', 'ru', 'total'],
  );
  const text = 'report: coded\nby: [team]\ncolumns: [outcomes-asked]\n';
  assert.match(await own(facts, text), /\n {2}no team +1\n {2}total +1\n/);
});

test('a ring step that began before midnight rings by its team after it, too', async () => {
  const planned = office(false);
  const midnight = BOTH.from + 24 * HOUR;
  const caller = { queue: null, answeredBy: 'anna', plan: planned.version, talkMs: MINUTE };
  const facts = factsOf([
    { ...caller, at: midnight - 10_000, waitMs: 20_000 },
    { ...caller, at: midnight - 90_000, waitMs: 20_000 },
  ]);
  facts.visits = facts.visits.map((visit) => ({ ...visit, step: 'steps[0]' }));
  facts.offers = facts.offers.map((offer, index) =>
    index === 0 ? { ...offer, offeredAt: midnight + 5_000 } : offer,
  );
  // The second talked before midnight, and is asked what he thinks of it after.
  const rated = { call: 'c2', conversation: 't2', queue: null, agent: 'anna', askedAt: midnight + 5_000 };
  facts.ratings = [aRating(rated)];
  facts.calls = facts.calls.map((call) => ({ ...call, endedAt: midnight + 90_000 }));
  facts.plans.set(planned.version, JSON.stringify(planned));
  const second = await build(facts, 'teams', { days: { from: SECOND, to: SECOND } });
  assert.deepEqual(rowsOf(second.tables[0], 'team', 'conversations', 'offers'), [
    ['en', 1, 1],
    ['total', 1, 1],
  ]);
  const text = 'report: rated\nby: [team]\ncolumns: [ratings-asked]\n';
  assert.match(await own(facts, text, { from: SECOND }), /\n {2}en +1\n/);
});

async function own(
  facts: Facts,
  text: string,
  change: { readonly from?: string; readonly teams?: readonly string[] } = {},
): Promise<string> {
  const request = { ...NOTHING_ASKED, what: { file: 'own.yml', text }, from: FIRST, ...change };
  const situation = { zone: 'Europe/Sofia', now: BOTH.to + 48 * HOUR };
  const asked = { ...request, language: 'en', format: 'table', bom: 'without' } as const;
  const [made] = await runReport(readerOf(facts), asked, situation);
  return made?.content.toString() ?? '';
}

const NARROWED = `report: teams-of-ours
by: [team]
columns: [conversations, handle-time]
filter: { teams: [ru] }
`;

test('a report of one’s own has rows by team, and is narrowed to one', async () => {
  const facts = day(twoLanguages(), HANDLED);
  const shown = await own(facts, NARROWED);
  assert.match(shown, /\n {2}ru +2 +5:40\n {2}total +2 +5:40\n/);
  assert.doesNotMatch(shown, /english/);
  assert.match(shown, /team: ru/);
  assert.match(await own(facts, NARROWED, { teams: ['english'] }), /\n {2}english +3 +6:50\n/);
  await assert.rejects(
    own(facts, NARROWED, { teams: ['russian'] }),
    /"russian" is no team; there are: english, ru\./,
  );
  await assert.rejects(
    own(facts, 'report: x\nby: [team]\ncolumns: [load]\n'),
    /found load, which cannot be divided by team/,
  );
});

test('narrowed to a team a report has its offers, conversations, ratings, outcomes and reviews, and calls and visits that it answered', async () => {
  const facts = day(twoLanguages(), HANDLED);
  facts.states.push(stateOf('olga', 'available', BOTH.from, BOTH.to));
  for (const { call, conversation, queue: of, agent, startedAt } of facts.conversations) {
    const about = { call, conversation, agent };
    facts.ratings.push(aRating({ ...about, rating: call, queue: of, askedAt: startedAt }));
    facts.outcomes.push(anOutcome({ ...about, queue: of ?? '', startedAt }));
    facts.reviews.push(aReview({ ...{ review: call, call, agent, reviewedAt: BOTH.to + 1 } }));
  }
  facts.calls.push({ ...(facts.calls[0] ?? assert.fail()), call: 'lost', conversations: 0, talkMs: 0 });
  const rowsIn = async (
    name: Parameters<typeof build>[1],
    index: number,
    change: Partial<Filters>,
  ): Promise<number> => {
    const filters = { ...NO_FILTERS, ...change };
    return (await build(facts, name, { filters, now: BOTH.to + HOUR })).tables[index]?.rows.length ?? 0;
  };
  for (const [team, count] of [
    ['english', 3],
    ['ru', 2],
  ] as const) {
    const teams = { teams: [team] };
    assert.equal(await rowsIn('journal', 0, teams), count);
    assert.equal(await rowsIn('ratings', 3, teams), count);
    assert.equal(await rowsIn('reviews', 1, teams), count);
    const { tables, notes, narrowed } = await build(facts, 'teams', { filters: { ...NO_FILTERS, ...teams } });
    assert.deepEqual(
      rowsOf(tables[0], 'team', 'conversations', 'offers').map((row) => row.slice(1)),
      [
        [count, count],
        [count, count],
      ],
    );
    assert.deepEqual(narrowed, [`team: ${team}`]);
    assert.match(notes.join(' '), /no queue, team, number dialled.*agents of these teams/);
    const queues = await build(facts, 'queues', { filters: { ...NO_FILTERS, ...teams } });
    assert.deepEqual(rowsOf(queues.tables[0], 'queue', 'entered'), [
      [team, count],
      ['total', count],
    ]);
    const outcomes = await build(facts, 'outcomes', { filters: { ...NO_FILTERS, ...teams } });
    assert.deepEqual(rowsOf(outcomes.tables[0], 'outcomes-asked').at(-1), [count]);
  }
  assert.equal(await rowsIn('journal', 0, { teams: ['english'], agents: ['olga'] }), 1);
  assert.equal(await rowsIn('journal', 0, {}), 6);
});

test('a team of the plans of the period is known though it is in the file no more, also where one caller is searched for', async () => {
  const facts = day(office(true), [{ queue: 'mixed', by: 'vera', talk: 60, wrapUp: 0 }]);
  facts.plans.set('newer', JSON.stringify(plan({ agents: ['vera'] })));
  const rows = async (change: Partial<Filters>): Promise<number | undefined> => {
    const filters = { ...NO_FILTERS, ...change };
    return (await build(facts, 'journal', { filters })).tables[0]?.rows.length;
  };
  assert.equal(await rows({ teams: ['ru'] }), 1);
  assert.equal(await rows({ teams: ['vip'] }), 0);
  assert.equal(await rows({ teams: ['vip'], caller: '+359880009999' }), 0);
  await assert.rejects(
    rows({ teams: ['it'], caller: '+359880009999' }),
    /"it" is no team; there are: en, ru, vip\./,
  );
});
