import type { Command } from 'commander';
import { EXIT, type ExitCode } from './exit-code.js';

export interface CheckReport {
  /** One line per finding: where, what was found, what would be right. */
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
}

export interface TrialRequest {
  readonly files: readonly string[];
  readonly to: string;
  /** null: hidden. */
  readonly from: string | null;
  /** Local date and time, `2026-03-04 18:00`; null: now. */
  readonly at: string | null;
  /** What is keyed at each menu, in order. */
  readonly keys: readonly string[];
}

export interface SpeechRequest {
  readonly files: readonly string[];
  /** What becomes of the sound files that no text needs. */
  readonly clear: 'list' | 'delete';
}

/** A text made of routing files, or the faults that keep it from being made. */
export type Made =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly faults: readonly string[] };

export interface RoutingParts {
  /** Checks routing files, which are taken as one. */
  readonly check: (files: readonly string[]) => Promise<CheckReport>;
  /** JSON Schema of the routing file. */
  readonly schema: () => Promise<object>;
  /** The path that a call would take. */
  readonly tryCall: (request: TrialRequest) => Promise<Made>;
  /** A picture of the file. */
  readonly graph: (files: readonly string[], format: 'svg' | 'mermaid') => Promise<Made>;
  /** The texts that are spoken, and their sound files. */
  readonly speech: (request: SpeechRequest) => Promise<Made>;
  readonly writeFile: (path: string, content: string) => Promise<void>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** What looks at routing files and asks nobody. */
export function addRoutingCommands(
  program: Command,
  parts: RoutingParts,
  end: (code: ExitCode) => void,
): void {
  program
    .command('check')
    .description('check a routing file, or several that are taken as one; prints every fault')
    .argument('<file...>', 'routing file')
    .action(async (files: string[]) => end(printCheck(parts, await parts.check(files), files)));
  program
    .command('schema')
    .description('print the JSON Schema of the routing file, for editors')
    .action(async () => parts.print(`${JSON.stringify(await parts.schema(), null, 2)}\n`));
  addExplain(program, parts, end);
  addGraph(program, parts, end);
  addSpeech(program, parts, end);
}

interface ExplainOptions {
  readonly to: string;
  readonly from?: string;
  readonly at?: string;
  readonly press?: string;
}

function addExplain(program: Command, parts: RoutingParts, end: (code: ExitCode) => void): void {
  program
    .command('explain')
    .description('print the path that a call would take through a routing file, and why; no call is placed')
    .argument('<file...>', 'routing file')
    .requiredOption('--to <number>', 'the number that is dialled')
    .option('--from <number>', 'the number of the caller; hidden when left out')
    .option('--at <time>', 'when, in the time of the company: "2026-03-04 18:00"; now when left out')
    .option('--press <keys>', 'what is keyed at each menu, in order: 1,2 or 1,123456#; then nothing')
    .action(async (files: string[], { to, from, at, press }: ExplainOptions) => {
      const keys = press === undefined ? [] : press.split(',');
      const tried = { files, to, from: from ?? null, at: at ?? null, keys };
      end(printMade(parts, await parts.tryCall(tried)));
    });
}

function addGraph(program: Command, parts: RoutingParts, end: (code: ExitCode) => void): void {
  program
    .command('graph')
    .description('draw a routing file: numbers, flows with their steps, queues, and the ways between them')
    .argument('<file...>', 'routing file')
    .option('--mermaid', 'as text in the language of Mermaid instead of SVG', false)
    .option('--out <file>', 'write it there instead of printing it')
    .action(async (files: string[], options: { readonly mermaid: boolean; readonly out?: string }) => {
      const made = await parts.graph(files, options.mermaid ? 'mermaid' : 'svg');
      if (!made.ok || options.out === undefined) {
        end(printMade(parts, made));
        return;
      }
      await parts.writeFile(options.out, made.text);
      parts.print(`${options.out} written\n`);
    });
}

function addSpeech(program: Command, parts: RoutingParts, end: (code: ExitCode) => void): void {
  program
    .command('speech')
    .description(
      'list the texts of a routing file that are spoken, their sound files, and those that no text needs',
    )
    .argument('<file...>', 'routing file')
    .option(
      '--clear',
      'delete the sound files that no text needs; name the routing file that is in force',
      false,
    )
    .action(async (files: string[], { clear }: { readonly clear: boolean }) =>
      end(printMade(parts, await parts.speech({ files, clear: clear ? 'delete' : 'list' }))),
    );
}

function printMade(parts: RoutingParts, made: Made): ExitCode {
  if (made.ok) {
    parts.print(made.text);
    return EXIT.ok;
  }
  for (const fault of made.faults) parts.complain(`${fault}\n`);
  return EXIT.fault;
}

function printCheck(parts: RoutingParts, report: CheckReport, files: readonly string[]): ExitCode {
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
