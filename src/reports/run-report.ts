import type { Language } from '../core/plan.js';
import type { FactReader } from '../ports/facts.js';
import type { Instant } from '../core/signal.js';
import { buildReport } from './build-report.js';
import { CATALOGUE, REPORT_NAMES, REPORTS_BY_INTERVAL } from './catalogue/all.js';
import { INCLUDED, isByInterval, type CatalogueReport, type Included } from './catalogue/report.js';
import type { KeptDays } from './days/kept-days.js';
import { daysOfCalls } from './days-of-calls.js';
import { DISPOSITIONS, type Disposition } from './disposition.js';
import { INTERVALS, type Interval } from './intervals.js';
import { readTime } from './own/limit.js';
import { readOwnReport, type OwnReport } from './own/own-report.js';
import { formatOwnFault } from './own/yaml-place.js';
import { writeParts, type Format, type ReportPart } from './render/write-report.js';
import type { ReportDocument } from './report-document.js';
import { ReportFault, unknownName } from './report-fault.js';
import { NAMED_PERIODS, namedDays, type Days, type NamedPeriod } from './report-period.js';
import type { Filters } from './slicing/filters.js';

/** Whom to run, for when, narrowed to what: as text, from a person. */
export interface RunRequest {
  /** A name of the catalogue, or the text of an own report with the name of its file. */
  readonly what: { readonly name: string } | { readonly file: string; readonly text: string };
  /** A date, or the name of a period (`yesterday`); null: the own report's period, else today. */
  readonly from: string | null;
  /** The last day; null: the same as `from`. */
  readonly to: string | null;
  readonly interval: string | null;
  readonly against: string | null;
  readonly queues: readonly string[];
  readonly agents: readonly string[];
  readonly teams: readonly string[];
  readonly numbers: readonly string[];
  readonly tags: readonly string[];
  readonly caller: string | null;
  readonly dispositions: readonly string[];
  /** Ids of calls; left out: all. */
  readonly calls?: readonly string[];
  readonly longerThan: string | null;
  /** What a sample is drawn by; null: the days. */
  readonly seed: string | null;
  /** How much is drawn, `2%`; null: that. */
  readonly share: string | null;
  /** Which calls come first into a sample: `low-rated`, `escalated`; left out: none. */
  readonly include?: readonly string[];
  /** Which score of a review all should reach; null: 7. */
  readonly standard: string | null;
  /** Answered so fast counts as in time, in every queue; null: the service level of each queue then. */
  readonly withinMs: number | null;
  readonly language: Language;
  readonly format: Format;
  readonly bom: 'with' | 'without';
  /** Only this table, by its name; null: all. */
  readonly table: string | null;
}

/** Today, narrowed to nothing, everything as usual: what a request is made of that names only what it wants. */
export const NOTHING_ASKED: Omit<RunRequest, 'what' | 'language' | 'format' | 'bom'> = {
  ...{ from: null, to: null, interval: null, against: null },
  ...{ queues: [], agents: [], teams: [], numbers: [], tags: [] },
  ...{ caller: null, dispositions: [], longerThan: null, seed: null, share: null, standard: null },
  ...{ withinMs: null, table: null },
};

/** How the world stands: the zone of the company's days, and now. */
export interface RunSituation {
  readonly zone: string;
  readonly now: Instant;
  /** What stands for a number in E.164 where numbers are replaced after their time; left out: there is no key. */
  readonly clientOf?: (normal: string) => string;
  /** What days have left; left out: everything is computed from facts. */
  readonly kept?: KeptDays;
}

const LONG_MS = 600_000;
/** What supervisors usually listen to. */
const SAMPLED = 0.02;
/** Of scores from 1 to 10. */
const STANDARD = 7;

/** One line per report: name and what it is good for. */
export function listReports(
  language: Language,
): readonly { readonly name: string; readonly about: string }[] {
  return REPORT_NAMES.map((name) => ({ name, about: CATALOGUE[name].about[language] }));
}

/**
 * Computes a report and writes it in its format, in as many files as that takes. Give it a reader that shows one moment.
 * Throws a ReportFault with what was found and what would be right.
 */
export async function runReport(
  reader: FactReader,
  request: RunRequest,
  situation: RunSituation,
): Promise<readonly ReportPart[]> {
  const report = await documentOf(reader, request, situation);
  return writeParts(request.table === null ? report : withOnly(request.table, report), request);
}

function withOnly(wanted: string, report: ReportDocument): ReportDocument {
  const tables = report.tables.filter(({ name }) => name === wanted);
  const names = report.tables.map(({ name }) => name);
  if (tables.length === 0) throw unknownName(`table of the report ${report.name}`, wanted, names);
  return { ...report, tables };
}

/** Computes a report. The same reader, the same ReportFaults. */
export async function documentOf(
  reader: FactReader,
  request: Omit<RunRequest, 'format' | 'bom' | 'table'>,
  situation: RunSituation,
): Promise<ReportDocument> {
  refuseUnknownZone(situation.zone);
  const { name, report, own } = chosen(request.what);
  const filters = filtersOf(request, own?.filters ?? null);
  return buildReport(reader, {
    name,
    report,
    filters,
    days: await daysAsked(reader, request, own?.period ?? null, situation),
    interval: intervalOf(request.interval, { name, report }) ?? own?.interval ?? null,
    against: request.against,
    longMs: longOf(request.longerThan),
    sample: { seed: request.seed, share: shareOf(request.share), include: includedOf(request.include) },
    standard: standardOf(request.standard),
    withinMs: request.withinMs,
    language: request.language,
    ...situation,
  });
}

