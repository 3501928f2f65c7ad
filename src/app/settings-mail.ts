import type { SmtpPlace } from '../ports/mail.js';
import type { SettingsInput } from './settings-input.js';

/** Reports that are sent by themselves. */
export interface ReportSettings {
  /** The file of schedules; null: none are sent. */
  readonly schedules: string | null;
  /** null: no mails are sent. */
  readonly mail: SmtpPlace | null;
  /** A mail is not longer than this. */
  readonly mailBytes: number;
  /** The address under which others see the folder of what is too large; null: they do not. */
  readonly link: string | null;
}

/** The settings of reports; faulty ones are named by `mailFaults`. */
export function reportsOf(input: SettingsInput): ReportSettings {
  const { schedules, mailMegabytes, reportLink: link } = input;
  return { schedules, mail: mailOf(input), mailBytes: mailMegabytes * 1024 * 1024, link };
}

function mailOf(input: SettingsInput): SmtpPlace | null {
  const { smtpHost: host, smtpPort: port, smtpSecurity: security, smtpFrom: from } = input;
  const { smtpUser: user, smtpPassword: password, smtpAuthority: authority } = input;
  if (host === null || from === null) return null;
  const login = user === null || password === null ? null : { user, password };
  return { host, port, security, login, from, authority };
}

/** What is missing or forbidden where a mail server is set; each says what would be right. */
export function mailFaults(input: SettingsInput): readonly string[] {
  const { smtpHost: host, smtpFrom: from, smtpUser: user, smtpPassword: password, smtpSecurity } = input;
  const faults: string[] = [];
  if (host !== null && from === null)
    faults.push('CALLPLANE_SMTP_FROM is not set; set it to the address that reports come from');
  if (host === null && (from !== null || user !== null))
    faults.push(
      'CALLPLANE_SMTP_HOST is not set; set it to the mail server, or unset the other CALLPLANE_SMTP_…',
    );
  if (user !== null && password === null)
    faults.push(
      'CALLPLANE_SMTP_PASSWORD is not set; set it, or CALLPLANE_SMTP_PASSWORD_FILE, to the password of CALLPLANE_SMTP_USER',
    );
  if (user === null && password !== null)
    faults.push(
      'CALLPLANE_SMTP_USER is not set; set it to the user whose password CALLPLANE_SMTP_PASSWORD is',
    );
  if (smtpSecurity === 'none' && host !== null && !/^(127\.|localhost$|::1$)/.test(host))
    faults.push(
      'CALLPLANE_SMTP_SECURITY: reports hold who called, so they travel over TLS; right is starttls or tls, and none only to a mail server on this machine',
    );
  return faults;
}
