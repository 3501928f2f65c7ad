import { madeByAgents } from './slicing/outgoing.js';
import type { Language } from '../core/plan.js';
import type { TransferFact } from '../core/milestone.js';
import type { Instant } from '../core/signal.js';
import type { FactReader, Period } from '../ports/facts.js';
import type { CatalogueReport, Included, ReportContext } from './catalogue/report.js';
import { readSearch, searchedCaller, type ReadPeriod } from './caller-search.js';
import { figuresOf, versionsOf } from './daily-report.js';
import { readDayFacts } from './day-facts.js';
import { intervalsOf, type Interval } from './intervals.js';
import {
  hasUnknown,
  knownNames,
  namesInSlice,
  refuseUnknownFilters,
  type KnownNames,
} from './known-names.js';
import { earlierDays, periodOf, type Days } from './report-period.js';
import type { ReportDocument } from './report-document.js';
import { narrowedBy, notesOf, timeNotes } from './report-notes.js';
import { filtered, unfiltered, type Filters } from './slicing/filters.js';
import { noItems, type Counted, type Slice } from './slicing/items.js';
import { callbacksIn, NO_CALLBACKS } from './slicing/callbacks.js';
import { messagesOf } from './slicing/messages.js';
import { readAside, sliceOf } from './slicing/read-slice.js';
import { isReplaced } from '../ports/retention.js';
import { normalNumber } from './telephone-number.js';
import { allWithin, readThresholds, type ThresholdsOf } from './thresholds.js';

const WEEK_MS = 7 * 86_400_000;
const LONGEST_CALL_MS = 86_400_000;

/** A report as it is asked for. */
export interface ReportRequest {
  readonly name: string;
  readonly report: CatalogueReport;
  readonly days: Days;
  readonly zone: string;
  readonly language: Language;
  /** null: rows by time only where the report is by time anyway; days then. */
  readonly interval: Interval | null;
  readonly filters: Filters;
  /** First day of the earlier period of a comparison; null: as many days directly before. */
  readonly against: string | null;
  readonly longMs: number;
  /** What a sample is drawn by; seed null: the days. */
  readonly sample: {
    readonly seed: string | null;
    readonly share: number;
    /** Left out: none comes first. */
    readonly include?: readonly Included[];
  };
  /** Which score of a review all should reach. */
  readonly standard: number;
  /** T of every queue; null: that of the plans. */
  readonly withinMs: number | null;
  /** What stands for a number in E.164 where numbers are replaced after their time; left out: there is no key. */
  readonly clientOf?: (normal: string) => string;
  readonly now: Instant;
}

/**
 * Reads and computes a report. Give it a reader that shows one moment. Throws a ReportFault when a name, a day or a zone
 * does not exist.
 */
export async function buildReport(reader: FactReader, asked: ReportRequest): Promise<ReportDocument> {
  const request = { ...asked, clientOf: clientsBy(asked.clientOf ?? same) };
  const { report, language, zone, days, filters, now } = request;
  const period = periodOf(days, zone);
  const names = await knownNames(reader, language);
  const all = await readFor(reader, period, names, request);
  await refuseUnknown(reader, period, names, request, all.slice);
  const context = await contextOf(reader, request, all.slice, names);
  return {
    name: request.name,
    title: report.title[language],
    about: report.about[language],
    language,
    zone,
    period,
    interval: request.interval,
    madeAt: now,
    narrowed: narrowedBy(filters, language),
    notes: [
      ...notesOf(all.slice, context.without, request),
      ...(await notesOfTime(reader, all.slice, context, asked)),
    ],
    tables: report.tables(context),
    charts: report.charts(context),
    balance: all.figures.checks.every((check) => check.holds) ? 'balanced' : 'unbalanced',
    checks: all.figures.checks,
    gaps: all.figures.gaps,
    unknownEnds: all.figures.unknownEnds,
  };
}

async function contextOf(
  reader: FactReader,
  request: ReportRequest,
  all: Slice,
  names: KnownNames,
): Promise<ReportContext> {
  const { report, zone, language, days, filters, interval, now } = request;
  const period = periodOf(days, zone);
  const reading = { country: names.country, now, clientOf: request.clientOf ?? same };
  const slice = filtered(all, filters);
  return {
    slice,
    around: {
      zone,
      language,
      interval: interval ?? 'day',
      intervals: intervalsOf(period, interval ?? 'day', zone),
      hours: intervalsOf(period, 'hour', zone),
      agentNames: names.agentNames,
    },
    interval,
    without: unfiltered(filters),
    longMs: request.longMs,
    standard: request.standard,
    sample: {
      include: [],
      ...request.sample,
      seed: request.sample.seed ?? `${days.from} ${days.to}`,
    },
    against: report.looksAt === 'earlier-period' ? await earlierSlice(reader, request, names) : NO_FACTS,
    reached: report.looksAt === 'later-calls' ? await laterTalks(reader, period, reading) : [],
    entries: report.looksAt === 'week-around' ? await entriesAround(reader, period, reading) : [],
    callbacks: report.looksAt === 'callbacks' ? await callbacksIn(reader, period, filters) : NO_CALLBACKS,
    transfers: report.looksAt === 'transfers' ? await transfersOf(reader, period, slice, now) : [],
    messages: report.looksAt === 'messages' ? await messagesOf(reader, period, slice, now) : [],
    now,
    talks: all.conversations.map(({ origin, fact }) => ({ client: origin.client, fact })),
  };
}

/** The calls of the caller who is searched for, or everything of the period. */
function readFor(
  reader: FactReader,
  period: Period,
  names: KnownNames,
  request: ReportRequest,
): Promise<ReadPeriod> {
  const { report, filters, now, withinMs, clientOf = same } = request;
  const caller = searchedCaller(report, filters);
  if (caller === null) return readPeriod(reader, period, names, request);
  const { country } = names;
  return readSearch(reader, period, { caller, country, clientOf, now, withinMs, counted: 'calls' });
}

