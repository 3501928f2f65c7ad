import type { DataSource } from 'typeorm';
import { FREQUENT } from './callers.js';
import { ZONE } from './shape.js';
import type { Period } from '../../src/ports/facts.js';
import { intervalsOf } from '../../src/reports/intervals.js';
import { localDate, localDay } from '../../src/reports/local-day.js';
import { NOTHING_ASKED, type RunRequest } from '../../src/reports/run-report.js';

/** A report that is measured, and the time in which it has to be there. */
export interface Question {
  readonly name: string;
  readonly goalMs: number;
  readonly request: RunRequest;
  /** `facts`: as if nothing were kept of its days, like today's. */
  readonly from: 'kept-days' | 'facts';
}

/** What is asked, and what days Callplane has kept before. */
export interface Asked {
  readonly questions: readonly Question[];
  readonly keptAhead: readonly Period[];
}

/** What is asked of a past, whatever its size: a day, a month, and what somebody looks for in it. */
export async function questionsOf(source: DataSource): Promise<Asked> {
  const [first, last] = await ends(source);
  const month = localDate(Math.max(first, last - 29 * 86_400_000), ZONE);
  const [oldest, newest] = [localDate(first, ZONE), localDate(last, ZONE)];
  const busiest = await busiestDay(source);
  const rare = await rareCaller(source, last);
  const question = (name: string, goalMs: number, request: RunRequest): Question => ({
    ...{ name, goalMs, request, from: 'kept-days' },
  });
  const ofDay = ask('summary', busiest, busiest);
  return {
    questions: [
      { ...question('summary, the busiest day, from its facts', 2_000, ofDay), from: 'facts' },
      question('summary, the busiest day', 2_000, ofDay),
      question('summary, the last day', 2_000, ask('summary', newest, newest)),
      question('summary, 30 days', 10_000, ask('summary', month, newest)),
      question('calls, 30 days', 10_000, ask('calls', month, newest)),
      question('agents, 30 days', 10_000, ask('agents', month, newest)),
      question('journal, one caller, 30 days', 1_000, ask('journal', month, newest, rare)),
      question('journal, one caller, all days', 1_000, ask('journal', oldest, newest, rare)),
      question(
        'journal, the most frequent caller, all days',
        1_000,
        ask('journal', oldest, newest, FREQUENT),
      ),
      ...(await lookUps(source, { busiest, oldest, newest })).map(([name, request]) =>
        question(`journal, ${name}`, 2_000, request),
      ),
    ],
    keptAhead: [
      localDay(busiest, ZONE),
      ...intervalsOf({ from: localDay(month, ZONE).from, to: localDay(newest, ZONE).to }, 'day', ZONE),
    ],
  };
}

/** By call, agent, number dialled and result. */
async function lookUps(
  source: DataSource,
  days: { readonly busiest: string; readonly oldest: string; readonly newest: string },
): Promise<readonly (readonly [string, RunRequest])[]> {
  const { busiest, oldest, newest } = days;
  const [talk] = await source.query<{ call: string; agent: string }[]>(
    'SELECT call_id AS "call", agent_id AS agent FROM stored_conversations ORDER BY started_at LIMIT 1',
  );
  const [first] = await source.query<{ dialled: string }[]>(
    'SELECT dialled FROM stored_calls ORDER BY arrived_at LIMIT 1',
  );
  if (talk === undefined || first === undefined)
    throw new Error('Nobody talked in this database: scripts/seed-history makes one in which people do.');
  return [
    ['one call by its id', { ...ask('journal', oldest, newest), from: null, to: null, calls: [talk.call] }],
    ['one agent, all days', { ...ask('journal', oldest, newest), agents: [talk.agent] }],
    [
      'one number dialled, the busiest day',
      { ...ask('journal', busiest, busiest), numbers: [first.dialled] },
    ],
    ['abandoned, the busiest day', { ...ask('journal', busiest, busiest), dispositions: ['abandoned'] }],
  ];
}

function ask(name: string, from: string, to: string, caller: string | null = null): RunRequest {
  return {
    ...NOTHING_ASKED,
    ...{ what: { name }, from, to, caller, language: 'en', format: 'json', bom: 'without' },
  };
}

async function ends(source: DataSource): Promise<readonly [number, number]> {
  const [row] = await source.query<{ first: unknown; last: unknown }[]>(
    'SELECT MIN(arrived_at) AS first, MAX(arrived_at) AS last FROM stored_calls',
  );
  if (row?.last == null)
    throw new Error('There are no calls in this database: scripts/seed-history makes some.');
  return [Number(row.first), Number(row.last)];
}

async function busiestDay(source: DataSource): Promise<string> {
  const [row] = await source.query<{ at: unknown }[]>(
    'SELECT MIN(arrived_at) AS at, COUNT(*) AS calls FROM stored_calls GROUP BY arrived_at - arrived_at % 86400000 ' +
      'ORDER BY calls DESC LIMIT 1',
  );
  return localDate(Number(row?.at) + 12 * 3_600_000, ZONE);
}

/** Somebody who called on the last day, but not the one who calls oftenest. */
async function rareCaller(source: DataSource, last: number): Promise<string> {
  const [row] = await source.query<{ caller: string }[]>(
    "SELECT from_number AS caller FROM stored_calls WHERE arrived_at <= ? AND from_number LIKE '+359%' " +
      'AND from_number <> ? ORDER BY arrived_at DESC LIMIT 1',
    [last, FREQUENT],
  );
  if (row === undefined)
    throw new Error('Only one number calls in this database: scripts/seed-history makes more of them.');
  return row.caller;
}
