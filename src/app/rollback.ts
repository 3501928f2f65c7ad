import type { Instant, LegId, Signal } from '../core/signal.js';
import { freeze, thaw } from '../core/snapshot.js';
import { type State, step } from '../core/step.js';

/**
 * The way back from a step that threw half-way: an earlier state and every signal since then. The same signals
 * give the same state, so nothing of the failed step is left.
 */
export class Rollback {
  #frozen: string;
  #since: { readonly signal: Signal; readonly at: Instant }[] = [];

  constructor(state: State) {
    this.#frozen = freeze(state);
  }

  remember(signal: Signal, at: Instant): void {
    this.#since.push({ signal, at });
  }

  /** `frozen` holds everything up to now: the way back begins there. */
  restartFrom(frozen: string): void {
    this.#frozen = frozen;
    this.#since = [];
  }

  /** The state before the step that failed. */
  restore(): State {
    const state = thaw(this.#frozen);
    for (const { signal, at } of this.#since) step(state, signal, at);
    return state;
  }
}

/** The leg that a signal is about; null: none. */
export function legOf(signal: Signal, state: State): LegId | null {
  if ('leg' in signal) return signal.leg;
  if (signal.kind === 'command-failed') return signal.command.leg;
  if (signal.kind !== 'playback-started' && signal.kind !== 'playback-ended') return null;
  const call = state.playbacks.get(signal.playback);
  return (call === undefined ? undefined : state.calls.get(call)?.leg) ?? null;
}
