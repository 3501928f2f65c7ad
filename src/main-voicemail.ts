import { randomUUID } from 'node:crypto';
import type { Settings } from './app/settings.js';
import { smtpServer } from './mail/smtp-server.js';
import { companyOf, domainOf } from './main-schedules.js';
import { recordedSounds } from './main-sounds.js';
import type { Log } from './ports/log.js';
import { startMessageMails } from './reports/voicemail/mail-messages.js';
import type { MailedFor } from './reports/voicemail/message-words.js';
import type { Store } from './store/open-store.js';

/** What a process that died had taken is free again after so long; nothing that is handed over takes longer. */
const CLAIM_MS = 240_000;

/** Mails messages that callers left from now on. */
export function mailedMessages(settings: Settings, store: Store, log: Log): { stop(): Promise<void> } {
  const { mail, mailBytes } = settings.reports;
  return startMessageMails({
    book: store.voicemailMails(randomUUID()),
    sounds: recordedSounds(settings.retention.recordings),
    mail: mail === null ? null : smtpServer(mail),
    mailBytes,
    mailedFor: () => mailedFor(store),
    clock: { now: () => Date.now() },
    claimMs: CLAIM_MS,
    domain: domainOf(settings),
    log,
  });
}

/** As the company speaks now. */
async function mailedFor(store: Store): Promise<MailedFor> {
  const company = await companyOf(store);
  return { language: company?.language ?? 'en', zone: company?.timezone ?? 'UTC' };
}
