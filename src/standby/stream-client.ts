import type { Socket } from 'node:net';
import type { JournalRecord } from '../ports/journal.js';
import type { Log } from '../ports/log.js';
import {
  decodeFrame,
  encodeFrame,
  type FollowerFrame,
  type JournalCopy,
  type LastRecord,
  LEADER_KINDS,
  type LeaderFrame,
  LineCutter,
} from './stream-frames.js';
import { connectToPeer, type Encryption, isProof, type Place, proofOf } from './stream-link.js';

/** Where the leader's records go. */
export interface Follower {
  /** Sequence of the last record written. */
  readonly received: number;
  last(): LastRecord | null;
  /** The own journal does not agree with the leader's: puts it aside and begins again. */
  beginAgain(copy: JournalCopy): Promise<void>;
  take(record: JournalRecord): void;
  /** The books of the leader have stored up to here. */
  stored(sequence: number): void;
}

export interface StreamClientOptions {
  readonly place: Place;
  readonly encryption: Encryption;
  readonly secret: string;
  readonly installation: string;
  readonly follower: Follower;
  readonly mintNonce: () => string;
  /** Whether Asterisk answers this installation. */
  readonly hears: () => boolean;
  readonly heard: (leader: {
    readonly hears: boolean;
    readonly sequence: number;
    readonly http: string;
  }) => void;
  readonly toldToTakeOver: () => void;
  readonly log: Log;
}

const RETRY_MS = 250;
const BEAT_MS = 250;
/** A connection that says nothing for so long is broken. */
const SILENT_MS = 3_000;

/** Follows the leader's stream, and tries again without end until `close`. */
export class StreamClient {
  readonly #options: StreamClientOptions;
  #socket: Socket | null = null;
  #beat: NodeJS.Timeout | null = null;
  #retry: NodeJS.Timeout | null = null;
  #life: 'open' | 'closed' = 'open';
  #told = '';

  constructor(options: StreamClientOptions) {
    this.#options = options;
    this.#connect();
  }

  close(): void {
    this.#life = 'closed';
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#socket?.destroy();
    this.#stopBeat();
  }

  #connect(): void {
    const { place, encryption } = this.#options;
    const socket = connectToPeer(place, encryption, () => undefined);
    this.#socket = socket;
    const lines = new LineCutter();
    const talk = new Talk(socket, this.#options, () => this.#welcomed(socket));
    socket.setNoDelay(true);
    socket.setEncoding('utf8');
    socket.setTimeout(SILENT_MS, () => socket.destroy(new Error('the other installation is silent')));
    socket.on('data', (text) => {
      try {
        for (const line of lines.push(String(text))) talk.take(decodeFrame<LeaderFrame>(line, LEADER_KINDS));
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
    socket.on('error', (error) => this.#tell(error.message));
    socket.on('close', () => this.#gone());
  }

  #welcomed(socket: Socket): void {
    this.#told = '';
    this.#beat = setInterval(() => {
      const { follower, hears } = this.#options;
      socket.write(encodeFrame({ kind: 'beat', received: follower.received, hears: hears() }));
    }, BEAT_MS);
  }

  #gone(): void {
    this.#stopBeat();
    if (this.#life === 'open') this.#retry = setTimeout(() => this.#connect(), RETRY_MS);
  }

  #stopBeat(): void {
    if (this.#beat !== null) clearInterval(this.#beat);
    this.#beat = null;
  }

  /** The same trouble again and again is told once. */
  #tell(why: string): void {
    if (this.#told === why || this.#life === 'closed') return;
    this.#told = why;
    this.#options.log.info('the other installation is not followed; tried again', { why });
  }
}

/** What is said over one connection. Records that come while a copy is being begun wait for it. */
class Talk {
  readonly #socket: Socket;
  readonly #options: StreamClientOptions;
  readonly #welcomed: () => void;
  readonly #nonce: string;
  #phase: 'greeting' | 'copying' | 'following' = 'greeting';
  #waiting: LeaderFrame[] = [];
  #http = '';

  constructor(socket: Socket, options: StreamClientOptions, welcomed: () => void) {
    this.#socket = socket;
    this.#options = options;
    this.#welcomed = welcomed;
    this.#nonce = options.mintNonce();
  }

  take(frame: LeaderFrame | null): void {
    if (frame === null)
      throw new TypeError('the other installation speaks another language; is its version the same?');
    if (this.#phase === 'copying') this.#waiting.push(frame);
    else if (this.#phase === 'following') this.#follow(frame);
    else this.#greet(frame);
  }

  #send(frame: FollowerFrame): void {
    this.#socket.write(encodeFrame(frame));
  }

  #greet(frame: LeaderFrame): void {
    const { secret, installation, follower } = this.#options;
    if (frame.kind === 'challenge') {
      const proof = proofOf(secret, 'follower', frame.nonce);
      this.#send({ kind: 'hello', proof, nonce: this.#nonce, installation, last: follower.last() });
    } else if (frame.kind === 'welcome') this.#begin(frame);
  }

  #begin(frame: Extract<LeaderFrame, { kind: 'welcome' }>): void {
    const { secret, follower, log } = this.#options;
    if (!isProof(frame.proof, secret, 'leader', this.#nonce))
      throw new TypeError(
        'the other installation does not know the secret; CALLPLANE_STANDBY_SECRET must be the same',
      );
    this.#http = frame.http;
    this.#phase = 'copying';
    const begun = frame.copy === null ? Promise.resolve() : follower.beginAgain(frame.copy);
    begun.then(
      () => {
        log.info('this installation follows', {
          leader: frame.installation,
          way: frame.copy === null ? 'goes on' : 'copy',
        });
        this.#phase = 'following';
        this.#welcomed();
        for (const each of this.#waiting) this.#follow(each);
        this.#waiting = [];
      },
      (error: unknown) => {
        log.error('the copy of the leader’s journal could not be begun', { error });
        this.#socket.destroy();
      },
    );
  }

  #follow(frame: LeaderFrame): void {
    const { follower, heard, toldToTakeOver } = this.#options;
    if (frame.kind === 'record') follower.take(frame.record);
    else if (frame.kind === 'take-over') toldToTakeOver();
    else if (frame.kind === 'beat') {
      follower.stored(frame.stored);
      heard({ hears: frame.hears, sequence: frame.sequence, http: this.#http });
    }
  }
}
