import type { Language } from '../core/plan.js';
import type { Instant } from '../core/signal.js';
import type { FactReader, Period } from '../ports/facts.js';
import type { CatalogueReport, ReportContext } from './catalogue/report.js';
import { figuresOf, versionsOf, type Figures } from './daily-report.js';
import { readDayFacts } from './day-facts.js';
import { intervalsOf, type Interval } from './intervals.js';
import { knownNames, refuseUnknownFilters, type KnownNames } from './known-names.js';
import { earlierDays, periodOf, type Days } from './report-period.js';
import type { ReportDocument } from './report-document.js';
import { narrowedBy, notesOf } from './report-notes.js';
import { filtered, unfiltered, type Filters } from './slicing/filters.js';
import { noItems, type Counted, type Slice } from './slicing/items.js';
import { callbacksIn, NO_CALLBACKS } from './slicing/callbacks.js';
import { readAside, sliceOf } from './slicing/read-slice.js';
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
  readonly sample: { readonly seed: string | null; readonly share: number };
  /** T of every queue; null: that of the plans. */
  readonly withinMs: number | null;
  readonly now: Instant;
}

/** Facts of a period, judged and in items, with what proves them. */
interface ReadPeriod {
  readonly slice: Slice;
  readonly figures: Figures;
}

/**
 * Reads and computes a report. Give it a reader that shows one moment. Throws a ReportFault when a name, a day or a zone
 * does not exist.
 */
export async function buildReport(reader: FactReader, request: ReportRequest): Promise<ReportDocument> {
  const { report, language, zone, days, filters, now } = request;
  const period = periodOf(days, zone);
  const names = await knownNames(reader);
  const all = await readPeriod(reader, period, names, request);
  refuseUnknownFilters(filters, all.slice, names);
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
    notes: notesOf(all.slice, context.without, request),
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
  return {
    slice: filtered(all, filters),
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
    sample: { share: request.sample.share, seed: request.sample.seed ?? `${days.from} ${days.to}` },
    against: report.looksAt === 'earlier-period' ? await earlierSlice(reader, request, names) : NO_FACTS,
    reached: report.looksAt === 'later-calls' ? await laterTalks(reader, period, names.country, now) : [],
    entries: report.looksAt === 'week-around' ? await entriesAround(reader, period, names.country) : [],
    callbacks: report.looksAt === 'callbacks' ? await callbacksIn(reader, period, filters) : NO_CALLBACKS,
    now,
    talks: all.conversations.map(({ origin, fact }) => ({ from: origin.from, fact })),
  };
}

async function readPeriod(
  reader: FactReader,
  period: Period,
  names: KnownNames,
  { now, withinMs }: Pick<ReportRequest, 'now' | 'withinMs'>,
): Promise<ReadPeriod> {
  const facts = await readDayFacts(reader, period, now);
  const planned = await readThresholds(reader, versionsOf(facts));
  const thresholds: ThresholdsOf = withinMs === null ? planned : allWithin(withinMs, planned);
  const aside = await readAside(reader, period, facts);
  const counted: Counted = 'calls';
  return {
    slice: sliceOf(facts, aside, { thresholds, country: names.country, now, counted }),
    figures: figuresOf(facts, thresholds),
  };
}

async function earlierSlice(reader: FactReader, request: ReportRequest, names: KnownNames): Promise<Slice> {
  const period = periodOf(earlierDays(request.days, request.against), request.zone);
  const { slice } = await readPeriod(reader, period, names, request);
  return filtered(slice, request.filters);
}

/** Who was talked with after the period, or called back in it or after it. */
async function laterTalks(
  reader: FactReader,
  period: Period,
  country: string | null,
  now: Instant,
): Promise<ReportContext['reached']> {
  const after = { from: period.to, to: Math.max(now, period.to) + 1 };
  const numbers = new Map((await reader.calls(after)).map((call) => [call.call, call.from]));
  const calledBack = await reader.calledBack({ from: period.from, to: after.to });
  const talks = (await reader.conversations(after)).flatMap(({ call, startedAt }) => {
    const from = numbers.get(call) ?? null;
    return from === null ? [] : [{ from: normalNumber(from, country), at: startedAt }];
  });
  return [...talks, ...calledBack.map(({ number, at }) => ({ from: normalNumber(number, country), at }))];
}

/** Who came into a queue in the period, and in the week on either side of it. */
async function entriesAround(
  reader: FactReader,
  { from, to }: Period,
  country: string | null,
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
      : [{ call, queue, from: normalNumber(number, country), at }];
  });
}

const NO_FACTS: Slice = { counted: 'calls', ...noItems() };
