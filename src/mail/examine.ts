import { type Check, type Finding, failed, passed } from '../ports/diagnosis.js';
import type { SmtpPlace } from '../ports/mail.js';
import { type SmtpPatience, SmtpSession } from './smtp-session.js';

const PATIENCE: SmtpPatience = { connectMs: 5_000, silenceMs: 5_000, wholeMs: 15_000 };

/** Connects to the mail server and logs in; sends nothing. `place` null: none is set. */
export function mailCheck(place: SmtpPlace | null): Check {
  return {
    area: 'mail',
    name: 'server',
    look: async () => {
      if (place === null) return passed('no mail server is set: reports are not mailed');
      const { host, port, login } = place;
      try {
        const session = await SmtpSession.open(place, PATIENCE);
        const how = session.isEncrypted ? 'over TLS' : 'in the clear';
        session.close();
        return passed(`${host}:${port} answers ${how}${login === null ? '' : ' and takes the login'}`);
      } catch (error) {
        return whyNot(error, place);
      }
    },
  };
}

function whyNot(error: unknown, { host, port, security }: SmtpPlace): readonly Finding[] {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error);
  const found = `${host}:${port} cannot be used (${why})`;
  if (code === 'EAUTH')
    return failed(found, 'CALLPLANE_SMTP_USER and CALLPLANE_SMTP_PASSWORD must be those of the mail server');
  if (code === 'ETLS' || /certificate|self.signed/i.test(why))
    return failed(
      found,
      `the server must offer ${security === 'tls' ? 'TLS at once (often port 465)' : 'STARTTLS (often port 587)'} with ` +
        'a certificate for this name; CALLPLANE_SMTP_AUTHORITY names the authority of a certificate of your own',
    );
  return failed(
    found,
    'CALLPLANE_SMTP_HOST and CALLPLANE_SMTP_PORT must name the mail server; reports wait until it answers',
  );
}
