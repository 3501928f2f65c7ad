import type { Mutant } from './mutant.js';

const FOUND_BY = ['../speech/speaker'];

/** Faults of whoever has texts of calls spoken. */
export const SPEECH_MUTANTS: readonly Mutant[] = [
  {
    name: 'same-text-twice',
    what: 'a text that several callers wait for is spoken for each of them',
    file: 'speech/speaker.ts',
    find: 'if (same !== undefined) same.waiters.push(waiter);',
    replace: 'if (same === null) return;',
    reportTests: FOUND_BY,
  },
  {
    name: 'first-come-in-vain',
    what: 'in a rush each gets an engine when his time is over',
    file: 'speech/speaker.ts',
    find: 'this.#waiting.pop()',
    replace: 'this.#waiting.shift()',
    reportTests: FOUND_BY,
  },
  {
    name: 'spoken-for-nobody',
    what: 'an engine is begun for a caller who waits no longer',
    file: 'speech/speaker.ts',
    find: 'until - now >= LEAST_MS',
    replace: 'until > 0',
    reportTests: FOUND_BY,
  },
  {
    name: 'engine-outlives-line',
    what: 'engines at work go on when the line is gone',
    file: 'speech/speaker.ts',
    find: 'makeOne(wanted, engine, keep, this.#closing.signal)',
    replace: 'makeOne(wanted, engine, keep)',
    reportTests: FOUND_BY,
  },
  {
    name: 'debt-in-the-log',
    what: 'what an engine repeats of the text of a call stands in the log',
    file: 'speech/engine.ts',
    find: "speaksFor === 'calls' ? 'ignore' : 'pipe'",
    replace: "'pipe'",
    reportTests: FOUND_BY,
  },
  {
    name: 'sweep-ends-at-the-first',
    what: 'what a killed process left of its work is never deleted',
    file: 'speech/sweeping.ts',
    find: "recursive: what === 'scratch'",
    replace: 'recursive: false',
    reportTests: FOUND_BY,
  },
];
