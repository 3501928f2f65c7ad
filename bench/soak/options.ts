import { parseArgs } from 'node:util';
import type { Source } from '../machine/compile.js';

/** What the command line of `npm run soak` asks for. */
export interface SoakOptions {
  readonly minutes: number;
  /** Calls per second. */
  readonly rate: number;
  readonly source: Source;
  /** The table goes into docs/reliability.md. */
  readonly isWritten: boolean;
}

const USAGE = `npm run soak -- [options]
  --minutes N       how long (60)
  --rate N          calls per second (half of the highest rate in docs/benchmarks.md)
  --write           write the table into docs/reliability.md
  --working-tree    play the files as they are, not what is committed
`;

/** Reads the words after `npm run soak --`; `benchmarks`: the text of docs/benchmarks.md. Throws with the usage. */
export function readSoakOptions(words: readonly string[], benchmarks: string): SoakOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      minutes: { type: 'string', default: '60' },
      rate: { type: 'string' },
      write: { type: 'boolean', default: false },
      'working-tree': { type: 'boolean', default: false },
    },
  });
  return {
    minutes: positive('--minutes', values.minutes),
    rate: values.rate === undefined ? halfOfHighest(benchmarks) : positive('--rate', values.rate),
    source: values['working-tree'] ? 'working-tree' : 'commit',
    isWritten: values.write,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new Error(`${name}: found "${text}"; right is a number above 0\n${USAGE}`);
}

/** The row `calls/s` of the benchmark: app_queue's median first, then Callplane's. */
function halfOfHighest(benchmarks: string): number {
  const median = /^\| calls\/s +\| *[\d.]+[^|]*\| *([\d.]+)/m.exec(benchmarks)?.[1];
  if (median === undefined)
    throw new Error(
      `docs/benchmarks.md names no highest rate (row "calls/s"); say --rate, or run npm run bench\n${USAGE}`,
    );
  return Number(median) / 2;
}
