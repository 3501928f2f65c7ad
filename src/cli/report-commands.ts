import { join, parse } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CliParts } from './create-cli.js';
import { CommandFailed, EXIT } from './exit-code.js';

/** What `callplane report run` was asked for, as written. */
export interface ReportRunRequest {
  /** A name of the catalogue, or the path of an own report (`….yml`). */
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly interval: string | null;
  readonly against: string | null;
  readonly queues: readonly string[];
  readonly agents: readonly string[];
  /** As members of which agents were rung. */
  readonly teams: readonly string[];
  readonly numbers: readonly string[];
  readonly tags: readonly string[];
  readonly caller: string | null;
  readonly dispositions: readonly string[];
  readonly calls: readonly string[];
  readonly longerThan: string | null;
  /** Which score of a review all should reach; null: 7. */
  readonly standard: string | null;
  /** What a sample is drawn by; null: the days. */
  readonly seed: string | null;
  /** How much is drawn; null: 2 %. */
  readonly share: string | null;
  /** Which calls come first into a sample. */
  readonly include: readonly string[];
  /** Answered so fast counts as in time, in every queue; null: the service level of each queue then. */
  readonly withinMs: number | null;
  /** null: the company's. */
  readonly zone: string | null;
  readonly language: 'en' | 'ru' | null;
  readonly format: ReportFormat;
  readonly bom: 'with' | 'without';
  /** null: all. */
  readonly table: string | null;
}

/** One file of a report. */
export interface ReportFile {
  /** The table that it holds; null: the whole report. */
  readonly table: string | null;
  /** What it is called behind the name that was asked for, where there are several: `.agents`, or nothing. */
  readonly suffix: string;
  readonly content: string | Buffer;
}

/** What of the run log is printed. */
export interface LogRequest {
  /** null: all. */
  readonly schedule: string | null;
  readonly newest: number;
  readonly format: 'table' | 'json';
}

/** A scheduled report that is to be sent again. */
export interface ResendRequest {
  readonly schedule: string;
  /** A day, or an instant as the run log has it; null: the newest run. */
  readonly due: string | null;
  /** null: everybody. */
  readonly to: string | null;
}

const FORMATS = ['table', 'csv', 'json', 'html', 'xlsx', 'pdf', 'svg', 'png'] as const;
export type ReportFormat = (typeof FORMATS)[number];
const BYTES: readonly ReportFormat[] = ['xlsx', 'pdf', 'png'];

type RunOptions = Partial<
  Record<
    | 'from'
    | 'to'
    | 'interval'
    | 'against'
    | 'caller'
    | 'longerThan'
    | 'zone'
    | 'output'
    | 'seed'
    | 'share'
    | 'standard'
    | 'table',
    string
  >
> &
  Record<'queue' | 'agent' | 'team' | 'number' | 'tag' | 'disposition' | 'call' | 'include', string[]> & {
    readonly format: ReportFormat;
    readonly language?: 'en' | 'ru';
    readonly bom?: true;
    readonly within?: number;
  };

const EXAMPLES = `
Examples:
  callplane report run queues --from 2026-03-02
  callplane report run calls --from last-week --interval day --format html --output week.html
  callplane report run journal --from 2026-03-01 --to 2026-03-31 --caller '0888 123 456'
  callplane report run summary --from yesterday --format csv --table agents
  callplane report run my-report.yml --format xlsx --output my-report.xlsx`;

export function addReportCommands(program: Command, parts: CliParts): void {
  const report = program.command('report').description('reports about the past');
  addDaily(report, parts);
  addRun(report, parts);
  addScheduled(report, parts);
  addAlerts(report, parts);
  report
    .command('list')
    .description('the reports there are, and the columns an own report can have')
    .addOption(new Option('--language <language>', 'of the descriptions').choices(['en', 'ru']).default('en'))
    .action(async ({ language }: { readonly language: 'en' | 'ru' }) =>
      parts.print(await parts.listReports(language)),
    );
}

