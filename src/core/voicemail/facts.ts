import type { CallbackId, CallId, Instant, RecordingId, VoicemailId } from '../signal.js';

/** What became of a caller's message. */
export type VoicemailResult =
  | 'left'
  /** He hung up before the beep was over. */
  | 'hung-up'
  /** He said nothing, or hardly anything. */
  | 'too-short'
  | 'failed';

/** Why a message was not kept, or not whole. */
export type VoicemailFailure =
  /** Nobody has heard the messages that are there. */
  | 'box-full'
  /** Asterisk could not make the file: the folder is missing or may not be written. */
  | 'refused'
  /** A file of this name is there already. */
  | 'exists'
  /** The file closed while the caller spoke: the disk is full, somebody stopped it, or he hung up just then. */
  | 'broke-off'
  /** Asterisk knows of no such file. */
  | 'not-found'
  /** Asterisk did not say what became of it. */
  | 'no-answer';

/** A caller came to a voicemail box, and what he left there. */
export interface VoicemailFact {
  readonly voicemail: VoicemailId;
  readonly call: CallId;
  readonly box: string;
  readonly enteredAt: Instant;
  /** When the recording began; null: it did not. */
  readonly recordedAt: Instant | null;
  /** When its file was known to be closed. */
  readonly endedAt: Instant;
  /**
   * Without the silence at its end, even where that is in the file; as Asterisk tells it, in whole seconds. null: there is
   * no file, or it did not tell.
   */
  readonly durationMs: number | null;
  /** Without the silence of pauses either. */
  readonly spokenMs: number | null;
  readonly result: VoicemailResult;
  /** With the result `left`: the rest of it is missing. null: nothing failed. */
  readonly failure: VoicemailFailure | null;
  /** Its file; null: there is none. */
  readonly recording: RecordingId | null;
  /** By which he is called back; null: by none. */
  readonly callback: CallbackId | null;
  /** To whom it is mailed. */
  readonly mail: readonly string[];
}

/** Somebody has heard a message, or says that it was not heard; the newest of the same message counts. */
export interface VoicemailMark {
  readonly voicemail: VoicemailId;
  readonly at: Instant;
  /** null: nobody has heard it. */
  readonly heardBy: string | null;
}
