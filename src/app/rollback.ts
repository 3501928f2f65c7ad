import type { Astray } from '../core/astray.js';
import type { Deadline } from '../core/deadlines.js';
import type { Instant, LegId, Signal } from '../core/signal.js';
import { imageOf, type StateImage } from '../core/snapshot.js';
import { DeadlineFailed, type State, step } from '../core/step.js';

/**
 * The way back from a step that threw half-way: an earlier state and every signal since then. The same signals
 * give the same state, so nothing of the failed step is left.
 */
export class Rollback {
  #image: StateImage;
  #since: { readonly signal: Signal; readonly at: Instant }[] = [];

  constructor(state: State) {
    this.#image = imageOf(state);
  }

  remember(signal: Signal, at: Instant): void {
    this.#since.push({ signal, at });
  }

  /** The image holds everything up to now: the way back begins there. */
  restartFrom(image: StateImage): void {
    this.#image = image;
    this.#since = [];
  }

  /** The state before the step that failed. */
  restore(): State {
    const state = this.#image.revive();
    for (const { signal, at } of this.#since) step(state, signal, at);
    return state;
  }
}

/**
 * What is taken instead of a signal whose step threw, on the `state` of before: a deadline that threw is left out and the signal
 * comes again; a signal that threw is left out, and the call it was about is ended; when even that throws, only the
 * log tells of it. That a line has begun, or hears Asterisk again, is true whatever threw over what it finds: else nobody
 * would be rung any more.
 */
export function insteadOf(signal: Signal, error: unknown, state: State): readonly Signal[] {
  const failed = { kind: 'step-failed', error: String(error) } as const;
  if (error instanceof DeadlineFailed) {
    const { kind, id } = error.deadline;
    return [{ ...failed, leg: legOfDeadline(error.deadline, state), deadline: { kind, id } }, signal];
  }
  // Before anything else: time has passed without it.
  if (signal.kind === 'restarted' && signal.left === undefined)
    return [
      { ...signal, left: 'left-alone' },
      { ...failed, leg: null, deadline: null },
    ];
  if (signal.kind === 'telephony-back' && signal.existing !== null)
    return [
      { ...failed, leg: null, deadline: null },
      { ...signal, existing: null },
    ];
  if (signal.kind !== 'step-failed') return [{ ...failed, leg: legOf(signal, state), deadline: null }];
  return signal.leg === null ? [] : [{ ...signal, leg: null }];
}

/** The leg that a signal is about; null: none. */
function legOf(signal: Signal, state: State): LegId | null {
  if ('leg' in signal) return signal.leg;
  if (signal.kind === 'command-failed') return signal.command.leg;
  if (signal.kind === 'found-astray') return legAstray(signal.astray);
  if (signal.kind === 'looked-up' || signal.kind === 'speech-made')
    return state.calls.get(signal.call)?.leg ?? null;
  if (signal.kind !== 'playback-started' && signal.kind !== 'playback-ended') return null;
  const call = state.playbacks.get(signal.playback);
  return (call === undefined ? undefined : state.calls.get(call)?.leg) ?? null;
}

function legAstray(astray: Astray): LegId | null {
  if (astray.what === 'stray-leg') return astray.leg.leg;
  return 'leg' in astray ? astray.leg : null;
}

/** The leg of the call that a deadline is about; null: it is about no call. */
function legOfDeadline({ kind, id }: Deadline, state: State): LegId | null {
  if (kind === 'leg-gone' || kind === 'code') return id;
  if (kind === 'offer') return state.offers.get(id)?.leg ?? null;
  return state.calls.get(id)?.leg ?? null;
}
