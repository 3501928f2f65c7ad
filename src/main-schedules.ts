import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './app/settings.js';
import type { Plan } from './core/plan.js';
import { smtpServer } from './mail/smtp-server.js';
import type { Log } from './ports/log.js';
import type { ReadScheduleFile } from './doctor/schedules.js';
import { ReportFault } from './reports/report-fault.js';
import { startReportRunner } from './reports/schedules/report-runner.js';
import type { ScheduleFile } from './reports/schedules/read-schedules.js';
import { readScheduleFile, ScheduleDesk } from './reports/schedules/schedule-desk.js';
import type { Store } from './store/open-store.js';

/** A claim of a process that died ends after so long. */
const CLAIM_MS = 60_000;
const COMMAND_MS = 300_000;
/** What a command may see of our environment: nothing that could be a secret. */
const SHOWN_TO_COMMANDS = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ'];
/** Behind the @ of a Message-ID where no sender is set. */
const NO_DOMAIN = 'callplane.invalid';

/** Scheduled reports, going out. */
export interface ScheduledReports {
  undelivered(): number;
  stop(): Promise<void>;
}

/** The file of schedules and alerts, read again whenever somebody looks; null: none is set. */
export function scheduleDesk({ reports }: Settings, log: Log): ScheduleDesk | null {
  return reports.schedules === null ? null : new ScheduleDesk(reports.schedules, readText, log);
}

/** Sends what is due from now on. */
export function scheduledReports(
  settings: Settings,
  store: Store,
  desk: ScheduleDesk,
  facts: () => 'complete' | 'behind',
  log: Log,
): ScheduledReports {
  const { reports } = settings;
  const told = { undelivered: 0 };
  const runner = startReportRunner({
    book: store.slots(randomUUID()),
    atOneMoment: (read) => store.atOneMoment(read),
    company: () => companyOf(store),
    schedules: () => desk.look()?.schedules ?? null,
    facts,
    place: {
      mail: reports.mail === null ? null : smtpServer(reports.mail),
      limitBytes: reports.mailBytes,
      keptIn: join(settings.data, 'reports', 'large'),
      link: reports.link,
      environment: environmentOf(process.env),
      commandMs: COMMAND_MS,
    },
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

/** The file as it stands now. Throws a ReportFault with every fault in it. */
export function schedulesNow({ reports }: Settings): ScheduleFile {
  if (reports.schedules === null)
    throw new ReportFault(
      'No schedules are set: CALLPLANE_SCHEDULES names their file (docs/reports.md, Schedules).',
    );
  const read = readScheduleFile(reports.schedules, readText);
  if (!read.ok) throw new ReportFault(read.faults.join('\n'));
  return read;
}

/** For the doctor: null when no schedules are set. */
export function scheduleFaults({
  reports,
}: Settings): ReadScheduleFile | null {
  if (reports.schedules === null) return null;
  const read = readScheduleFile(reports.schedules, readText);
  if (!read.ok) return { schedules: 0, alerts: 0, faults: read.faults };
  return { schedules: read.schedules.length, alerts: read.alerts.length, faults: [] };
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

function environmentOf(environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(
    SHOWN_TO_COMMANDS.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
