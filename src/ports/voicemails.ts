import type { CallId, Instant, RecordingId, VoicemailId } from '../core/signal.js';

/** A message on its way to one address. The states and marks are those of a report's delivery (`slots.ts`). */
export interface VoicemailMail {
  readonly voicemail: VoicemailId;
  readonly to: string;
  readonly state: 'waiting' | 'handed-over' | 'accepted' | 'refused' | 'given-up';
  readonly mark: 'once' | 'maybe-twice';
  readonly handOvers: number;
  readonly tries: number;
  /** From here on it is tried. */
  readonly since: Instant;
  readonly nextTryAt: Instant;
  readonly acceptedAt: Instant | null;
  readonly said: string | null;
}

/** What a mail says of a message. */
export interface MailedVoicemail {
  readonly voicemail: VoicemailId;
  readonly call: CallId;
  readonly box: string;
  /** As it stands with the call; null: hidden, or not known any more. */
  readonly from: string | null;
  readonly dialled: string | null;
  readonly recordedAt: Instant;
  readonly durationMs: number | null;
  readonly recording: RecordingId;
  readonly isCalledBack: boolean;
}

/** What came of handing a mail over. */
export interface VoicemailMailAnswer {
  readonly state: VoicemailMail['state'];
  readonly at: Instant;
  readonly nextTryAt: Instant;
  readonly said: string;
}

/** The mails in the database, which decides: each is handed over by whoever takes it. All throw when it does not answer. */
export interface VoicemailMailBook {
  /** Those that have not come to an end and whose time has come, oldest first. */
  due(now: Instant, atMost: number): Promise<readonly VoicemailMail[]>;
  /** What it is about; null: the message is not known any more. */
  message(voicemail: VoicemailId): Promise<MailedVoicemail | null>;
  /** → handed over, for so long as nobody else may; `lost`: another has it. */
  take(mail: VoicemailMail, claimMs: number): Promise<'kept' | 'lost'>;
  /** handed over → what came of it. Only by who took it. */
  answered(mail: VoicemailMail, answer: VoicemailMailAnswer): Promise<void>;
  /** Mails of the time since then that were refused or given up. */
  undelivered(since: Instant): Promise<number>;
}

/** The file of a recording. */
export type FoundSound =
  | {
      readonly ok: true;
      /** Bytes. */
      readonly size: number;
      /** For one reader: open until he has read all of it, or closes it. */
      readonly content: AsyncIterable<Uint8Array>;
      close(): void;
    }
  | { readonly ok: false; readonly why: 'no-folder' | 'not-there' };

/** The files of recordings, wherever they have been moved to. */
export interface RecordedSounds {
  open(recording: RecordingId): Promise<FoundSound>;
}
