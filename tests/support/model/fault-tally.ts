import type { Command } from '../../../src/core/command.js';
import type { Failure, Signal } from '../../../src/core/signal.js';
import type { SignalFate } from './faults.js';

/** How often what was done to the core, by name. */
export type FaultCounts = Readonly<Record<string, number>>;

/** Counts the faults that were put in. */
export class FaultTally {
  readonly #counts = new Map<string, number>();

  command(kind: Command['kind'], failure: Failure): void {
    this.#add(commandKey(kind, failure));
  }

  signal(kind: Signal['kind'], fate: SignalFate): void {
    this.#add(signalKey(kind, fate));
  }

  happening(name: string): void {
    this.#add(happeningKey(name));
  }

  get counts(): FaultCounts {
    return Object.fromEntries(this.#counts);
  }

  #add(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }
}

export function commandKey(kind: Command['kind'], failure: Failure): string {
  return `command ${kind} ${failure}`;
}

export function signalKey(kind: Signal['kind'], fate: SignalFate): string {
  return `signal ${kind} ${fate}`;
}

export function happeningKey(name: string): string {
  return `happening ${name}`;
}

/** Both together. */
export function addCounts(a: FaultCounts, b: FaultCounts): FaultCounts {
  const sum: Record<string, number> = { ...a };
  for (const [key, count] of Object.entries(b)) sum[key] = (sum[key] ?? 0) + count;
  return sum;
}
