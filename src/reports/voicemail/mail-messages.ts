import { createHash } from 'node:crypto';
import { schedule as wakeAt } from 'node-cron';
import type { Clock } from '../../ports/clock.js';
import type { Log } from '../../ports/log.js';
import type { Handover, Mail, MailServer } from '../../ports/mail.js';
import type {
  MailedVoicemail,
  RecordedSounds,
  VoicemailMail,
  VoicemailMailBook,
} from '../../ports/voicemails.js';
import { stateAfter } from '../schedules/slot-work.js';
import { type MailedFor, subjectOf, textOf, type WithoutFile } from './message-words.js';

const WAKE_AT = '*/5 * * * * *';
const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 30 * 60_000;
const GIVE_UP_MS = 3 * 86_400_000;
const AT_ONCE = 4;
const FINGERPRINT_DIGITS = 12;
/** Base 64 makes three bytes four, and lines of 76 have ends; the rest is the mail's own. */
const GROWTH = 1.4;
const OWN_BYTES = 8_192;

export interface MessageMailParts {
  readonly book: VoicemailMailBook;
  readonly sounds: RecordedSounds;
  /** null: none is set. Its patience is shorter than a claim. */
  readonly mail: MailServer | null;
  /** A mail is not longer than this. */
  readonly mailBytes: number;
  /** In whose words messages are mailed now. */
  readonly mailedFor: () => Promise<MailedFor>;
  readonly clock: Clock;
  /** A mail that was taken and not answered is free again after so long. */
  readonly claimMs: number;
  /** Behind the @ of a Message-ID. */
  readonly domain: string;
  readonly log: Log;
}

export interface MessageMails {
  /** Hands over what is due. Never rejects. */
  look(): Promise<void>;
  /** Ends when nothing is under way any more. */
  stop(): Promise<void>;
}

/** Mails messages until it is stopped; to whom was put down with each message, so a restart forgets nothing. */
export function startMessageMails(parts: MessageMailParts): MessageMails {
  const mailing = new Mailing(parts);
  const task = wakeAt(WAKE_AT, () => mailing.look(), { timezone: 'UTC' });
  return {
    look: () => mailing.look(),
    stop: async () => {
      mailing.life = 'stopping';
      await task.stop();
      await task.destroy();
      await mailing.underWay;
    },
  };
}

class Mailing {
  life: 'going' | 'stopping' = 'going';
  underWay: Promise<void> = Promise.resolve();
  /** What is wrong, told once. */
  #trouble = '';

  constructor(private readonly parts: MessageMailParts) {}

  /** One look after the other. */
  look(): Promise<void> {
    if (this.life === 'stopping') return this.underWay;
    this.underWay = this.underWay.then(() => this.#lookOnce());
    return this.underWay;
  }

  async #lookOnce(): Promise<void> {
    const { book, clock, log } = this.parts;
    try {
      const due = await book.due(clock.now(), AT_ONCE);
      await Promise.all(due.map((mail) => this.#hand(mail)));
      this.#trouble = '';
    } catch (error) {
      const trouble = error instanceof Error ? error.message : String(error);
      if (trouble !== this.#trouble) log.error('messages cannot be mailed now; tried again', { error });
      this.#trouble = trouble;
    }
  }

  async #hand(mail: VoicemailMail): Promise<void> {
    const { book, claimMs } = this.parts;
    if ((await book.take(mail, claimMs)) === 'lost') return;
    const message = await book.message(mail.voicemail);
    const outcome: Handover =
      message === null
        ? { kind: 'refused', said: 'the message is not known any more' }
        : await this.#send(mail, message);
    await this.#answered(mail, outcome);
  }

  async #send({ voicemail, to }: VoicemailMail, message: MailedVoicemail): Promise<Handover> {
    const { mail, mailedFor, domain } = this.parts;
    if (mail === null)
      return {
        kind: 'not-taken',
        said: 'no mail server is set: CALLPLANE_SMTP_HOST and CALLPLANE_SMTP_FROM',
      };
    const [words, { attachments, without }] = await Promise.all([mailedFor(), this.#fileOf(message)]);
    return mail.send({
      messageId: messageIdOf(voicemail, to, domain),
      ...{ to, subject: subjectOf(message, words), text: textOf(message, words, without) },
      ...{ date: message.recordedAt, corrects: null, html: null, pictures: [], attachments },
    });
  }

  /** The file, or why the mail goes without it: that somebody has called is told all the same. */
  async #fileOf({
    voicemail,
    recording,
  }: MailedVoicemail): Promise<Pick<Mail, 'attachments'> & { readonly without: WithoutFile }> {
    const found = await this.parts.sounds.open(recording);
    if (!found.ok) return { attachments: [], without: found.why };
    if (found.size * GROWTH + OWN_BYTES > this.parts.mailBytes) {
      found.close();
      return { attachments: [], without: 'too-large' };
    }
    const pieces: Uint8Array[] = [];
    for await (const piece of found.content) pieces.push(piece);
    const content = Buffer.concat(pieces);
    return { attachments: [{ name: `${voicemail}.wav`, type: 'audio/wav', content }], without: null };
  }

  async #answered(mail: VoicemailMail, { kind, said }: Handover): Promise<void> {
    const { book, clock, log } = this.parts;
    const at = clock.now();
    const state = stateAfter(kind, at - mail.since >= GIVE_UP_MS);
    const nextTryAt = at + Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(mail.tries, 10));
    await book.answered(mail, { state, at, nextTryAt, said });
    const fields = { voicemail: mail.voicemail, to: mail.to, said, tries: mail.tries + 1 };
    if (state === 'accepted') log.info('a message was mailed', fields);
    else if (state === 'waiting' || state === 'handed-over')
      log.warn('a message could not be mailed; it is tried again', fields);
    else log.error('a message could not be mailed; it is given up, and stands in the list', fields);
  }
}

/** The same whenever the same message is handed over again, so that mail programs know it again. */
function messageIdOf(voicemail: string, to: string, domain: string): string {
  const place = createHash('sha256').update(to).digest('hex').slice(0, FINGERPRINT_DIGITS);
  return `<voicemail.${voicemail}.${place}@${domain}>`;
}
