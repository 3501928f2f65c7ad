import type { Dice } from '../simulation/dice.js';

/** A door of the product that takes what others send, and what must be true of it whatever they send. */
export interface FuzzTarget {
  /** Whole inputs to begin with. */
  readonly corpus: readonly string[];
  /** Another input, made of known ones: `known` hands out any of them. */
  readonly mutate: (dice: Dice, known: () => string) => string;
  /**
   * Runs one input; throws when something that must hold does not. Hands back what it came to, in few words: an input
   * with a new outcome is kept and mutated further.
   */
  readonly run: (input: string) => Promise<string> | string;
  readonly close: () => Promise<void>;
}

export const TARGETS = ['decoder', 'routing', 'callers', 'journal', 'http', 'queue-log'] as const;
export type TargetName = (typeof TARGETS)[number];

/** Builds the target; the modules of the others are not loaded. */
export async function openTarget(name: TargetName): Promise<FuzzTarget> {
  switch (name) {
    case 'decoder':
      return (await import('./targets/decoder.js')).decoderTarget();
    case 'routing':
      return (await import('./targets/routing.js')).routingTarget();
    case 'callers':
      return (await import('./targets/callers.js')).callersTarget();
    case 'journal':
      return (await import('./targets/journal.js')).journalTarget();
    case 'http':
      return (await import('./targets/http.js')).httpTarget();
    case 'queue-log':
      return (await import('./targets/queue-log.js')).queueLogTarget();
  }
}
