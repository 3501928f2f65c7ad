import { availableParallelism } from 'node:os';
import { MUTANTS } from './all.js';
import type { Mutant } from './mutant.js';
import { type Finding, Workshop } from './workshop.js';

interface Outcome {
  readonly mutant: Mutant;
  readonly finding: Finding | null;
  readonly seconds: number;
}

const WIDTHS = [32, 74, 10, 60] as const;

const mutants = chosen(process.argv.slice(2));
const workshops = Array.from({ length: availableParallelism() }, () => new Workshop());
try {
  process.exitCode = await main();
} finally {
  for (const workshop of workshops) workshop.close();
}

/** By name, or `--part 2/6`: every sixth, from the second on; nothing said: all. */
function chosen(words: readonly string[]): readonly Mutant[] {
  if (words[0] !== '--part') return MUTANTS.filter(({ name }) => words.length === 0 || words.includes(name));
  const [, part, parts] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(words[1] ?? '') ?? [];
  if (part === undefined || Number(part) > Number(parts))
    throw new Error(`--part is "${words[1] ?? ''}"; it says which part of how many, as 2/6`);
  return MUTANTS.filter((_, index) => index % Number(parts) === Number(part) - 1);
}

async function main(): Promise<number> {
  const since = performance.now();
  const unhurt = await workshops[0]?.findUnhurt(mutants);
  if (unhurt != null) {
    console.error(`without any fault, ${unhurt.suite} fails already: ${unhurt.by}`);
    return 2;
  }
  console.log(row(['name', 'what', 'found by', 'first test', 'seconds']));
  const waiting = [...mutants];
  const outcomes: Outcome[] = [];
  await Promise.all(workshops.map((workshop) => work(workshop, waiting, outcomes)));
  const survivors = outcomes.filter(({ finding }) => finding === null);
  const seconds = ((performance.now() - since) / 1000).toFixed(0);
  console.log(
    `\n${outcomes.length} faults put in, ${outcomes.length - survivors.length} found, ${seconds} s`,
  );
  for (const { mutant } of survivors) console.error(`NOT FOUND: ${mutant.name} (${mutant.what})`);
  return survivors.length === 0 && outcomes.length > 0 ? 0 : 1;
}

async function work(workshop: Workshop, waiting: Mutant[], outcomes: Outcome[]): Promise<void> {
  for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
    const since = performance.now();
    const finding = await workshop.find(mutant);
    const outcome = { mutant, finding, seconds: (performance.now() - since) / 1000 };
    outcomes.push(outcome);
    console.log(tell(outcome));
  }
}

function tell({ mutant, finding, seconds }: Outcome): string {
  return row([mutant.name, mutant.what, finding?.suite ?? 'NOBODY', finding?.by ?? '', seconds.toFixed(1)]);
}

function row(cells: readonly string[]): string {
  return cells.map((cell, index) => cell.slice(0, WIDTHS[index] ?? 8).padEnd(WIDTHS[index] ?? 0)).join('  ');
}
