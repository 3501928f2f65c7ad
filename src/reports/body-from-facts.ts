import type { TransferFact } from '../core/milestone.js';
import type { Instant } from '../core/signal.js';
import type { FactReader, Period } from '../ports/facts.js';
import type { ReportContext } from './catalogue/report.js';
import { readSearch, searchOf, type ReadPeriod } from './call-search.js';
import { numbersIn } from './days/numbers.js';
import { FiguresOfFacts } from './figures/figures-of-facts.js';
import { hasUnknown, namesInSlice, namesThen, refuseUnknownFilters, type KnownNames } from './known-names.js';
import { readPeriod, type Reading } from './read-period.js';
import { entriesAround, laterTalks, WEEK_MS } from './beside-the-period.js';
import type { ReportBody } from './report-document.js';
import { notesOf, timeNotesFor } from './report-notes.js';
import { earlierDays, periodOf } from './report-period.js';
import { aroundOf, type ReportRequest } from './report-request.js';
import { announcementsIn } from './slicing/announcements.js';
import { callbacksIn, NO_CALLBACKS } from './slicing/callbacks.js';
import { filtered, unfiltered } from './slicing/filters.js';
import { noItems, type Slice } from './slicing/items.js';
import { messagesOf } from './slicing/messages.js';

/** The tables of a report that are computed from facts, and what is said of them. */
export async function bodyFromFacts(
  reader: FactReader,
  request: ReportRequest,
  names: KnownNames,
  reading: Reading,
): Promise<ReportBody> {
  const { report, zone, days } = request;
  const period = periodOf(days, zone);
  const read = await readFor(reader, period, request, reading);
  const { slice, figures } = read;
  await refuseUnknown(reader, period, names, request, read);
  const context = await contextOf(reader, request, slice, names, reading);
  const open = slice.calls.filter(({ fact }) => fact === null).map(({ origin }) => origin.call);
  const notes = notesOf(open, context.without, request);
  const { gaps, checks, unknownEnds, bounds } = figures;
  return {
    notes: [...notes, ...(await notesOfTime(reader, slice, context, request))],
    tables: report.tables(context),
    charts: report.charts(context),
    ...{ checks, gaps, unknownEnds, bounds },
  };
}

async function contextOf(
  reader: FactReader,
  request: ReportRequest,
  all: Slice,
  { agentNames }: KnownNames,
  reading: Reading,
): Promise<ReportContext> {
  const { report, zone, days, filters, interval, now } = request;
  const period = periodOf(days, zone);
  const slice = filtered(all, filters);
  const around = aroundOf(request, agentNames);
  return {
    slice,
    figures: new FiguresOfFacts(slice, around),
    around,
    interval,
    without: unfiltered(filters),
    longMs: request.longMs,
    standard: request.standard,
    sample: {
      include: [],
      ...request.sample,
      seed: request.sample.seed ?? `${days.from} ${days.to}`,
    },
    against: report.looksAt === 'earlier-period' ? await earlierSlice(reader, request, reading) : NO_FACTS,
    reached: report.looksAt === 'later-calls' ? await laterTalks(reader, period, reading) : [],
    entries: report.looksAt === 'week-around' ? await entriesAround(reader, period, reading) : [],
    callbacks:
      report.looksAt === 'callbacks' ? await callbacksIn(reader, period, filters, now) : NO_CALLBACKS,
    transfers: report.looksAt === 'transfers' ? await transfersOf(reader, period, slice, now) : [],
    messages: report.looksAt === 'messages' ? await messagesOf(reader, period, slice, now) : [],
    announcements:
      report.looksAt === 'announcements' ? await announcementsIn(reader, period, slice.visits) : [],
    now,
    talks: all.conversations.map(({ origin, fact }) => ({ client: origin.client, fact })),
  };
}

/** The calls that are searched for, or everything of the period. */
function readFor(
  reader: FactReader,
  period: Period,
  { report, filters }: ReportRequest,
  reading: Reading,
): Promise<ReadPeriod> {
  const search = searchOf(report, filters);
  if (search === null) return readPeriod(reader, period, reading);
  return readSearch(reader, period, search, { ...reading, counted: 'calls' });
}

/** A name that is not in the calls that were searched for may still be in others: the database says. */
async function refuseUnknown(
  reader: FactReader,
  period: Period,
  names: KnownNames,
  { report, filters }: Pick<ReportRequest, 'report' | 'filters'>,
  { slice, teams }: ReadPeriod,
): Promise<void> {
  const read = { ...namesInSlice(slice), teams };
  const isSearch = searchOf(report, filters) !== null;
  const facts = isSearch && hasUnknown(filters, read, names) ? await namesThen(reader, period) : read;
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

async function earlierSlice(reader: FactReader, request: ReportRequest, reading: Reading): Promise<Slice> {
  const period = periodOf(earlierDays(request.days, request.against), request.zone);
  const { slice } = await readPeriod(reader, period, reading);
  return filtered(slice, request.filters);
}

/** What is not known any more because its time is over. */
async function notesOfTime(
  reader: FactReader,
  slice: Slice,
  { reached }: ReportContext,
  request: ReportRequest,
): Promise<readonly string[]> {
  const { from } = periodOf(request.days, request.zone);
  return timeNotesFor(reader, request, {
    looksBackTo: request.report.looksAt === 'week-around' ? from - WEEK_MS : from,
    numbers: numbersIn(
      slice,
      reached.map(({ client }) => client),
    ),
  });
}

const NO_FACTS: Slice = { counted: 'calls', ...noItems() };
