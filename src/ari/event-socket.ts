import { WebSocket } from 'ws';
import type { RawData } from 'ws';
import type { Log } from '../ports/log.js';
import { backoffMs } from './backoff.js';
import { basicAuthorization } from './http-client.js';
import type { AriAccess } from './http-client.js';
import type { AriLimits, LeaderGate } from './options.js';

export interface EventSocketOptions {
  readonly access: AriAccess;
  readonly application: string;
  readonly limits: AriLimits;
  readonly random: () => number;
  readonly log: Log;
  /** Asked before every try; null: always yes. */
  readonly mayConnect: LeaderGate['mayConnect'] | null;
  /** The stream is open; `generation` counts the streams from 1. */
  readonly opened: (generation: number) => void;
  readonly message: (text: string) => void;
  /** An open stream is gone; a new one is being tried. `unheardMs`: it had not answered for so long at most. */
  readonly lost: (why: string, unheardMs: number) => void;
  /** Asterisk did not accept the stream; `status` is the HTTP status where there was one. */
  readonly refused: (status: number | null, why: string) => void;
}

/**
 * Asterisk's event stream, kept open: a ping every heartbeat, dead after two without a pong, and new tries without end,
 * further and further apart. The handlers must not block: Asterisk cuts off a reader that stalls.
 */
export class EventSocket {
  readonly #options: EventSocketOptions;
  #socket: WebSocket | null = null;
  #retryTimer: NodeJS.Timeout | null = null;
  #heartbeatTimer: NodeJS.Timeout | null = null;
  #state: 'connecting' | 'open' | 'closed' = 'connecting';
  #missedPongs = 0;
  #whenRead: (() => void) | null = null;
  #tries = 0;
  #generation = 0;

  constructor(options: EventSocketOptions) {
    this.#options = options;
  }

  connect(): void {
    if (this.#state === 'closed') return;
    this.#state = 'connecting';
    const { mayConnect, log } = this.#options;
    if (mayConnect === null) return this.#connect();
    mayConnect().then(
      (answer) => {
        if (this.#isClosed()) return;
        if (answer === 'yes') this.#connect();
        else if (answer === 'not-now') this.#tryLater('nobody can say who leads');
      },
      (error: unknown) => log.error('it cannot be asked who leads', { error }),
    );
  }

  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  #connect(): void {
    const { access, limits } = this.#options;
    const socket = new WebSocket(this.#address(), {
      headers: { authorization: basicAuthorization(access) },
      handshakeTimeout: limits.connectTimeoutMs + limits.requestTimeoutMs,
      perMessageDeflate: false,
    });
    this.#socket = socket;
    let status: number | null = null;
    let why = 'closed';
    socket.on('open', () => this.#opened(socket));
    socket.on('message', (data) => this.#options.message(textOf(data)));
    socket.on('pong', () => this.#ponged());
    socket.on('unexpected-response', (_request, response) => {
      status = response.statusCode ?? null;
      why = `HTTP status ${response.statusCode ?? 0}`;
      response.resume();
      socket.terminate();
    });
    socket.on('error', (error) => (why = status === null ? error.message : why));
    socket.on('close', (code) => this.#gone(socket, status, status === null ? `${why} (${code})` : why));
  }

  /** Breaks the stream, so that a new one is made. */
  restart(): void {
    this.#socket?.terminate();
  }

  /** Calls back when everything that Asterisk has sent until now was read; never when the stream breaks before. */
  afterWhatWasSent(read: () => void): void {
    this.#whenRead = read;
    this.#socket?.ping();
  }

  /** Closes the stream for good; `lost` is not told. */
  close(): void {
    this.#state = 'closed';
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    this.#stopHeartbeat();
    this.#socket?.close();
    this.#socket?.terminate();
  }

  #address(): string {
    const url = new URL(this.#options.access.url);
    const scheme = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const prefix = url.pathname.replace(/\/+$/, '');
    return `${scheme}//${url.host}${prefix}/ari/events?subscribeAll=false&app=${encodeURIComponent(this.#options.application)}`;
  }

  #opened(socket: WebSocket): void {
    if (this.#state === 'closed') return;
    this.#state = 'open';
    this.#generation += 1;
    this.#missedPongs = 0;
    this.#heartbeatTimer = setInterval(() => this.#beat(socket), this.#options.limits.heartbeatMs);
    this.#options.opened(this.#generation);
  }

  /** The stream has shown that it is of use: the next try after a loss comes soon again. */
  settled(): void {
    this.#tries = 0;
  }

  #ponged(): void {
    this.#missedPongs = 0;
    const read = this.#whenRead;
    this.#whenRead = null;
    read?.();
  }

  #beat(socket: WebSocket): void {
    if (this.#missedPongs >= 2) {
      this.#options.log.warn('the event stream does not answer; it is closed and opened anew');
      socket.terminate();
      return;
    }
    this.#missedPongs += 1;
    socket.ping();
  }

  #gone(socket: WebSocket, status: number | null, why: string): void {
    if (this.#state === 'closed' || socket !== this.#socket) return;
    const wasOpen = this.#state === 'open';
    this.#whenRead = null;
    this.#stopHeartbeat();
    this.#state = 'connecting';
    this.#tryLater(why);
    if (wasOpen) this.#options.lost(why, this.#unheardMs());
    else this.#options.refused(status, why);
  }

  /** Since the last pong: it came at the latest before the first ping that had none. */
  #unheardMs(): number {
    return this.#missedPongs === 0 ? 0 : (this.#missedPongs + 1) * this.#options.limits.heartbeatMs;
  }

  #tryLater(why: string): void {
    const { limits, random, log } = this.#options;
    const bounds = { firstMs: limits.reconnectFirstMs, longestMs: limits.reconnectLongestMs };
    const waitMs = backoffMs(this.#tries, bounds, random);
    this.#tries += 1;
    log.debug('event stream is tried again', { why, waitMs });
    this.#retryTimer = setTimeout(() => this.connect(), waitMs);
  }

  #stopHeartbeat(): void {
    if (this.#heartbeatTimer !== null) clearInterval(this.#heartbeatTimer);
    this.#heartbeatTimer = null;
  }
}

function textOf(data: RawData): string {
  if (Buffer.isBuffer(data)) return data.toString('utf8');
  return Array.isArray(data) ? Buffer.concat(data).toString('utf8') : Buffer.from(data).toString('utf8');
}
