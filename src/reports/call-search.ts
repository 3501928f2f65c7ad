import type { AgentId } from '../core/plan.js';
import type { CallId, Instant } from '../core/signal.js';
import type { FactReader, Period, WantedCalls } from '../ports/facts.js';
import { boundsOf } from './bounds.js';
import { callFigures } from './call-figures.js';
import type { CatalogueReport } from './catalogue/report.js';
import { checksOfCalls } from './checks.js';
import { unknownEndsOf, versionsOf, type Figures } from './figures-of-period.js';
import type { DayFacts } from './day-facts.js';
import { queueFigures } from './queue-figures.js';
import type { Filters } from './slicing/filters.js';
import type { Slice } from './slicing/items.js';
import { madeByAgents } from './slicing/outgoing.js';
import { sliceOf, type Aside, type Judging } from './slicing/read-slice.js';
import { readTeams } from './slicing/teams.js';
import { endingsOf, isSameNumber, normalNumber } from './telephone-number.js';
import { allWithin, readThresholds } from './thresholds.js';

/** What is read for a report: its facts, and what is said of them beside its tables. */
export interface ReadPeriod {
  readonly slice: Slice;
  /** Those of the plans that its calls came under. */
  readonly teams: readonly string[];
  readonly figures: Pick<Figures, 'checks' | 'gaps' | 'unknownEnds' | 'bounds'>;
}

/** The calls that a report is about: of one caller, of agents who talked in them, or by their ids. */
export type Search =
  | { readonly by: 'caller'; readonly caller: string }
  | { readonly by: 'agent'; readonly agents: readonly AgentId[] }
  | { readonly by: 'call'; readonly calls: readonly CallId[] };

/** How facts are read in a search. */
export interface Searching extends Omit<Judging, 'thresholds' | 'teams'> {
  /** T of every queue; null: that of the plans. */
  readonly withinMs: number | null;
}

/** What alone a report has to read, by what is rarest; null: it tells of more. */
export function searchOf(
  report: CatalogueReport,
  { calls, caller, agents }: Pick<Filters, 'calls' | 'caller' | 'agents'>,
): Search | null {
  if (!('reads' in report)) return null;
  if (calls.length > 0) return { by: 'call', calls };
  if (caller !== null) return { by: 'caller', caller };
  return agents.length > 0 ? { by: 'agent', agents } : null;
}

/**
 * Reads the calls of the period that are searched for, with what they were made of, however many others there are; more calls may
 * be among them, but none of these is missing. The checks are those of the calls that were read; agents' time is not looked at.
 */
export async function readSearch(
  reader: FactReader,
  period: Period,
  search: Search,
  searching: Searching,
): Promise<ReadPeriod> {
  const { facts, aside } = await readCalls(reader, period, search, searching);
  const planned = await readThresholds(reader, versionsOf(facts));
  const thresholds = searching.withinMs === null ? planned : allWithin(searching.withinMs, planned);
  const calls = callFigures(facts, thresholds);
  const teams = await readTeams(reader, facts, aside);
  return {
    slice: sliceOf(facts, aside, { ...searching, thresholds, teams }),
    teams: teams.names,
    figures: {
      checks: checksOfCalls(facts, calls, queueFigures(facts, thresholds)),
      gaps: facts.gaps,
      unknownEnds: unknownEndsOf(facts, calls),
      bounds: boundsOf(facts),
    },
  };
}

function wantedBy(search: Search): WantedCalls {
  return search.by === 'caller' ? { by: 'ending', endings: endingsOf(search.caller) } : search;
}

/** Whether a call with this client may be one of them; who talks in it is told by its parts. */
function clientFits(search: Search, country: string | null): (client: string | null) => boolean {
  if (search.by !== 'caller') return () => true;
  return (client) => client !== null && isSameNumber(search.caller, normalNumber(client, country));
}

async function readCalls(
  reader: FactReader,
  period: Period,
  search: Search,
  { country, now }: Searching,
): Promise<{ readonly facts: DayFacts; readonly aside: Aside }> {
  const [wanted, isHis] = [wantedBy(search), clientFits(search, country)];
  const calls = (await reader.callsWanted(wanted, period)).filter(({ from }) => isHis(from));
  const openCalls = (await reader.openCalls(period)).filter(({ from }) => isHis(from));
  const outgoing = madeByAgents(await reader.outgoingWanted(wanted, period)).filter(({ number }) =>
    isHis(number),
  );
  const parts = await reader.partsOf([...calls, ...openCalls, ...outgoing].map(({ call }) => call));
  const over = new Set(calls.map(({ call }) => call));
  const visits = divided(parts.visits, ({ enteredAt }) => enteredAt, period, over);
  const offers = divided(parts.offers, ({ offeredAt }) => offeredAt, period, over);
  const conversations = divided(parts.conversations, ({ startedAt }) => startedAt, period, over);
  const transfers = divided(parts.transfers, ({ askedAt }) => askedAt, period, over);
  const facts = {
    ...{ period, until: Math.max(period.from, Math.min(period.to, now)), calls, openCalls },
    ...{ visits: visits.within, offers: offers.within, conversations: conversations.within },
    // What agents said of these calls is in no report that searches for calls.
    ...{ transfers: transfers.within, outcomes: [] },
    ...{ states: [], openStates: [], gaps: await reader.gaps(period) },
    beyond: {
      ...{ visits: visits.after, offers: offers.after, conversations: conversations.after },
      ...{ transfers: transfers.after, outcomes: [] },
      ...{ earlierCalls: new Map(), earlierAgents: new Set<string>() },
    },
  };
  const { recordings } = parts;
  const unread = { stages: [], laterWrapUps: [], holds: [], ratings: [], reviews: [] };
  return { facts, aside: { ...unread, recordings, outgoing } };
}

/** What happened in the period, and what happened after it to calls that are over. */
function divided<Fact extends { readonly call: CallId }>(
  facts: readonly Fact[],
  atOf: (fact: Fact) => Instant,
  { from, to }: Period,
  over: ReadonlySet<CallId>,
): { readonly within: Fact[]; readonly after: Fact[] } {
  return {
    within: facts.filter((fact) => atOf(fact) >= from && atOf(fact) < to),
    after: facts.filter((fact) => atOf(fact) >= to && over.has(fact.call)),
  };
}
