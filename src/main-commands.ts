import { open, writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { apiToken, SettingsFault, startSettings } from './app/settings.js';
import { AccessFault } from './access/access-file.js';
import { checkAccess } from './access/access-watch.js';
import { createApi } from './cli/api-client.js';
import type { CliParts } from './cli/create-cli.js';
import { CommandFailed, EXIT, type ExitCode } from './cli/exit-code.js';
import { PortUnavailable } from './http/serve.js';
import { JournalFault } from './journal/journal-fault.js';
import { BackupFault } from './backup/backup-fault.js';
import { makeBackup, restoreBackup } from './main-backup.js';
import { rescueOf } from './main-rescue.js';
import { accessCommands, auditLines } from './main-access.js';
import { runDoctor } from './main-doctor.js';
import { accessPlace } from './main-door.js';
import { importQueueLog } from './main-import.js';
import { personCommands } from './main-person.js';
import { destroyRetentionKey, retentionLogText, runByHand } from './main-retention-commands.js';
import { RoutingRefused } from './main-recovery.js';
import {
  alertsText,
  dailyReport,
  listOfReports,
  reportOf,
  resendText,
  runLogText,
  schedulesText,
} from './main-reports.js';
import { checkFiles, drawFiles, explainFiles, speechOfFiles } from './main-routing.js';
import { logOf, settingsNow } from './main-settings.js';
import { programVersion } from './main-version.js';
import { forkChild } from './parent/fork-child.js';
import { runParent } from './parent/run-parent.js';
import { DEFAULT_LIMITS } from './parent/supervision.js';
import { TelephonyUnavailable } from './ports/telephony.js';
import { ReportFault } from './reports/report-fault.js';
import { RetentionFault } from './retention/retention-fault.js';
import { routingSchema } from './routing/schema.js';
import { StoreError } from './store/store-error.js';

/** A child may take so much longer to stop than it gives its callers. */
const STOP_MARGIN_MS = 5_000;

/** Everything that the command line needs of the other rooms. */
export function cliParts(script: string): CliParts {
  return {
    version: programVersion(),
    start: () => startProcesses(script),
    check: (files) => checkFiles(files, settingsNow()),
    schema: routingSchema,
    tryCall: (request) => explainFiles(request, Date.now()),
    graph: drawFiles,
    speech: (request) => speechOfFiles(request, settingsNow()),
    dailyReport: (request) => dailyReport(settingsNow(), request),
    runReport: (request) => reportOf(settingsNow(), request),
    listReports: listOfReports,
    schedules: () => schedulesText(settingsNow()),
    alerts: (newest) => alertsText(settingsNow(), newest),
    runLog: (request) => runLogText(settingsNow(), request),
    resend: (request) => resendText(settingsNow(), request),
    writeFile: writeResult,
    access: () => accessCommands(settingsNow()),
    audit: (since) => auditLines(settingsNow(), since),
    doctor: (format) => runDoctor(process.env, process.cwd(), format),
    backup: (request) => makeBackup(settingsNow(), request),
    restore: (request) => restoreBackup(settingsNow(), request),
    person: () => personCommands(settingsNow()),
    runRetention: (request) => runByHand(settingsNow(), request),
    retentionLog: (newest) => retentionLogText(settingsNow(), newest),
    destroyRetentionKey: () => destroyRetentionKey(settingsNow()),
    importQueueLog: (request) => importQueueLog(settingsNow(), request),
    api: () => {
      const settings = settingsNow();
      return createApi({ host: settings.http.host, port: settings.http.port, token: apiToken(settings) });
    },
    pause: (milliseconds) => pause(milliseconds),
    now: () => performance.now(),
    print: (text) => process.stdout.write(text),
    complain: (text) => process.stderr.write(text),
    explain,
  };
}

/** Throws `CommandFailed` when there is no such folder, or it may not be written. */
export async function writeResult(path: string, content: string | Buffer, readers?: 'owner'): Promise<void> {
  try {
    if (readers === 'owner') await writeForOwner(path, content);
    else await writeFile(path, content);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailed(
      `${path} cannot be written (${why}). Name a file in a folder that exists and that you may write`,
      EXIT.environment,
    );
  }
}

/** Also where the file is there already, and others could read it. */
async function writeForOwner(path: string, content: string | Buffer): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    if ((await file.stat()).isFile()) await file.chmod(0o600);
    await file.writeFile(content);
  } finally {
    await file.close();
  }
}

/** The parent: starts line and books, watches them, and stops them in order. */
async function startProcesses(script: string): Promise<number> {
  const settings = startSettings(settingsNow());
  const log = logOf(settings, 'parent');
  await checkAccess(accessPlace(settings));
  const parent = runParent({
    spawn: { line: () => forkChild(script, ['line']), books: () => forkChild(script, ['books']) },
    clock: { now: () => Math.floor(performance.timeOrigin + performance.now()) },
    log,
    rescue: rescueOf(settings, log),
    limits: {
      ...DEFAULT_LIMITS,
      hangLimitMs: settings.hangLimitMs,
      rescueMs: settings.rescueMs,
      stopMs: settings.stopGraceMs + STOP_MARGIN_MS,
    },
  });
  process.on('SIGTERM', () => parent.stop());
  process.on('SIGINT', () => parent.stop());
  process.on('SIGHUP', () => parent.reload());
  return parent.ended;
}

/** Errors that a person can mend end a command with their own message; everything else is a fault of ours. */
function explain(error: unknown): { readonly message: string; readonly exitCode: ExitCode } | null {
  const isMendable =
    error instanceof SettingsFault ||
    error instanceof RoutingRefused ||
    error instanceof ReportFault ||
    error instanceof AccessFault ||
    error instanceof RetentionFault ||
    error instanceof BackupFault;
  if (isMendable) {
    return { message: error.message, exitCode: EXIT.fault };
  }
  const isAround =
    error instanceof StoreError ||
    error instanceof PortUnavailable ||
    error instanceof JournalFault ||
    error instanceof TelephonyUnavailable;
  return isAround ? { message: error.message, exitCode: EXIT.environment } : null;
}
