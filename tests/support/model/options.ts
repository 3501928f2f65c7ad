import type { Command } from '../../../src/core/command.js';
import type { Signal } from '../../../src/core/signal.js';
import type { FaultTally } from './fault-tally.js';

/** How the model behaves. All times in milliseconds. */
export interface ModelOptions {
  readonly seed: number;
  /** From a command to its effect and its reply. */
  readonly commandMs: number;
  /** From an event to the signal. */
  readonly signalMs: number;
  /** From the effect of a `ring` to the ringing of the phone. */
  readonly setUpMs: number;
  /** Length of a medium such as `sound:callplane/welcome`; null: the file is missing. */
  readonly mediaMs: (media: string) => number | null;
  readonly disobedience: Disobedience;
  /** Whether it is remembered what every party heard; costs memory. */
  readonly remembers: 'everything' | 'nothing';
  /** Counts what was done to the core; left out: nobody counts. */
  readonly tally?: FaultTally;
}

/** What Asterisk and the way to it do to us; all that was seen on the real one. */
export interface Disobedience {
  /** A signal comes up to so much later; the order is kept per leg and per playback, not between them. */
  readonly lateMs: number;
  /** Probability that a signal which Asterisk may repeat comes twice. */
  readonly twice: number;
  /** Probability that a signal of the kind never comes. */
  readonly missing: Readonly<Partial<Record<Signal['kind'], number>>>;
  /** Probability that a command of the kind fails, in a way picked at random; see `FAILURES`. */
  readonly failing: Readonly<Partial<Record<Command['kind'], number>>>;
}

export const OBEDIENT: Disobedience = { lateMs: 0, twice: 0, missing: {}, failing: {} };

/** Quick and obedient; media last two seconds. */
export const PLAIN_OPTIONS: ModelOptions = {
  seed: 1,
  commandMs: 3,
  signalMs: 1,
  setUpMs: 5,
  mediaMs: () => 2000,
  disobedience: OBEDIENT,
  remembers: 'everything',
};
