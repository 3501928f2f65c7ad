import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerError, type SMTPServerSession } from 'smtp-server';
import type { Certificate } from '../certificate.js';
import { readMail, type ReadMail } from './read-mail.js';

/** What the server does with a mail; each may be changed at any time. */
export type Mood =
  | 'takes'
  /** Says nothing when somebody connects. */
  | 'silent'
  /** 452 at the recipient. */
  | 'busy'
  /** 550 at the recipient: he does not exist. */
  | 'bounces'
  /** 554 after the whole message. */
  | 'refuses-message'
  /** Cuts the connection after the recipient was taken. */
  | 'cuts-before-data'
  /** Takes the whole message and never answers. */
  | 'hangs-after-data'
  /** Takes the whole message and cuts the connection instead of answering. */
  | 'cuts-after-data';

/** A mail that came in whole, whatever was answered. */
export interface ReceivedMail extends ReadMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly transmission: string;
  readonly user: string | null;
  readonly answer: 'accepted' | 'not-accepted';
}

export interface MailRoomOptions {
  /** null: it speaks in the clear. */
  readonly certificate: Certificate | null;
  /** null: it asks for no login. */
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly tls?: 'starttls' | 'at-once';
  readonly largest?: number;
}

/** A real mail server on a port of its own, which does what its mood is and keeps what it got. */
export class MailRoom {
  mood: Mood | ((to: string) => Mood) = 'takes';
  readonly received: ReceivedMail[] = [];
  /** Called when a whole message is there and before it is answered. */
  onMessage: (mail: ReadMail) => void = () => undefined;
  connections = 0;
  port = 0;
  readonly #server: SMTPServer;
  readonly #sockets = new Set<Socket>();

  private constructor({ certificate, login, tls = 'starttls', largest }: MailRoomOptions) {
    this.#server = new SMTPServer({
      ...(certificate === null ? {} : { key: certificate.key, cert: certificate.cert }),
      ...(largest === undefined ? {} : { size: largest }),
      secure: tls === 'at-once',
      disabledCommands: [...(certificate === null ? ['STARTTLS'] : []), ...(login === null ? ['AUTH'] : [])],
      authOptional: login === null,
      logger: false,
      disableReverseLookup: true,
      closeTimeout: 100,
      onAuth: (auth, _session, done) => {
        const isRight = auth.username === login?.user && auth.password === login?.password;
        if (isRight) done(null, { user: auth.username });
        else done(replying(535, 'Authentication failed'));
      },
      onConnect: (_session, done) => {
        this.connections += 1;
        if (this.#moodFor('') !== 'silent') done();
      },
      onRcptTo: ({ address }, _session, done) => this.#recipient(address, done),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => this.#message(Buffer.concat(chunks), session, done));
      },
    });
    // A client that hangs up in the middle is what some tests are about.
    this.#server.on('error', () => undefined);
    this.#server.server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async open(options: MailRoomOptions, port = 0): Promise<MailRoom> {
    const room = new MailRoom(options);
    await new Promise<void>((resolve, reject) => {
      room.#server.server.once('error', reject);
      room.#server.listen(port, '127.0.0.1', resolve);
    });
    const address = room.#server.server.address();
    room.port = typeof address === 'object' && address !== null ? address.port : 0;
    return room;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** The mails that were accepted. */
  get accepted(): readonly ReceivedMail[] {
    return this.received.filter(({ answer }) => answer === 'accepted');
  }

  #moodFor(to: string): Mood {
    return typeof this.mood === 'function' ? this.mood(to) : this.mood;
  }

  #recipient(address: string, done: (error?: Error | null) => void): void {
    const mood = this.#moodFor(address);
    if (mood === 'bounces') return done(replying(550, '5.1.1 No such user here'));
    if (mood === 'busy') return done(replying(452, '4.2.2 Mailbox full, come back later'));
    if (mood === 'cuts-before-data') return this.#cut();
    done();
  }

  #message(raw: Buffer, session: SMTPServerSession, done: (error?: Error | null) => void): void {
    const { mailFrom, rcptTo } = session.envelope;
    const to = rcptTo.map(({ address }) => address);
    const mood = this.#moodFor(to[0] ?? '');
    const mail = readMail(raw);
    this.received.push({
      ...mail,
      ...{ from: mailFrom === false ? '' : mailFrom.address, to, transmission: session.transmissionType },
      user: typeof session.user === 'string' ? session.user : null,
      answer: mood === 'takes' ? 'accepted' : 'not-accepted',
    });
    this.onMessage(mail);
    if (mood === 'takes') return done();
    if (mood === 'refuses-message') return done(replying(554, '5.7.1 Message refused'));
    if (mood === 'cuts-after-data') this.#cut();
  }

  #cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

function replying(responseCode: number, words: string): SMTPServerError {
  return Object.assign(new Error(words), { responseCode });
}
