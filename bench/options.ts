import { parseArgs } from 'node:util';
import type { LiveCase } from './cases/live-cases.js';
import type { Source } from './machine/compile.js';

/** What the command line asks for. */
export interface Options {
  readonly effort: 'quick' | 'full';
  readonly source: Source;
  /** Names of the cases to be played. */
  readonly cases: readonly string[];
  /** Whether what concerns Callplane alone (requests, memory) is measured too. */
  readonly isAloneWanted: boolean;
  /** Whether the core alone is measured, in a process of its own. */
  readonly isCoreWanted: boolean;
  /** Whether one Callplane is measured with a database that keeps up and with one that does not. */
  readonly isSlowDatabaseWanted: boolean;
  /** Whether one Callplane is measured beside a report over a month. */
  readonly isMonthReportWanted: boolean;
  /** Where the report goes besides the terminal; null: nowhere. */
  readonly report: string | null;
  /** For Callplane's processes, for instance `--cpu-prof`. */
  readonly nodeOptions: readonly string[];
}

/** What is measured on Callplane only. */
const BESIDE: readonly string[] = ['alone', 'slow-database', 'month-report', 'core'];

const USAGE = `npm run bench -- [options]
  --quick           a few minutes instead of three quarters of an hour
  --only a,b        only these cases: CASES
  --write FILE      write the report there (the full run of a commit: docs/benchmarks.md)
  --working-tree    measure the files as they are, not what is committed
  --node-options S  options for Callplane's Node, for instance --node-options=--cpu-prof
`;

/** What was asked for makes no sense; the message says why, and what may be asked for. */
export class WrongUsage extends Error {}

/** Reads the words after \`npm run bench --\`; throws `WrongUsage` when they make no sense. */
export function readOptions(words: readonly string[], cases: readonly LiveCase[]): Options {
  const names = cases.map(({ name }) => name);
  const known = [...names, ...BESIDE];
  const usage = USAGE.replace('CASES', known.join(', '));
  const values = parsed(words, usage);
  const wanted = values.only?.split(',') ?? known;
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new WrongUsage(`There is no case "${unknown.join('", "')}"\n\n${usage}`);
  const isWhole = !values.quick && !values['working-tree'] && values.only === undefined;
  return {
    effort: values.quick ? 'quick' : 'full',
    source: values['working-tree'] ? 'working-tree' : 'commit',
    cases: wanted.filter((name) => names.includes(name)),
    isAloneWanted: wanted.includes('alone'),
    isCoreWanted: wanted.includes('core'),
    isSlowDatabaseWanted: wanted.includes('slow-database'),
    isMonthReportWanted: wanted.includes('month-report'),
    report: values.write ?? (isWhole ? 'docs/benchmarks.md' : null),
    nodeOptions: values['node-options'].split(' ').filter((word) => word !== ''),
  };
}

function parsed(words: readonly string[], usage: string) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        quick: { type: 'boolean', default: false },
        only: { type: 'string' },
        write: { type: 'string' },
        'working-tree': { type: 'boolean', default: false },
        'node-options': { type: 'string', default: '' },
      },
    }).values;
  } catch (error) {
    // Node has a code of its own for each misuse, and a sentence that names the word.
    if (error instanceof TypeError) throw new WrongUsage(`${error.message}\n\n${usage}`, { cause: error });
    throw error;
  }
}