/** A name that is not in the calls of one caller may still be in those of others: the database says. */
async function refuseUnknown(
  reader: FactReader,
  period: Period,
  names: KnownNames,
  { report, filters }: Pick<ReportRequest, 'report' | 'filters'>,
  slice: Slice,
): Promise<void> {
  const read = namesInSlice(slice);
  const isSearch = searchedCaller(report, filters) !== null;
  const facts = isSearch && hasUnknown(filters, read, names) ? await reader.namesIn(period) : read;
  refuseUnknownFilters(filters, facts, names);
}

/** Of the calls of the period, also those that were asked for after it. */
async function transfersOf(
  reader: FactReader,
  { from }: Period,
  { calls }: Slice,
  now: Instant,
): Promise<readonly TransferFact[]> {
  const own = new Set(calls.map(({ origin }) => origin.call));
  return (await reader.transfers({ from, to: now + 1 })).filter(({ call }) => own.has(call));
}

async function readPeriod(
  reader: FactReader,
  period: Period,
  names: KnownNames,
  { now, withinMs, clientOf = same }: Pick<ReportRequest, 'now' | 'withinMs' | 'clientOf'>,
): Promise<ReadPeriod> {
  const facts = await readDayFacts(reader, period, now);
  const planned = await readThresholds(reader, versionsOf(facts));
  const thresholds: ThresholdsOf = withinMs === null ? planned : allWithin(withinMs, planned);
  const aside = await readAside(reader, period, facts, now);
  const counted: Counted = 'calls';
  return {
    slice: sliceOf(facts, aside, { thresholds, country: names.country, clientOf, now, counted }),
    figures: figuresOf(facts, thresholds),
  };
}

async function earlierSlice(reader: FactReader, request: ReportRequest, names: KnownNames): Promise<Slice> {
  const period = periodOf(earlierDays(request.days, request.against), request.zone);
  const { slice } = await readPeriod(reader, period, names, request);
  return filtered(slice, request.filters);
}

/** How numbers are read. */
interface Reading {
  readonly country: string | null;
  readonly now: Instant;
  readonly clientOf: (normal: string) => string;
}

function same(normal: string): string {
  return normal;
}

/** Each number once: a hash takes time. What stands for a number already stands for itself. */
function clientsBy(clientOf: (normal: string) => string): (normal: string) => string {
  const known = new Map<string, string>();
  return (normal) => {
    const client = known.get(normal) ?? (isReplaced(normal) ? normal : clientOf(normal));
    known.set(normal, client);
    return client;
  };
}

/** What is not known any more because its time is over. */
async function notesOfTime(
  reader: FactReader,
  slice: Slice,
  { reached }: ReportContext,
  { report, days, zone, language, clientOf }: ReportRequest,
): Promise<readonly string[]> {
  const { from } = periodOf(days, zone);
  const callers = [
    ...slice.calls.flatMap(({ origin }) => origin.from ?? []),
    ...slice.outgoing.flatMap(({ number }) => number ?? []),
  ];
  const numbers = [...callers, ...reached.map(({ client }) => client)];
  return timeNotes({
    ...{ language, zone },
    looksBackTo: report.looksAt === 'week-around' ? from - WEEK_MS : from,
    deletedBefore: await reader.numbersDeletedBefore(),
    olderKeyBefore: numbers.some(isReplaced) ? await reader.olderKeyBefore() : null,
    isMixed: clientOf === undefined && numbers.some(isReplaced) && !numbers.every(isReplaced),
  });
}

/** Who was talked with after the period, or called, back or by an agent of his own accord, in it or after it. */
async function laterTalks(
  reader: FactReader,
  period: Period,
  { country, now, clientOf }: Reading,
): Promise<ReportContext['reached']> {
  const after = { from: period.to, to: Math.max(now, period.to) + 1 };
  const numbers = new Map((await reader.calls(after)).map((call) => [call.call, call.from]));
  const since = { from: period.from, to: after.to };
  const calledBack = await reader.calledBack(since);
  const made = madeByAgents(await reader.outgoing(since)).flatMap(({ number, talkStartedAt: at }) =>
    // Of a deleted number nothing stands there.
    at === null || number === '' ? [] : [{ number, at }],
  );
  const talks = (await reader.conversations(after)).flatMap(({ call, startedAt }) => {
    const from = numbers.get(call) ?? null;
    return from === null ? [] : [{ client: clientOf(normalNumber(from, country)), at: startedAt }];
  });
  return [
    ...talks,
    ...[...calledBack, ...made].map(({ number, at }) => ({
      client: clientOf(normalNumber(number, country)),
      at,
    })),
  ];
}

/** Who came into a queue in the period, and in the week on either side of it. */
async function entriesAround(
  reader: FactReader,
  { from, to }: Period,
  { country, clientOf }: Reading,
): Promise<ReportContext['entries']> {
  const around = { from: from - WEEK_MS, to: to + WEEK_MS };
  // A visit may begin long after its call arrived.
  const arrived = { from: around.from - LONGEST_CALL_MS, to: around.to };
  const calls = [...(await reader.calls(arrived)), ...(await reader.openCalls(arrived))];
  const numbers = new Map(calls.map(({ call, from: number }) => [call, number]));
  return (await reader.visits(around)).flatMap(({ call, queue, enteredAt: at }) => {
    const number = numbers.get(call) ?? null;
    return queue === null || number === null
      ? []
      : [{ call, queue, client: clientOf(normalNumber(number, country)), at }];
  });
}

const NO_FACTS: Slice = { counted: 'calls', ...noItems() };
