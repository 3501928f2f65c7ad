import type { Instant } from '../core/signal.js';

/** A file that goes with a mail. */
export interface Attachment {
  readonly name: string;
  /** Media type, for instance `text/csv; charset=utf-8`. */
  readonly type: string;
  readonly content: Buffer;
}

/** A mail to one recipient: others are told nothing of him. */
export interface Mail {
  /** With angle brackets; the same whenever the same mail is handed over again. */
  readonly messageId: string;
  /** Message-ID of the mail that this one corrects; null: none. */
  readonly corrects: string | null;
  readonly to: string;
  readonly subject: string;
  readonly date: Instant;
  readonly text: string;
  /** null: text only. */
  readonly html: string | null;
  /** Shown in the HTML as `cid:<id>`. */
  readonly pictures: readonly { readonly id: string; readonly png: Buffer }[];
  readonly attachments: readonly Attachment[];
}

/** What came of handing something over; `said`: the other side's words, or what happened, for the run log. */
export type Handover =
  | { readonly kind: 'accepted'; readonly said: string }
  /** For good: trying again would change nothing. */
  | { readonly kind: 'refused'; readonly said: string }
  /** Nothing was taken; again later. */
  | { readonly kind: 'not-taken'; readonly said: string }
  /** It broke off when all was sent and before an answer came: it may have been taken. */
  | { readonly kind: 'in-doubt'; readonly said: string };

/** Where the mail server is and how it is spoken to. */
export interface SmtpPlace {
  readonly host: string;
  readonly port: number;
  /** `starttls`: encrypted after the greeting, else nothing is sent; `tls`: from the first byte; `none`: in the clear. */
  readonly security: 'starttls' | 'tls' | 'none';
  /** null: without a login. */
  readonly login: { readonly user: string; readonly password: string } | null;
  /** Who sends; what bounces goes there. */
  readonly from: string;
  /** A file in PEM with the authority that the server's certificate comes from; null: those that Node knows. */
  readonly authority: string | null;
}

/** Where mails are handed over. */
export interface MailServer {
  /** Never throws: whatever goes wrong is an outcome. */
  send(mail: Mail): Promise<Handover>;
}
