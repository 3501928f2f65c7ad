import type { NodemailerError } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Handover, Mail, MailServer, SmtpPlace } from '../ports/mail.js';
import { type SmtpPatience, SmtpSession } from './smtp-session.js';

const USUAL_PATIENCE: SmtpPatience = { connectMs: 15_000, silenceMs: 60_000, wholeMs: 180_000 };
const LONGEST_SAID = 500;

/** Hands mails over to the server, a connection for each. */
export function smtpServer(place: SmtpPlace, patience: SmtpPatience = USUAL_PATIENCE): MailServer {
  return { send: (mail) => sendOver(place, patience, mail) };
}

async function sendOver(place: SmtpPlace, patience: SmtpPatience, mail: Mail): Promise<Handover> {
  const course: { message: 'kept' | 'sent' } = { message: 'kept' };
  try {
    const message = await messageOf(mail, place);
    const session = await SmtpSession.open(place, patience);
    const envelope = { from: place.from, to: mail.to };
    const answer = await session.send(envelope, message, () => (course.message = 'sent'));
    return { kind: 'accepted', said: oneLine(answer) };
  } catch (error) {
    return outcomeOf(error, course.message);
  }
}

function messageOf(mail: Mail, { from }: SmtpPlace): Promise<Buffer> {
  const composer = new MailComposer({
    ...{ from, to: mail.to, subject: mail.subject, text: mail.text, messageId: mail.messageId },
    date: new Date(mail.date),
    ...(mail.html === null ? {} : { html: mail.html }),
    ...(mail.corrects === null ? {} : { inReplyTo: mail.corrects, references: mail.corrects }),
    // So that no absent person's machine answers ours (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: [
      ...mail.pictures.map(({ id, png }) => ({
        ...{ filename: `${id}.png`, cid: id, content: png, contentType: 'image/png' },
        contentDisposition: 'inline' as const,
      })),
      ...mail.attachments.map(({ name, type, content }) => ({ filename: name, contentType: type, content })),
    ],
    // Nothing in a report names a file or an address that is to be read.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** A recipient or a message can be refused for good; a sender and a login can be put right in the settings. */
function outcomeOf(error: unknown, message: 'kept' | 'sent'): Handover {
  const { command = '', code = '', responseCode, permanent } = error as NodemailerError;
  const said = oneLine(error instanceof Error ? error.message : String(error));
  const isTooLarge = code === 'EMESSAGE' && responseCode === undefined;
  const isAboutThisMail = command === 'RCPT TO' || command.startsWith('DATA') || isTooLarge;
  if (isAboutThisMail && (permanent === true || isTooLarge)) return { kind: 'refused', said };
  const isUnanswered = message === 'sent' && responseCode === undefined;
  return { kind: isUnanswered ? 'in-doubt' : 'not-taken', said };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_SAID);
}
