import type { BridgeId, LegId, PlaybackId, RecordingId } from './signal.js';
import type { Language, Phone } from './plan.js';

/**
 * Something we want done in Asterisk. Commands that name the same leg are carried out in the order
 * given, one at a time; a hang-up waits for nobody. Success is told by the event that follows
 * (`leg-answered`, `leg-joined`, `playback-started` …); only failure comes back for itself, as the
 * signal `command-failed`.
 */
export type Command =
  | { readonly kind: 'answer'; readonly leg: LegId }
  /** The caller hears ringing before the answer. */
  | { readonly kind: 'indicate-ringing'; readonly leg: LegId }
  | { readonly kind: 'start-music'; readonly leg: LegId; readonly music: string }
  | { readonly kind: 'stop-music'; readonly leg: LegId }
  /**
   * Whoever has been answered hears ringing. `standsIn`: whoever has been taken out of this bridge must have left it:
   * the first sound of another ends the tone (Asterisk's ast_write, AST_FLAG_WRITE_INT).
   */
  | { readonly kind: 'start-ringback'; readonly leg: LegId; readonly standsIn?: BridgeId }
  | { readonly kind: 'stop-ringback'; readonly leg: LegId }
  | {
      readonly kind: 'play';
      readonly leg: LegId;
      readonly playback: PlaybackId;
      /** Asterisk media addresses, `sound:` only: anything else cannot be interrupted (ari.md §2.1). */
      readonly media: readonly string[];
      readonly language: Language;
    }
  | { readonly kind: 'stop-playback'; readonly leg: LegId; readonly playback: PlaybackId }
  | {
      readonly kind: 'ring';
      /** The id of the leg to be made. */
      readonly leg: LegId;
      readonly phone: Phone;
      /** Which of its lines, where several may ring at once; left out: it has one. */
      readonly line?: string;
      /** Net above our own deadline, in whole seconds upwards. */
      readonly timeoutMs: number;
      readonly callerNumber: string | null;
      readonly callerName: string | null;
    }
  /** Both legs into the bridge, which is made first when `create` is true. */
  | {
      readonly kind: 'connect';
      readonly bridge: BridgeId;
      readonly create: boolean;
      readonly legs: readonly [LegId, LegId];
    }
  /** One leg into a bridge that is there; `leg-joined` follows. */
  | { readonly kind: 'join-bridge'; readonly leg: LegId; readonly bridge: BridgeId }
  /** A leg comes out of its bridge and hears nothing but what is played to it. */
  | { readonly kind: 'leave-bridge'; readonly leg: LegId; readonly bridge: BridgeId }
  | { readonly kind: 'remove-bridge'; readonly bridge: BridgeId }
  /** Everything that is said in the bridge into one new file. */
  | { readonly kind: 'start-recording'; readonly recording: RecordingId; readonly bridge: BridgeId }
  /** What the caller says into one new file, until it is stopped, silent for so long, or so long in all. */
  | {
      readonly kind: 'record-message';
      readonly recording: RecordingId;
      readonly leg: LegId;
      /** Whole seconds both. */
      readonly longestMs: number;
      readonly silenceMs: number;
    }
  /** A closed file is removed. */
  | { readonly kind: 'discard-recording'; readonly recording: RecordingId }
  | { readonly kind: 'pause-recording'; readonly recording: RecordingId }
  | { readonly kind: 'resume-recording'; readonly recording: RecordingId }
  | { readonly kind: 'stop-recording'; readonly recording: RecordingId }
  /** Ask Asterisk what became of it; `recording-started` (it goes on) or `recording-ended` follows. */
  | { readonly kind: 'verify-recording'; readonly recording: RecordingId }
  | { readonly kind: 'hang-up'; readonly leg: LegId; readonly reason: HangUpReason }
  /** What has come of the transfer that a phone has asked for (SIP REFER); it hears it before it is hung up. */
  | { readonly kind: 'answer-refer'; readonly leg: LegId; readonly answer: ReferAnswer }
  /** The caller leaves us for the dialplan's emergency destination; `leg-ended` follows. */
  | { readonly kind: 'send-on'; readonly leg: LegId }
  /** Ask Asterisk whether the leg still exists; `leg-ended` follows when it does not. */
  | { readonly kind: 'verify-leg'; readonly leg: LegId }
  | { readonly kind: 'watch-phone'; readonly phone: Phone }
  | { readonly kind: 'unwatch-phone'; readonly phone: Phone };

export type HangUpReason =
  'normal' | 'busy' | 'congestion' | 'unallocated' | 'answered-elsewhere' | 'no-answer';

/** `declined`: not now, or not there. `unavailable`: that leads nowhere. */
export type ReferAnswer = 'done' | 'declined' | 'unavailable';
