import type { QueueId } from '../plan.js';
import type { CallbackId, CallId, Instant, LegId, RecordingId, VoicemailId } from '../signal.js';
import type { State } from '../state.js';

/** A place where callers leave messages. */
export interface VoicemailRule {
  /** What is heard before the beep; null: the beep alone. */
  readonly greeting: string | null;
  /** Addresses to which each message is mailed. */
  readonly mail: readonly string[];
  /** A message in which less is said is none. */
  readonly shortestMs: number;
  /** A message ends by itself after so long. */
  readonly longestMs: number;
  /** Silence that ends a message. */
  readonly silenceMs: number;
  /** `#` or `*`; null: no key ends a message. */
  readonly endKey: string | null;
  /** Whose agents call the caller back; null: nobody does. */
  readonly callback: QueueId | null;
}

/** Lets the caller leave a message; the flow goes on behind it. */
export interface VoicemailStep {
  readonly do: 'voicemail';
  /** Its path in the file. */
  readonly id: string;
  readonly box: string;
}

/** A caller is about to leave a message, or its file is not closed yet. */
export interface Voicemail {
  readonly id: VoicemailId;
  readonly box: string;
  /** As it was when he came. */
  readonly rule: VoicemailRule;
  readonly call: CallId;
  readonly leg: LegId;
  readonly from: string | null;
  readonly name: string | null;
  readonly enteredAt: Instant;
  readonly recording: RecordingId;
  /** When Asterisk was asked to record; null: it was not yet. */
  recordedAt: Instant | null;
  /** By which he is called back; null: by none, or he is still there. */
  callback: CallbackId | null;
  stage: VoicemailStage;
  /** How often the file was begun: a beginning may have been lost. */
  beginnings: number;
  /** How often Asterisk was asked for the file without an answer. */
  questions: number;
}

/** Every stage has a deadline: those in which something is heard that of the sound, the others one of their own. */
export type VoicemailStage =
  | { readonly kind: 'greeting' }
  | { readonly kind: 'beep' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  /** The message is over: Asterisk is closing the file. */
  | { readonly kind: 'ending'; readonly hasBegun: boolean }
  /** Asterisk closed the file by itself: he may have hung up, of which we would hear at once. */
  | ({ readonly kind: 'closed'; readonly at: Instant } & Lengths);

/** As Asterisk tells it, in whole seconds; null: it did not tell. */
export interface Lengths {
  /** Without the silence at its end, even where that is in the file (after a key or a hang-up). */
  readonly durationMs: number | null;
  /** Without the silence of pauses either. */
  readonly spokenMs: number | null;
}

/** A message that somebody left, to be heard. */
export interface KeptVoicemail {
  readonly id: VoicemailId;
  readonly box: string;
  /** Whose agents call back whoever comes to the box; null: nobody does. */
  readonly queue: QueueId | null;
  readonly call: CallId;
  readonly from: string | null;
  readonly name: string | null;
  readonly leftAt: Instant;
  readonly durationMs: number | null;
  readonly recording: RecordingId;
  readonly callback: CallbackId | null;
  /** null: nobody has heard it. */
  readonly heard: { readonly at: Instant; readonly by: string } | null;
  /** When it was left or marked last. */
  readonly touchedAt: Instant;
}

/** The message that goes into this file; null: it holds something else. */
export function voicemailIn(state: State, recording: RecordingId): Voicemail | null {
  // The file has the message's name, below its day.
  const voicemail = state.voicemails.get(recording.slice(recording.lastIndexOf('/') + 1));
  return voicemail?.recording === recording ? voicemail : null;
}
