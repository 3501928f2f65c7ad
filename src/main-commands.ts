import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from './app/settings.js';
import type { Api } from './cli/api-client.js';
import type { CliParts } from './cli/create-cli.js';
import { explain } from './main-explain.js';
import { programVersion } from './main-version.js';
import { writeResult } from './main-write-result.js';

/** Everything that the command line needs of the other rooms. Each command loads only what it needs: all takes a second. */
export function cliParts(script: string): CliParts {
  return {
    version: programVersion(),
    start: async () => (await import('./main-start.js')).startProcesses(script),
    ...routingParts(),
    ...reportParts(),
    access: async () => (await import('./main-access.js')).accessCommands(await settingsNow()),
    audit: async (since) => (await import('./main-access.js')).auditLines(await settingsNow(), since),
    why: async (request) => (await import('./main-why.js')).storyText(await settingsNow(), request),
    doctor: async (format) =>
      (await import('./main-doctor.js')).runDoctor(process.env, process.cwd(), format),
    backup: async (request) => (await import('./main-backup.js')).makeBackup(await settingsNow(), request),
    restore: async (request) =>
      (await import('./main-backup.js')).restoreBackup(await settingsNow(), request),
    importQueueLog: async (request) =>
      (await import('./main-import.js')).importQueueLog(await settingsNow(), request),
    ...retentionParts(),
    api: runningCallplane,
    writeFile: writeResult,
    pause: (milliseconds) => pause(milliseconds),
    now: () => performance.now(),
    print: (text) => process.stdout.write(text),
    complain: (text) => process.stderr.write(text),
    explain,
  };
}

function routingParts(): Pick<CliParts, 'check' | 'schema' | 'tryCall' | 'graph' | 'speech'> {
  const rooms = () => import('./main-routing.js');
  return {
    check: async (files) => (await rooms()).checkFiles(files, await settingsNow()),
    schema: async () => (await import('./routing/schema.js')).routingSchema(),
    tryCall: async (request) => (await rooms()).explainFiles(request, Date.now()),
    graph: async (files, format) => (await rooms()).drawFiles(files, format),
    speech: async (request) => (await rooms()).speechOfFiles(request, await settingsNow()),
  };
}

type ReportParts = Pick<
  CliParts,
  'dailyReport' | 'runReport' | 'listReports' | 'schedules' | 'alerts' | 'runLog' | 'resend'
>;

function reportParts(): ReportParts {
  const rooms = () => import('./main-reports.js');
  return {
    dailyReport: async (request) => (await rooms()).dailyReport(await settingsNow(), request),
    runReport: async (request) => (await rooms()).reportOf(await settingsNow(), request),
    listReports: async (language) => (await rooms()).listOfReports(language),
    schedules: async () => (await rooms()).schedulesText(await settingsNow()),
    alerts: async (newest) => (await rooms()).alertsText(await settingsNow(), newest),
    runLog: async (request) => (await rooms()).runLogText(await settingsNow(), request),
    resend: async (request) => (await rooms()).resendText(await settingsNow(), request),
  };
}

function retentionParts(): Pick<
  CliParts,
  'person' | 'runRetention' | 'retentionLog' | 'destroyRetentionKey'
> {
  const rooms = () => import('./main-retention-commands.js');
  return {
    person: async () => (await import('./main-person.js')).personCommands(await settingsNow()),
    runRetention: async (request) => (await rooms()).runByHand(await settingsNow(), request),
    retentionLog: async (newest) => (await rooms()).retentionLogText(await settingsNow(), newest),
    destroyRetentionKey: async () => (await rooms()).destroyRetentionKey(await settingsNow()),
  };
}

/** As the settings say where it listens. */
function runningCallplane(): Api {
  return {
    ask: async (...what) => {
      const { createApi } = await import('./cli/api-client.js');
      const { apiToken } = await import('./app/settings.js');
      const settings = await settingsNow();
      const { host, port } = settings.http;
      return createApi({ host, port, token: apiToken(settings) }).ask(...what);
    },
  };
}

async function settingsNow(): Promise<Settings> {
  return (await import('./main-settings.js')).settingsNow();
}
