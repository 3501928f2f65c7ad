import type { Server, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { JournalReader } from '../ports/journal.js';
import type { Log } from '../ports/log.js';
import {
  decodeFrame,
  encodeFrame,
  FOLLOWER_KINDS,
  type FollowerFrame,
  type JournalCopy,
  type LastRecord,
  type LeaderFrame,
  LineCutter,
} from './stream-frames.js';
import { digestOf, type Encryption, isProof, listenForPeer, type Place, proofOf } from './stream-link.js';

/** The journal of a leader, as it is given to a follower. */
export interface StreamSource {
  readonly openReader: () => JournalReader;
  /** Sequence of the newest durable record. */
  readonly durable: () => number;
  /** Sequence up to which the books have stored; 0: not known. */
  readonly stored: () => number;
  readonly hears: () => boolean;
  /** Where the leader answers HTTP. */
  readonly http: string;
}

export interface StreamServerOptions {
  readonly place: Place;
  readonly encryption: Encryption;
  readonly secret: string;
  readonly installation: string;
  /** null while this installation does not lead. */
  readonly source: () => StreamSource | null;
  readonly mintNonce: () => string;
  readonly heard: (follower: { readonly received: number; readonly hears: boolean }) => void;
  readonly log: Log;
}

/** Gives the journal to the other installation. */
export interface StreamServer {
  readonly port: number;
  tellToTakeOver(): void;
  close(): void;
}

const LOOKS_EVERY_MS = 20;
const BEAT_MS = 250;
const HELLO_WITHIN_MS = 5_000;
const BATCH = 500;

/** Opens the port; throws what listening throws (`EADDRINUSE` …). */
export async function serveStream(options: StreamServerOptions): Promise<StreamServer> {
  const sessions = new Set<Session>();
  const server = listenForPeer(options.encryption, (socket) => {
    const session = new Session(socket, options);
    sessions.add(session);
    socket.on('close', () => sessions.delete(session));
  });
  server.on('tlsClientError', (error: Error) =>
    options.log.warn('a connection to the standby port was refused', { why: error.message }),
  );
  await listening(server, options.place);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.place.port,
    tellToTakeOver: () => {
      for (const session of sessions) session.tellToTakeOver();
    },
    close: () => {
      server.close();
      for (const session of sessions) session.end();
    },
  };
}