interface DailyOptions {
  readonly date?: string;
  readonly format: 'table' | 'csv';
  readonly within?: number;
}

function wholeSeconds(value: string): number {
  const seconds = Number(value);
  if (/^\d{1,5}$/.test(value) && seconds > 0) return seconds;
  throw new InvalidArgumentError('right would be whole seconds, 1 to 99999, for instance 30');
}

function addAlerts(report: Command, parts: CliParts): void {
  report
    .command('alerts')
    .description('the alerts: how each stands, and who was told what')
    .option('--last <number>', 'so many notices', wholeNumber, 20)
    .action(async ({ last }: { readonly last: number }) => parts.print(await parts.alerts(last)));
}

function addScheduled(report: Command, parts: CliParts): void {
  report
    .command('schedules')
    .description(
      'the reports that are sent by themselves: when they are due next, and what came of them last',
    )
    .action(async () => parts.print(await parts.schedules()));
  report
    .command('log')
    .description('what became of them: rows, content, duration, and each recipient with its answer')
    .argument('[schedule]', 'only this one')
    .option('--last <number>', 'so many runs', wholeNumber, 20)
    .option('--json', 'for programs', false)
    .action(
      async (schedule: string | undefined, options: { readonly last: number; readonly json: boolean }) => {
        const format = options.json ? 'json' : 'table';
        parts.print(await parts.runLog({ schedule: schedule ?? null, newest: options.last, format }));
      },
    );
  report
    .command('resend')
    .description('send a scheduled report once more; one that was missed or failed is made')
    .argument('<schedule>', 'see callplane report schedules')
    .option(
      '--due <when>',
      'which run: its day, or the instant in the log as --json has it (default: the newest)',
    )
    .option('--to <place>', 'only there: a mail address, or as the log names it (default: everybody)')
    .action(async (schedule: string, options: { readonly due?: string; readonly to?: string }) => {
      parts.print(await parts.resend({ schedule, due: options.due ?? null, to: options.to ?? null }));
    });
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Right would be a whole number from 1 to 9999.');
}

function addDaily(report: Command, parts: CliParts): void {
  report
    .command('daily')
    .description("one day's figures: queues, total, agents")
    .option(
      '--date <date>',
      'the day, YYYY-MM-DD in the time zone of the routing file (default: today)',
      calendarDate,
    )
    .addOption(
      new Option('--format <format>', 'how it is printed').choices(['table', 'csv']).default('table'),
    )
    .option(
      '--within <seconds>',
      'answered so fast counts as in time, in every queue (default: the service level of each queue then)',
      wholeSeconds,
    )
    .action(async ({ date, format, within }: DailyOptions) => {
      const withinMs = within === undefined ? null : within * 1000;
      const text = await parts.dailyReport({ date: date ?? null, format, withinMs });
      parts.print(text.endsWith('\n') ? text : `${text}\n`);
    });
}

