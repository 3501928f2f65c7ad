import type { HangUpReason } from '../../../src/core/command.js';
import type { BridgeId, LegId, PlaybackId } from '../../../src/core/signal.js';
import type { Sound } from './hearing.js';

/** Something the channel's own thread has to do; a playback holds up what comes after it (ari.md §2.1). */
export type Task =
  | { readonly kind: 'act'; readonly act: () => void }
  | { readonly kind: 'play'; readonly playback: PlaybackId; readonly media: readonly string[] };

/** A channel of the model. */
export interface ModelLeg {
  readonly id: LegId;
  readonly role: 'caller' | 'phone';
  /** The phone that it belongs to; empty for a caller. */
  readonly phone: string;
  readonly caller: CallerFacts | null;
  state: 'down' | 'ringing' | 'up' | 'gone';
  wasAnswered: boolean;
  bridge: BridgeId | null;
  music: string | null;
  hasRingback: boolean;
  /** It holds the others in its bridge. */
  holds: boolean;
  /** Set when we hung it up. */
  hungUpAs: HangUpReason | null;
  playing: { readonly playback: PlaybackId; readonly media: readonly string[] } | null;
  readonly tasks: Task[];
}

export interface CallerFacts {
  readonly from: string | null;
  readonly fromName: string | null;
  readonly dialled: string;
  /** The phone of ours that has dialled. */
  readonly phone?: string;
}

/** A channel that has just been made. */
export function newLeg(id: LegId, phone: string, caller: CallerFacts | null): ModelLeg {
  return {
    id,
    role: caller === null ? 'phone' : 'caller',
    phone,
    caller,
    state: caller === null ? 'down' : 'ringing',
    wasAnswered: false,
    bridge: null,
    music: null,
    hasRingback: false,
    holds: false,
    hungUpAs: null,
    playing: null,
    tasks: [],
  };
}

/** What the leg hears now; `others`: who is with it in its bridge. */
export function soundOf(leg: ModelLeg, others: readonly ModelLeg[]): Sound | null {
  if (leg.state === 'gone') return null;
  if (leg.playing !== null) return { kind: 'media', media: leg.playing.media };
  // Seen on the real one: music goes on in a bridge, and the other party is not heard, until it is stopped.
  if (leg.music !== null) return { kind: 'music', music: leg.music };
  if (leg.hasRingback) return { kind: 'ringing' };
  // Of several the one who does not hold is heard.
  const other = others.find(({ holds }) => !holds) ?? others[0];
  if (other === undefined) return null;
  // Asterisk plays music by itself to whom a phone puts on hold.
  return other.holds ? { kind: 'music', music: 'default' } : { kind: 'party', leg: other.id };
}