function listening(server: Server, { host, port }: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** One follower. */
class Session {
  readonly #socket: Socket;
  readonly #options: StreamServerOptions;
  readonly #nonce: string;
  readonly #lines = new LineCutter();
  readonly #helloTimer: NodeJS.Timeout;
  #beatTimer: NodeJS.Timeout | null = null;
  #phase: 'greeting' | 'streaming' | 'over' = 'greeting';

  constructor(socket: Socket, options: StreamServerOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#nonce = options.mintNonce();
    this.#helloTimer = setTimeout(() => this.end(), HELLO_WITHIN_MS);
    socket.setNoDelay(true);
    socket.setEncoding('utf8');
    socket.on('data', (text) => this.#take(String(text)));
    socket.on('error', (error) =>
      options.log.debug('the stream to the standby broke', { why: error.message }),
    );
    socket.on('close', () => this.end());
    this.#send({ kind: 'challenge', nonce: this.#nonce });
  }

  tellToTakeOver(): void {
    if (this.#phase === 'streaming') this.#send({ kind: 'take-over' });
  }

  end(): void {
    this.#phase = 'over';
    clearTimeout(this.#helloTimer);
    if (this.#beatTimer !== null) clearInterval(this.#beatTimer);
    this.#socket.destroy();
  }

  #send(frame: LeaderFrame): boolean {
    return this.#socket.write(encodeFrame(frame));
  }

  #take(text: string): void {
    let lines: readonly string[];
    try {
      lines = this.#lines.push(text);
    } catch (error) {
      this.#options.log.warn('the standby sends no lines; its connection is cut', { error });
      this.end();
      return;
    }
    for (const line of lines) this.#heard(decodeFrame<FollowerFrame>(line, FOLLOWER_KINDS));
  }

  #heard(frame: FollowerFrame | null): void {
    if (this.#phase === 'greeting' && frame?.kind === 'hello') this.#greeted(frame);
    else if (this.#phase === 'streaming' && frame?.kind === 'beat')
      this.#options.heard({ received: frame.received, hears: frame.hears });
    else this.end();
  }

  #greeted(hello: Extract<FollowerFrame, { kind: 'hello' }>): void {
    const { secret, source, log } = this.#options;
    if (!isProof(hello.proof, secret, 'follower', this.#nonce)) {
      log.warn('somebody who does not know the secret was refused at the standby port', {
        from: this.#socket.remoteAddress,
      });
      return this.end();
    }
    clearTimeout(this.#helloTimer);
    const journal = source();
    if (journal === null) {
      this.#socket.end(encodeFrame({ kind: 'not-leading' }));
      return;
    }
    this.#phase = 'streaming';
    this.#stream(journal, hello).catch((error: unknown) => {
      log.warn('the journal could not be given to the standby', { error });
      this.end();
    });
  }

  async #stream(source: StreamSource, hello: Extract<FollowerFrame, { kind: 'hello' }>): Promise<void> {
    const { secret, installation, log } = this.#options;
    const reader = source.openReader();
    try {
      const copy = (await agrees(reader, hello.last)) ? null : await beginningOf(reader, source.stored());
      const from = copy === null ? (hello.last?.sequence ?? 0) : copy.after;
      this.#send({
        kind: 'welcome',
        proof: proofOf(secret, 'leader', hello.nonce),
        installation,
        http: source.http,
        copy,
      });
      log.info('a standby follows', {
        standby: hello.installation,
        from,
        way: copy === null ? 'goes on' : 'copy',
      });
      this.#beatTimer = setInterval(() => this.#beat(source), BEAT_MS);
      await this.#pump(reader, source, from);
    } finally {
      await reader.close();
    }
  }

  #beat(source: StreamSource): void {
    this.#send({ kind: 'beat', sequence: source.durable(), stored: source.stored(), hears: source.hears() });
  }

  async #pump(reader: JournalReader, source: StreamSource, from: number): Promise<void> {
    let sent = from;
    while (this.#phase === 'streaming') {
      const records = source.durable() > sent ? await reader.read({ sequence: sent }, BATCH) : [];
      let isFull = false;
      for (const record of records) {
        isFull = !this.#send({ kind: 'record', record });
        sent = record.sequence;
      }
      if (isFull) await this.#drained();
      else if (records.length < BATCH) await pause(LOOKS_EVERY_MS);
    }
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#socket.off('drain', done);
        this.#socket.off('close', done);
        resolve();
      };
      this.#socket.on('drain', done);
      this.#socket.on('close', done);
    });
  }
}

/** True when the follower's last record stands in this journal too: then everything before it is the same. */
async function agrees(reader: JournalReader, last: LastRecord | null): Promise<boolean> {
  if (last === null) return false;
  try {
    const [record] = await reader.read({ sequence: last.sequence - 1 }, 1);
    return record?.sequence === last.sequence && digestOf(record) === last.digest;
  } catch (error) {
    // The record is no longer there: nobody can say whether it was the same.
    if (error instanceof Error && error.name === 'JournalFault') return false;
    throw error;
  }
}

/** The newest snapshot, and from where on records are given: also those before it that the books have not stored. */
async function beginningOf(reader: JournalReader, stored: number): Promise<JournalCopy> {
  const snapshot = await reader.newestSnapshot();
  if (snapshot === null) throw new Error('there is no snapshot to begin a copy with');
  if (stored > 0) return { after: Math.min(stored, snapshot.sequence), snapshot };
  const [first] = await reader.read({ sequence: 0 }, 1);
  const before = first === undefined ? snapshot.sequence : first.sequence - 1;
  return { after: Math.min(before, snapshot.sequence), snapshot };
}
