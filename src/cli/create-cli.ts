import { Command, CommanderError } from 'commander';
import { addAccessCommands, type AccessParts } from './access-commands.js';
import { addAgentCommands } from './agent-commands.js';
import type { Api } from './api-client.js';
import { addBackupCommands, type BackupRequest, type RestoreRequest } from './backup-commands.js';
import { CommandFailed, EXIT, type ExitCode } from './exit-code.js';
import { addReportCommands, type ReportRunRequest } from './report-commands.js';

/** Everything the commands need from the other rooms; each is called only by the command that needs it. */
export interface CliParts extends AccessParts {
  readonly version: string;
  /** Runs parent, line and books until they are stopped; the exit code. */
  readonly start: () => Promise<number>;
  /** Checks routing files, which are taken as one. */
  readonly check: (files: readonly string[]) => Promise<CheckReport>;
  /** JSON Schema of the routing file. */
  readonly schema: () => object;
  /** `date`: YYYY-MM-DD in the company's time zone; null: today. */
  readonly dailyReport: (request: DailyRequest) => Promise<string>;
  /** The report, as text or as bytes. */
  readonly runReport: (request: ReportRunRequest) => Promise<string | Buffer>;
  /** The reports there are, and the indicators, as text. */
  readonly listReports: (language: 'en' | 'ru') => string;
  readonly writeFile: (path: string, content: string | Buffer) => Promise<void>;
  /** Looks at everything that Callplane needs and changes nothing. */
  readonly doctor: (
    format: 'table' | 'json',
  ) => Promise<{ readonly text: string; readonly hasFailed: boolean }>;
  /** Makes a backup; what to tell. */
  readonly backup: (request: BackupRequest) => Promise<string>;
  /** Puts a backup back; what to tell. */
  readonly restore: (request: RestoreRequest) => Promise<string>;
  /** The running Callplane. */
  readonly api: () => Api;
  /** How an error of another room ends the command; null: it is a fault inside Callplane. */
  readonly explain: (error: unknown) => { readonly message: string; readonly exitCode: ExitCode } | null;
}

export interface DailyRequest {
  readonly date: string | null;
  readonly format: 'table' | 'csv';
  /** Answered so fast counts as in time, in every queue; null: as the plans of the day say. */
  readonly withinMs: number | null;
}

export interface CheckReport {
  /** One line per finding: where, what was found, what would be right. */
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
}

/** Carries out one command line (without `node` and script) and returns the exit code. Never throws. */
export async function runCli(parts: CliParts, args: readonly string[]): Promise<number> {
  const outcome: Outcome = { code: EXIT.ok };
  try {
    await createProgram(parts, outcome).parseAsync([...args], { from: 'user' });
    return outcome.code;
  } catch (error) {
    return failed(parts, error);
  }
}

/** The exit code of a command that did not throw. */
interface Outcome {
  code: number;
}

function createProgram(parts: CliParts, outcome: Outcome): Command {
  const program = new Command('callplane')
    .description('Control plane of an on-premises call centre: drives Asterisk over ARI.')
    .version(parts.version, '--version', 'print the version')
    .addHelpText('after', EXIT_HELP)
    .configureOutput({ writeOut: parts.print, writeErr: parts.complain })
    .exitOverride();
  addLocalCommands(program, parts, outcome);
  addReportCommands(program, parts);
  addBackupCommands(program, parts);
  addAgentCommands(program, parts);
  addAccessCommands(program, parts);
  return program;
}

const EXIT_HELP = `
Exit codes: 0 done; 1 a fault in what was given; 2 wrong usage; 3 something is not there (database, Asterisk,
a running Callplane); 4 a fault inside Callplane.`;

function addLocalCommands(program: Command, parts: CliParts, outcome: Outcome): void {
  program
    .command('start')
    .description('start Callplane (settings: docs/settings.md); ends on SIGTERM or Ctrl-C, SIGHUP reloads')
    .action(async () => {
      outcome.code = await parts.start();
    });
  program
    .command('check')
    .description('check a routing file, or several that are taken as one; prints every fault')
    .argument('<file...>', 'routing file')
    .action(async (files: string[]) => {
      outcome.code = printCheck(parts, await parts.check(files), files);
    });
  program
    .command('schema')
    .description('print the JSON Schema of the routing file, for editors')
    .action(() => parts.print(`${JSON.stringify(parts.schema(), null, 2)}\n`));
  program
    .command('doctor')
    .description(
      'look at everything Callplane needs, change nothing; each line passed, warned or failed, with the mend',
    )
    .option('--json', 'for programs', false)
    .addHelpText('after', '\nExit codes: 0 all passed or warned; 1 something failed.')
    .action(async ({ json }: { readonly json: boolean }) => {
      const report = await parts.doctor(json ? 'json' : 'table');
      parts.print(report.text);
      outcome.code = report.hasFailed ? EXIT.fault : EXIT.ok;
    });
  program
    .command('version')
    .description('print the version')
    .action(() => parts.print(`${parts.version}\n`));
}

function printCheck(parts: CliParts, report: CheckReport, files: readonly string[]): ExitCode {
  for (const warning of report.warnings) parts.complain(`warning: ${warning}\n`);
  for (const fault of report.faults) parts.complain(`${fault}\n`);
  if (report.faults.length > 0) {
    const count = report.faults.length;
    parts.complain(`${count} ${count === 1 ? 'fault' : 'faults'} in ${files.join(', ')}\n`);
    return EXIT.fault;
  }
  parts.print(`${files.join(', ')}: no faults\n`);
  return EXIT.ok;
}

function failed(parts: CliParts, error: unknown): number {
  // Commander has printed its message already; help and version end this way too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const known = error instanceof CommandFailed ? error : parts.explain(error);
  if (known !== null) {
    parts.complain(`${known.message}\n`);
    return known.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  parts.complain(`A fault inside Callplane; please report it with these lines:\n${text}\n`);
  return EXIT.internal;
}
