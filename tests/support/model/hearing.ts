import type { LegId } from '../../../src/core/signal.js';

/** What a party hears: nothing, music, ringing, media being played, or the others in the bridge. */
export type Sound =
  | { readonly kind: 'music'; readonly music: string }
  | { readonly kind: 'ringing' }
  | { readonly kind: 'media'; readonly media: readonly string[] }
  | { readonly kind: 'party'; readonly leg: LegId };

export interface HeardSound {
  readonly sound: Sound;
  readonly fromAt: number;
  readonly toAt: number;
}

/** Remembers for every leg what was heard from when to when. */
export class Hearing {
  readonly #now = new Map<LegId, { readonly sound: Sound; readonly key: string; readonly fromAt: number }>();
  readonly #past = new Map<LegId, HeardSound[]>();

  /** From this instant on the leg hears the sound; null: nothing. */
  hears(leg: LegId, sound: Sound | null, at: number): void {
    const before = this.#now.get(leg);
    const key = sound === null ? '' : JSON.stringify(sound);
    if ((before?.key ?? '') === key) return;
    if (before !== undefined) this.#keep(leg, { sound: before.sound, fromAt: before.fromAt, toAt: at });
    if (sound === null) this.#now.delete(leg);
    else this.#now.set(leg, { sound, key, fromAt: at });
  }

  /** Everything that the leg has heard, in the order of time; what it hears now ends at `at`. */
  of(leg: LegId, at: number): readonly HeardSound[] {
    const now = this.#now.get(leg);
    const past = this.#past.get(leg) ?? [];
    return now === undefined ? past : [...past, { sound: now.sound, fromAt: now.fromAt, toAt: at }];
  }

  #keep(leg: LegId, heard: HeardSound): void {
    const list = this.#past.get(leg);
    if (list === undefined) this.#past.set(leg, [heard]);
    else list.push(heard);
  }
}
