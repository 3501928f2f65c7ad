import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadPlan, type Source } from '../../../src/routing/load.js';
import { halfHourUnder } from '../../simulation/day.js';
import type { Dice } from '../../simulation/dice.js';
import { must } from '../../simulation/must.js';
import { runDay } from '../../simulation/run-day.js';
import { mustBeInside } from '../inside-a-file.js';
import { awkward, editLines, editText, wellFormed } from '../mutation.js';
import type { FuzzTarget } from '../target.js';

const FOLDERS = ['examples', 'tests/routing/good', 'tests/routing/bad'];
/** Begins a further file in an input. */
const NEXT_FILE = '=== next file';
/** Files in an input at most. */
const FILES_AT_MOST = 4;
/** A word or a number between blanks and brackets. */
const WORD = /[^\s,:{}[\]'"#]+/g;

/** Routing files: each gives a plan or faults with their places, and every plan runs half an hour without a fault. */
export function routingTarget(): FuzzTarget {
  return { corpus: FOLDERS.flatMap(inputsIn), mutate, run, close: () => Promise.resolve() };
}

function mutate(dice: Dice, known: () => string): string {
  const input = known();
  const kind = dice.between(0, 9);
  if (kind <= 3) return editLines(dice, input, known());
  if (kind <= 7) return wellFormed(editWord(dice, input, known()));
  if (kind === 8) return editText(dice, input, known());
  return `${input}\n${NEXT_FILE}\n${editLines(dice, known(), input)}`;
}

/** Puts a word of another file, or something awkward, in the place of a word. */
function editWord(dice: Dice, input: string, other: string): string {
  const [words, theirs] = [[...input.matchAll(WORD)], [...other.matchAll(WORD)]];
  if (words.length === 0) return other;
  const { index, 0: word } = dice.pick(words);
  const put = theirs.length === 0 || dice.falls(0.2) ? changed(dice, word) : dice.pick(theirs)[0];
  return input.slice(0, index) + put + input.slice(index + word.length);
}

/** Another number, or awkward text. */
function changed(dice: Dice, word: string): string {
  if (!/\d/.test(word) || dice.falls(0.2)) return awkward(dice);
  const another = dice.pick([0, 1, 2, 59, 60, 61, 99, 100, 101, 999, 3600, 86_400, 100_000, 2 ** 31, 1e20]);
  return word.replace(/\d+/, String(another));
}

function run(input: string): string {
  const sources = sourcesOf(input);
  const loaded = loadPlan(sources);
  if (!loaded.ok) {
    must(loaded.faults.length > 0, 'neither a plan nor a fault');
    for (const fault of loaded.faults) mustBeInside(fault, sources);
    return `refused ${[...new Set(loaded.faults.map(({ code }) => code))].sort().join(' ')}`;
  }
  for (const warning of loaded.warnings) mustBeInside(warning, sources);
  const result = runDay(halfHourUnder(loaded.plan, seedOf(input)), { remembers: 'nothing' });
  if ('error' in result) throw result.error;
  const { queues, blocks } = loaded.plan;
  const steps = new Set(Object.values(blocks).flatMap((block) => block.map((step) => step.do)));
  const strategies = Object.values(queues).map(({ strategy }) => strategy);
  return `plan ${[...new Set([...steps, ...strategies])].sort().join(' ')}`;
}

function sourcesOf(input: string): readonly Source[] {
  const texts = input.split(`\n${NEXT_FILE}\n`).slice(0, FILES_AT_MOST);
  return texts.map((text, index) => ({ path: `file-${index + 1}.yml`, text }));
}

/** The same input has the same half-hour. */
function seedOf(input: string): number {
  let hash = 0;
  for (let at = 0; at < input.length; at += 1) hash = (Math.imul(hash, 31) + input.charCodeAt(at)) | 0;
  return hash;
}

function inputsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .filter((name) => !name.endsWith('.csv'))
    .map((name) => {
      const path = join(folder, name);
      const files = statSync(path).isDirectory()
        ? readdirSync(path)
            .sort()
            .map((file) => join(path, file))
        : [path];
      return files.map((file) => readFileSync(file, 'utf8')).join(`\n${NEXT_FILE}\n`);
    });
}
