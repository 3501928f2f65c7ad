import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { SmtpPlace } from '../ports/mail.js';

/** How long is waited for the server; milliseconds. */
export interface SmtpPatience {
  readonly connectMs: number;
  /** Silence in the middle. */
  readonly silenceMs: number;
  /** Everything together: a server that sends a byte now and then is silent too. */
  readonly wholeMs: number;
}

/**
 * One connection to the mail server, logged in. The library's own transport does not tell whether it broke off before or
 * after the message went out, and that decides whether it may be there; so the steps are taken one by one.
 */
export class SmtpSession {
  readonly #connection: SMTPConnection;
  readonly #deadline: NodeJS.Timeout;
  /** The library tells of a broken connection here, whatever was under way. */
  readonly #broken: Promise<never>;

  private constructor(connection: SMTPConnection, wholeMs: number) {
    this.#connection = connection;
    let fail: (error: Error) => void = () => undefined;
    this.#broken = new Promise((_, reject) => (fail = reject));
    // Whoever waits hears of it; a connection that breaks when nobody waits any more is nobody's trouble.
    this.#broken.catch(() => undefined);
    connection.on('error', fail);
    this.#deadline = setTimeout(() => fail(new Error(`no end after ${wholeMs / 1000} s`)), wholeMs);
  }

  /** Connects, encrypts and logs in. Rejects with the library's error. */
  static async open(place: SmtpPlace, patience: SmtpPatience): Promise<SmtpSession> {
    const session = new SmtpSession(new SMTPConnection(optionsOf(place, patience)), patience.wholeMs);
    try {
      await session.#step((done) => session.#connection.connect(done));
      const { login } = place;
      if (login !== null)
        await session.#step((done) =>
          session.#connection.login({ user: login.user, pass: login.password }, done),
        );
      return session;
    } catch (error) {
      session.#breakOff();
      throw error;
    }
  }

  get isEncrypted(): boolean {
    return this.#connection.secure;
  }

  /** Sends one message and ends; resolves with the server's answer. `begun` is called when its first byte goes out. */
  async send(
    envelope: { readonly from: string; readonly to: string },
    message: Buffer,
    begun: () => void,
  ): Promise<string> {
    let answer = '';
    const wanted = { ...envelope, to: [envelope.to], size: message.length };
    try {
      await this.#step((done) =>
        this.#connection.send(wanted, readWhenWanted(message, begun), (error, info) => {
          answer = error === null ? info.response : '';
          done(error);
        }),
      );
      this.close();
      return answer;
    } catch (error) {
      this.#breakOff();
      throw error;
    }
  }

  /** Takes leave of the server, or hangs up where it is in the middle of something. */
  close(): void {
    clearTimeout(this.#deadline);
    this.#connection.quit();
  }

  #breakOff(): void {
    clearTimeout(this.#deadline);
    this.#connection.close();
  }

  #step(take: (done: (error?: Error | null) => void) => void): Promise<void> {
    const taken = new Promise<void>((resolve, reject) => {
      take((error) => {
        if (error === undefined || error === null) resolve();
        else reject(error);
      });
    });
    return Promise.race([taken, this.#broken]);
  }
}

/** The server asks for the message when it has taken sender and recipient; only then it is read. */
function readWhenWanted(message: Buffer, begun: () => void): Readable {
  return new Readable({
    read() {
      begun();
      this.push(message);
      this.push(null);
    },
  });
}

function optionsOf(
  { host, port, security, authority }: SmtpPlace,
  { connectMs, silenceMs }: SmtpPatience,
): SMTPConnectionOptions {
  return {
    ...{ host, port, secure: security === 'tls' },
    ...(security === 'starttls' ? { requireTLS: true } : {}),
    ...(security === 'none' ? { ignoreTLS: true } : {}),
    tls: { minVersion: 'TLSv1.2', ...(authority === null ? {} : { ca: readFileSync(authority) }) },
    ...{ connectionTimeout: connectMs, dnsTimeout: connectMs, greetingTimeout: connectMs },
    socketTimeout: silenceMs,
  };
}
