import { madeByAgents } from './slicing/outgoing.js';
import type { CallId, Instant } from '../core/signal.js';
import type { FactReader, Period } from '../ports/facts.js';
import { callFigures } from './call-figures.js';
import type { CatalogueReport } from './catalogue/report.js';
import { checksOfCalls } from './checks.js';
import { unknownEndsOf, versionsOf, type Figures } from './figures-of-period.js';
import type { DayFacts } from './day-facts.js';
import { queueFigures } from './queue-figures.js';
import type { Filters } from './slicing/filters.js';
import type { Slice } from './slicing/items.js';
import { sliceOf, type Aside, type Judging } from './slicing/read-slice.js';
import { endingsOf, isSameNumber, normalNumber } from './telephone-number.js';
import { allWithin, readThresholds } from './thresholds.js';

/** What is read for a report: its facts, and what is said of them beside its tables. */
export interface ReadPeriod {
  readonly slice: Slice;
  readonly figures: Pick<Figures, 'checks' | 'gaps' | 'unknownEnds'>;
}

/** A search for the calls of a caller, and how numbers are read. */
export interface CallerSearch extends Omit<Judging, 'thresholds'> {
  readonly caller: string;
  /** T of every queue; null: that of the plans. */
  readonly withinMs: number | null;
}

/** The caller of whom alone a report has to read; null: it tells of more. */
export function searchedCaller(report: CatalogueReport, { caller }: Filters): string | null {
  return 'reads' in report ? caller : null;
}

/**
 * Reads the calls from and to one caller in the period, with what they were made of, however many others there are. The
 * checks are those of his calls; agents' time is not looked at.
 */
export async function readSearch(
  reader: FactReader,
  period: Period,
  search: CallerSearch,
): Promise<ReadPeriod> {
  const { facts, aside } = await readCalls(reader, period, search);
  const planned = await readThresholds(reader, versionsOf(facts));
  const thresholds = search.withinMs === null ? planned : allWithin(search.withinMs, planned);
  const calls = callFigures(facts, thresholds);
  return {
    slice: sliceOf(facts, aside, { ...search, thresholds }),
    figures: {
      checks: checksOfCalls(facts, calls, queueFigures(facts, thresholds)),
      gaps: facts.gaps,
      unknownEnds: unknownEndsOf(facts, calls),
    },
  };
}

async function readCalls(
  reader: FactReader,
  period: Period,
  { caller, country, now }: CallerSearch,
): Promise<{ readonly facts: DayFacts; readonly aside: Aside }> {
  const isHis = ({ from }: { readonly from: string | null }): boolean =>
    from !== null && isSameNumber(caller, normalNumber(from, country));
  const calls = (await reader.callsEnding(endingsOf(caller), period)).filter(isHis);
  const openCalls = (await reader.openCalls(period)).filter(isHis);
  const outgoing = madeByAgents(await reader.outgoingEnding(endingsOf(caller), period)).filter(({ number }) =>
    isHis({ from: number }),
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
    transfers: transfers.within,
    ...{ states: [], openStates: [], gaps: await reader.gaps(period) },
    beyond: {
      ...{ visits: visits.after, offers: offers.after, conversations: conversations.after },
      transfers: transfers.after,
      ...{ earlierCalls: new Map(), earlierAgents: new Set<string>() },
    },
  };
  const { recordings } = parts;
  return {
    facts,
    aside: { stages: [], laterWrapUps: [], recordings, ratings: [], outcomes: [], outgoing, reviews: [] },
  };
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