function addRun(report: Command, parts: CliParts): void {
  const several = (value: string, before: string[]): string[] => [...before, value];
  report
    .command('run')
    .description('a report of the catalogue by its name, or one of your own by its file (….yml)')
    .argument('<name>', 'see callplane report list')
    .option(
      '--from <day>',
      'first day, YYYY-MM-DD, or today, yesterday, last-week, last-month … (default: today)',
    )
    .option('--to <day>', 'last day, which is in it (default: the first)')
    .option('--interval <interval>', 'rows by 15min, hour, day, week or month')
    .option('--against <day>', 'first day of the earlier period of a comparison')
    .option('--queue <queue>', 'only this queue; may be given several times', several, [])
    .option('--agent <agent>', 'only this agent', several, [])
    .option('--team <team>', 'only what agents were given as members of this team', several, [])
    .option('--number <number>', 'only this number dialled', several, [])
    .option('--tag <tag>', 'only calls with this tag', several, [])
    .option('--disposition <disposition>', 'only calls that ended so', several, [])
    .option('--call <id>', 'only this call, by its id', several, [])
    .option('--caller <number>', "only this caller's calls; the number in any usual writing")
    .option(
      '--within <seconds>',
      'answered so fast counts as in time, in every queue (default: the service level of each queue then)',
      wholeSeconds,
    )
    .option('--longer-than <time>', 'what counts as long: 90s, 10m, 1h')
    .option('--share <share>', 'how much of the recorded calls a sample is (default: 2%)')
    .option('--include <kind>', 'calls that a sample has first: low-rated, escalated', several, [])
    .option('--standard <score>', 'which score of a review all should reach (default: 7)')
    .option('--seed <word>', 'what a sample is drawn by (default: its days)')
    .option('--zone <zone>', 'time zone of days and hours (default: that of the routing file)')
    .addOption(new Option('--language <language>', 'default: that of the routing file').choices(['en', 'ru']))
    .addOption(new Option('--format <format>', 'how it is written').choices([...FORMATS]).default('table'))
    .option('--bom', 'CSV begins with a byte order mark, by which some spreadsheets know UTF-8')
    .option('--table <table>', 'only this table of the report')
    .option('--output <file>', 'write it there; CSV of several tables: each into a file of its own beside it')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, options: RunOptions) => {
      await run(parts, name, options);
    });
}

async function run(parts: CliParts, name: string, options: RunOptions): Promise<void> {
  const { output = null, format } = options;
  if (output === null && BYTES.includes(format)) {
    throw new CommandFailed(`A report as ${format} needs a file: --output report.${format}`, EXIT.usage);
  }
  const files = await parts.runReport(requestOf(name, options));
  if (output === null) printFirst(parts, name, files);
  else await writeAll(parts, output, files);
}

/** What is piped on shall be one table, with one heading; a person is told what else there is. */
function printFirst(parts: CliParts, name: string, [first, ...others]: readonly ReportFile[]): void {
  if (first === undefined) return;
  parts.print(first.content.toString());
  if (others.length === 0) return;
  const rest = others.map(({ table }) => table ?? '').join(', ');
  parts.complain(
    `This was the table ${first.table ?? ''}; ${name} also has: ${rest}. --table NAME prints one, --output FILE writes all.\n`,
  );
}

async function writeAll(parts: CliParts, output: string, files: readonly ReportFile[]): Promise<void> {
  const { dir, name, ext } = parse(output);
  const written: string[] = [];
  for (const { suffix, content } of files) {
    const path = files.length === 1 ? output : join(dir, `${name}${suffix}${ext}`);
    await parts.writeFile(path, content);
    written.push(path);
  }
  if (written.length > 1) parts.print(`Each table is a file of its own: ${written.join(', ')}\n`);
}

function requestOf(name: string, options: RunOptions): ReportRunRequest {
  return {
    name,
    from: options.from ?? null,
    to: options.to ?? null,
    interval: options.interval ?? null,
    against: options.against ?? null,
    queues: options.queue,
    agents: options.agent,
    teams: options.team,
    numbers: options.number,
    tags: options.tag,
    caller: options.caller ?? null,
    dispositions: options.disposition,
    calls: options.call,
    longerThan: options.longerThan ?? null,
    standard: options.standard ?? null,
    seed: options.seed ?? null,
    share: options.share ?? null,
    include: options.include,
    withinMs: options.within === undefined ? null : options.within * 1000,
    zone: options.zone ?? null,
    language: options.language ?? null,
    format: options.format,
    bom: options.bom === true ? 'with' : 'without',
    table: options.table ?? null,
  };
}

/** A day that exists, as YYYY-MM-DD. */
function calendarDate(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  const isReal = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime());
  if (isReal && date.toISOString().startsWith(text)) return text;
  throw new InvalidArgumentError('Right would be a day that exists, like 2026-08-31.');
}
