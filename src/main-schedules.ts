import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './app/settings.js';
import type { Plan } from './core/plan.js';
import type { ReadScheduleFile } from './doctor/schedules.js';
import { withKeptDays } from './main-kept-days.js';
import { shownEnvironment } from './main-programs.js';
import { clientsOf } from './main-clients.js';
import { smtpServer } from './mail/smtp-server.js';
import type { Log } from './ports/log.js';
import { ReportFault } from './reports/report-fault.js';
import { withNightly } from './reports/schedules/nightly.js';
import { startReportRunner } from './reports/schedules/report-runner.js';
import type { ScheduleFile } from './reports/schedules/read-schedules.js';
import { readScheduleFile, ScheduleDesk } from './reports/schedules/schedule-desk.js';
import type { Store } from './store/open-store.js';

/** A claim of a process that died ends after so long. */
const CLAIM_MS = 60_000;
const COMMAND_MS = 300_000;
/** Behind the @ of a Message-ID where no sender is set. */
const NO_DOMAIN = 'callplane.invalid';

const NO_FILE: ScheduleFile = { schedules: [], alerts: [] };

/** Scheduled reports, going out. */
export interface ScheduledReports {
  undelivered(): number;
  stop(): Promise<void>;
}

/**
 * What goes out by itself, as it stands whenever it is asked for: what the file of schedules says, where one is set, and the
 * nightly report. null: the file cannot be used.
 */
export function sentNow(settings: Settings, log: Log): () => ScheduleFile | null {
  const { schedules: path } = settings.reports;
  if (path === null) return () => withNightlyOf(settings, NO_FILE);
  const desk = new ScheduleDesk(path, readText, log);
  return () => {
    const file = desk.look();
    return file === null ? null : withNightlyOf(settings, file);
  };
}

/** Sends what is due from now on. */
export function scheduledReports(
  settings: Settings,
  store: Store,
  file: () => ScheduleFile | null,
  facts: () => 'complete' | 'behind',
  log: Log,
): ScheduledReports {
  const { reports } = settings;
  const told = { undelivered: 0 };
  const runner = startReportRunner({
    book: store.slots(randomUUID()),
    atOneMoment: (read) => withKeptDays(store, log, read),
    company: () => companyOf(store),
    schedules: () => file()?.schedules ?? null,
    facts,
    place: {
      mail: reports.mail === null ? null : smtpServer(reports.mail),
      limitBytes: reports.mailBytes,
      keptIn: join(settings.data, 'reports', 'large'),
      link: reports.link,
      environment: shownEnvironment(),
      commandMs: COMMAND_MS,
    },
    clients: () => clientsOf(settings, store.retention.people, log),
    clock: { now: () => Date.now() },
    domain: domainOf(settings),
    claimMs: CLAIM_MS,
    tellUndelivered: (undelivered) => (told.undelivered = undelivered),
    log,
  });
  void runner.look();
  return { undelivered: () => told.undelivered, stop: () => runner.stop() };
}

/** The company of the newest plan that was in force; null: there was none yet. */
export async function companyOf(store: Store): Promise<Plan['company'] | null> {
  const newest = await store.reader.newestPlan();
  return newest === null ? null : (JSON.parse(newest) as Plan).company;
}

/** Behind the @ of a Message-ID: the domain of the sender. */
export function domainOf({ reports }: Settings): string {
  return reports.mail?.from.split('@')[1] ?? NO_DOMAIN;
}

/** What goes out by itself. Throws a ReportFault with every fault in the file of schedules. */
export function schedulesNow(settings: Settings): ScheduleFile {
  const { schedules: path } = settings.reports;
  if (path === null) return withNightlyOf(settings, NO_FILE);
  const read = readScheduleFile(path, readText);
  if (!read.ok) throw new ReportFault(read.faults.join('\n'));
  return withNightlyOf(settings, read);
}

function withNightlyOf({ data }: Settings, { schedules, alerts }: ScheduleFile): ScheduleFile {
  return { schedules: withNightly(schedules, join(data, 'reports')), alerts };
}

/** For the doctor: null when no schedules are set. */
export function scheduleFaults({ reports }: Settings): ReadScheduleFile | null {
  if (reports.schedules === null) return null;
  const read = readScheduleFile(reports.schedules, readText);
  if (!read.ok) return { schedules: 0, alerts: 0, faults: read.faults };
  return { schedules: read.schedules.length, alerts: read.alerts.length, faults: [] };
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}
