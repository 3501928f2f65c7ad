import { readFile } from 'node:fs/promises';
import type { Settings } from './app/settings.js';
import type { DailyRequest } from './cli/create-cli.js';
import type { LogRequest, ReportRunRequest, ResendRequest } from './cli/report-commands.js';
import type { Language, Plan } from './core/plan.js';
import { clientsOf } from './main-clients.js';
import { inExistingStore } from './main-existing-store.js';
import { withKeptDays } from './main-kept-days.js';
import { giveWay } from './main-priority.js';
import { companyOf, domainOf, schedulesNow } from './main-schedules.js';
import { renderAlerts } from './reports/alerts/alert-log.js';
import { buildDailyReport } from './reports/daily-report.js';
import { INDICATOR_NAMES, INDICATORS } from './reports/indicators/all.js';
import { localDate } from './reports/local-day.js';
import { renderCsv } from './reports/render-csv.js';
import { renderTable } from './reports/render-table.js';
import { ReportFault } from './reports/report-fault.js';
import type { ReportPart } from './reports/render/write-report.js';
import { listReports, runReport, type RunRequest } from './reports/run-report.js';
import { resend } from './reports/schedules/resend.js';
import { renderRunLog, renderSchedules } from './reports/schedules/run-log.js';
import { dueBetween } from './reports/schedules/timing.js';
import { DIMENSIONS } from './reports/slicing/dimensions.js';
import type { StoreReader } from './store/reader.js';

const LOOK_AHEAD_MS = 63 * 86_400_000;

/** The day's report in the time zone of the newest plan; without any plan in UTC. */
export async function dailyReport(settings: Settings, request: DailyRequest): Promise<string> {
  const { date, format, withinMs } = request;
  return inExistingStore(settings, (store, log) => {
    giveWay(log);
    return withKeptDays(store, log, async (reader, kept) => {
      const now = Date.now();
      const { timezone: zone } = await company(reader);
      const day = date ?? localDate(now, zone);
      const report = await buildDailyReport(reader, { date: day, zone, now, withinMs, kept });
      return format === 'csv' ? renderCsv(report) : renderTable(report);
    });
  });
}

/** A report of the catalogue or of a file, in the company's zone and language where nothing else is said. */
export async function reportOf(
  settings: Settings,
  request: ReportRunRequest,
): Promise<readonly ReportPart[]> {
  const what = await whatOf(request.name);
  return inExistingStore(settings, async (store, log) => {
    giveWay(log);
    const clientOf = await clientsOf(settings, store.retention.people, log);
    const key = clientOf === undefined ? {} : { clientOf };
    return withKeptDays(store, log, async (reader, kept) => {
      const { timezone, language } = await company(reader);
      const asked: RunRequest = { ...request, what, language: request.language ?? language };
      return runReport(reader, asked, { zone: request.zone ?? timezone, now: Date.now(), ...key, kept });
    });
  });
}

/** Reports, then columns and rows that an own report can have. */
export function listOfReports(language: Language): string {
  const reports = listReports(language).map(({ name, about }) => `  ${name.padEnd(16)}${about}`);
  const columns = INDICATOR_NAMES.map((name) => {
    const { about, formula } = INDICATORS[name];
    return `  ${name.padEnd(34)}${about[language]} (${formula})`;
  });
  return [
    'Reports',
    ...reports,
    '',
    'Columns of an own report',
    ...columns,
    '',
    `Rows of an own report by: ${DIMENSIONS.join(', ')}`,
    '',
  ].join('\n');
}

/** Each schedule with when it is due next and what came of it last. */
export async function schedulesText(settings: Settings): Promise<string> {
  const { schedules } = schedulesNow(settings);
  return inExistingStore(settings, async (store) => {
    const companyZone = (await companyOf(store))?.timezone ?? 'UTC';
    const [book, now] = [store.slots(''), Date.now()];
    const planned = schedules.map(async (schedule) => {
      const zone = schedule.zone ?? companyZone;
      const [next = null] = dueBetween(schedule.timing, zone, now, now + LOOK_AHEAD_MS);
      const [last = null] = await book.log({ schedule: schedule.name, newest: 1 });
      return { schedule, zone, next, last };
    });
    return renderSchedules(await Promise.all(planned));
  });
}

/** What became of scheduled reports, newest first. */
export async function runLogText(
  settings: Settings,
  { schedule, newest, format }: LogRequest,
): Promise<string> {
  return inExistingStore(settings, async (store) => {
    const slots = await store.slots('').log({ schedule, newest });
    const zone = (await companyOf(store))?.timezone ?? 'UTC';
    return format === 'json' ? `${JSON.stringify(slots, null, 2)}\n` : renderRunLog(slots, zone);
  });
}

/** The alerts of the file: how each stands, and who was told what. */
export async function alertsText(settings: Settings, newest: number): Promise<string> {
  const { alerts } = schedulesNow(settings);
  return inExistingStore(settings, async (store) => {
    const book = store.alerts('');
    const zone = (await companyOf(store))?.timezone ?? 'UTC';
    return renderAlerts(alerts, await book.standings(), await book.log(newest), zone);
  });
}

/** Has the running Callplane send a report once more; what to tell. */
export async function resendText(settings: Settings, request: ResendRequest): Promise<string> {
  const { schedules } = schedulesNow(settings);
  return inExistingStore(settings, async (store) => {
    const companyZone = (await companyOf(store))?.timezone ?? 'UTC';
    const parts = {
      book: store.slots(''),
      schedules,
      companyZone,
      domain: domainOf(settings),
      now: Date.now(),
    };
    const { dueAt, targets } = await resend(parts, request);
    const due = new Date(dueAt).toISOString();
    return `${request.schedule}, due ${due}, is sent again within a minute while Callplane runs, to: ${targets.join(', ')}\n`;
  });
}

async function whatOf(name: string): Promise<RunRequest['what']> {
  if (!/\.ya?ml$/.test(name)) return { name };
  try {
    return { file: name, text: await readFile(name, 'utf8') };
  } catch (error) {
    throw new ReportFault(
      `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function company(
  reader: StoreReader,
): Promise<{ readonly timezone: string; readonly language: Language }> {
  const newest = await reader.newestPlan();
  return newest === null ? { timezone: 'UTC', language: 'en' } : (JSON.parse(newest) as Plan).company;
}
