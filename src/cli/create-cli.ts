import { Command, CommanderError } from 'commander';
import { addAccessCommands, type AccessParts } from './access-commands.js';
import { addAgentCommands } from './agent-commands.js';
import { addBackupCommands, type BackupRequest, type RestoreRequest } from './backup-commands.js';
import { addImportCommands, type ImportRequest } from './import-commands.js';
import { addCallbackCommands } from './callback-commands.js';
import { addVoicemailCommands } from './voicemail-commands.js';
import { addCallCommands } from './call-commands.js';
import { addPersonCommands, type PersonParts } from './person-commands.js';
import { addRetentionCommands, type RetentionParts } from './retention-commands.js';
import { addRoutingCommands, type RoutingParts } from './routing-commands.js';
import { addSwitchCommands } from './switch-commands.js';
import { addWhyCommand, type WhyRequest } from './why-command.js';
import { CommandFailed, EXIT, type ExitCode } from './exit-code.js';
import { addLineCommands, type LineParts } from './line-commands.js';
import {
  addReportCommands,
  type LogRequest,
  type ReportFile,
  type ReportRunRequest,
  type ResendRequest,
} from './report-commands.js';

/** Everything the commands need from the other rooms; each is called only by the command that needs it. */
export interface CliParts
  extends
    AccessParts,
    LineParts,
    RetentionParts,
    Omit<PersonParts, 'writeFile'>,
    Omit<RoutingParts, 'writeFile'> {
  readonly version: string;
  /** Runs parent, line and books until they are stopped; the exit code. */
  readonly start: () => Promise<number>;
  /** `date`: YYYY-MM-DD in the company's time zone; null: today. */
  readonly dailyReport: (request: DailyRequest) => Promise<string>;
  /** The report, in as many files as its format takes. */
  readonly runReport: (request: ReportRunRequest) => Promise<readonly ReportFile[]>;
  /** The reports there are, and the indicators, as text. */
  readonly listReports: (language: 'en' | 'ru') => Promise<string>;
  /** The alerts, and the newest notices, as text. */
  readonly alerts: (newest: number) => Promise<string>;
  /** The reports that are sent by themselves, as text. */
  readonly schedules: () => Promise<string>;
  /** What became of them, as text. */
  readonly runLog: (request: LogRequest) => Promise<string>;
  /** Has one sent again; what to tell. */
  readonly resend: (request: ResendRequest) => Promise<string>;
  /** `owner`: nobody else may read it. */
  readonly writeFile: (path: string, content: string | Buffer, readers?: 'owner') => Promise<void>;
  /** Looks at everything that Callplane needs and changes nothing. */
  readonly doctor: (
    format: 'table' | 'json',
  ) => Promise<{ readonly text: string; readonly hasFailed: boolean }>;
  /** The story of a call. */
  readonly why: (request: WhyRequest) => Promise<string>;
  /** Makes a backup; what to tell. */
  readonly backup: (request: BackupRequest) => Promise<string>;
  /** Puts a backup back; what to tell. */
  readonly restore: (request: RestoreRequest) => Promise<string>;
  /** Reads another program's history into the facts; what to tell. */
  readonly importQueueLog: (request: ImportRequest) => Promise<string>;
  /** How an error of another room ends the command; null: it is a fault inside Callplane. */
  readonly explain: (error: unknown) => { readonly message: string; readonly exitCode: ExitCode } | null;
}

export interface DailyRequest {
  readonly date: string | null;
  readonly format: 'table' | 'csv';
  /** Answered so fast counts as in time, in every queue; null: as the plans of the day say. */
  readonly withinMs: number | null;
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
  addRoutingCommands(program, parts, (code) => (outcome.code = code));
  addReportCommands(program, parts);
  addBackupCommands(program, parts);
  addImportCommands(program, parts);
  addWhyCommand(program, parts);
  addRetentionCommands(program, parts);
  addPersonCommands(program, parts);
  addAgentCommands(program, parts);
  addCallCommands(program, parts);
  addCallbackCommands(program, parts);
  addVoicemailCommands(program, parts);
  addSwitchCommands(program, parts);
  addLineCommands(program, parts);
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
