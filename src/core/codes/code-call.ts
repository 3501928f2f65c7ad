import type { Phone } from '../plan.js';
import type { CheckId, LegId, PlaybackId } from '../signal.js';
import type { State } from '../state.js';

/** An agent's phone has dialled a code: no call, as nobody is called; it lasts for as long as he hears what came of it. */
export interface CodeCall {
  readonly leg: LegId;
  readonly phone: Phone;
  /** How often he was asked who he is. */
  tries: number;
  stage: CodeStage;
}

export type CodeStage =
  /** His number, then his PIN. Of digits only how many there are: they stand among the secrets. */
  | {
      readonly kind: 'asking';
      readonly what: 'number' | 'pin';
      /** null: the prompt is over. */
      playback: PlaybackId | null;
      keyed: number;
    }
  /** Whether the PIN is his is being found out. */
  | { readonly kind: 'checking'; readonly check: CheckId }
  /** He hears what came of it. */
  | { readonly kind: 'telling'; readonly playback: PlaybackId }
  | { readonly kind: 'leaving' };

/** The code call that a sound is played in. */
export function hearing({ codeCalls }: State, playback: PlaybackId): CodeCall | undefined {
  for (const call of codeCalls.values())
    if ('playback' in call.stage && call.stage.playback === playback) return call;
  return undefined;
}

/** Somebody dials codes at this phone: it can be rung when he is done. */
export function isCoding({ codeCalls }: State, phone: Phone): boolean {
  for (const call of codeCalls.values()) if (call.phone === phone) return true;
  return false;
}