interface Chosen {
  readonly name: string;
  readonly report: CatalogueReport;
  readonly own: OwnReport | null;
}

function chosen(what: RunRequest['what']): Chosen {
  if ('name' in what) {
    const name = REPORT_NAMES.find((each) => each === what.name);
    if (name === undefined) throw unknownName('report', what.name, REPORT_NAMES);
    return { name, report: CATALOGUE[name], own: null };
  }
  const read = readOwnReport(what.text);
  if (!read.ok)
    throw new ReportFault(read.faults.map((fault) => formatOwnFault(what.file, fault)).join('\n'));
  return { name: read.own.name, report: read.own.report, own: read.own };
}

/** Where calls are asked for by their ids, and no day is named, their own days. */
async function daysAsked(
  reader: FactReader,
  request: Pick<RunRequest, 'from' | 'to' | 'calls'>,
  period: NamedPeriod | null,
  situation: RunSituation,
): Promise<Days> {
  const [first, ...others] = request.calls ?? [];
  if (first === undefined) return daysOf(request, period, situation);
  const own = await daysOfCalls(reader, [first, ...others], situation.zone);
  return request.from === null && request.to === null ? own : daysOf(request, period, situation);
}

function daysOf(
  request: Pick<RunRequest, 'from' | 'to'>,
  period: NamedPeriod | null,
  { zone, now }: RunSituation,
): Days {
  const from = request.from ?? period ?? 'today';
  const named = NAMED_PERIODS.find((each) => each === from);
  if (named !== undefined) {
    if (request.to !== null) {
      throw new ReportFault(`${named} has its own last day; --to ${request.to} goes with a date in --from.`);
    }
    return namedDays(named, now, zone);
  }
  return { from, to: request.to ?? from };
}

function refuseUnknownZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ReportFault(
      `${JSON.stringify(zone)} is no time zone; right would be an IANA name such as Europe/Sofia.`,
    );
  }
}

function intervalOf(
  written: string | null,
  { name, report }: Pick<Chosen, 'name' | 'report'>,
): Interval | null {
  if (written === null) return null;
  const interval = INTERVALS.find((each) => each === written);
  if (interval === undefined) throw unknownName('interval', written, INTERVALS);
  if (isByInterval(report)) return interval;
  throw new ReportFault(
    `${name} has no rows by interval, so --interval ${interval} would change nothing in it; right would be ${name} without ` +
      `it, or a report that has them: ${REPORTS_BY_INTERVAL.join(', ')}, or one of your own.`,
  );
}

function longOf(written: string | null): number {
  if (written === null) return LONG_MS;
  const ms = readTime(written);
  if (ms === null)
    throw new ReportFault(`${JSON.stringify(written)} is no time; right would be 90s, 10m or 1h.`);
  return ms;
}

function shareOf(written: string | null): number {
  if (written === null) return SAMPLED;
  const [, percent] = /^(\d{1,3}(?:\.\d+)?)%$/.exec(written) ?? [];
  const share = percent === undefined ? NaN : Number(percent) / 100;
  if (share > 0 && share <= 1) return share;
  throw new ReportFault(`${JSON.stringify(written)} is no share; right would be 2%, at most 100%.`);
}

function includedOf(written: readonly string[] = []): readonly Included[] {
  return written.map((each) => {
    const included = INCLUDED.find((name) => name === each);
    if (included === undefined) throw unknownName('kind of call', each, INCLUDED);
    return included;
  });
}

function standardOf(written: string | null): number {
  if (written === null) return STANDARD;
  const standard = /^\d{1,2}(\.\d+)?$/.test(written) ? Number(written) : NaN;
  if (standard >= 1 && standard <= 10) return standard;
  throw new ReportFault(`${JSON.stringify(written)} is no score; right would be 7, from 1 to 10.`);
}

/** What the command line says counts; what it leaves open, the own report says. */
function filtersOf(request: Omit<RunRequest, 'format' | 'bom' | 'table'>, own: Filters | null): Filters {
  const either = (asked: readonly string[], given: readonly string[] = []): readonly string[] =>
    asked.length > 0 ? asked : given;
  const dispositions = request.dispositions.map(dispositionOf);
  return {
    queues: either(request.queues, own?.queues),
    agents: either(request.agents, own?.agents),
    teams: either(request.teams, own?.teams),
    numbers: either(request.numbers, own?.numbers),
    tags: either(request.tags, own?.tags),
    caller: request.caller,
    dispositions: dispositions.length > 0 ? dispositions : (own?.dispositions ?? []),
    calls: request.calls ?? [],
  };
}

function dispositionOf(written: string): Disposition {
  const disposition = DISPOSITIONS.find((each) => each === written);
  if (disposition === undefined) throw unknownName('disposition', written, DISPOSITIONS);
  return disposition;
}
