import { Pool } from 'undici';
import type { Dispatcher } from 'undici';
import type { NoReply, Reply } from './failure.js';
import { count } from './metrics.js';
import type { AriMetrics } from './metrics.js';
import type { AriLimits } from './options.js';

export interface AriRequest {
  /** What it is counted as. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/ari`, with its query, every value encoded. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  /** From now to the last byte of the answer. */
  readonly timeoutMs: number;
  /** Also not repeated where it could be: a broken connection is what is looked for. */
  readonly isOnce?: boolean;
  /** Asked when its turn on a connection comes; false: it is not sent, and ends as `not-wanted`. */
  readonly isWanted?: () => boolean;
}

/** Where Asterisk is and who we are. */
export interface AriAccess {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/**
 * A thin keep-alive client: every request ends exactly once, by its deadline at the latest, and never throws. A POST is
 * never repeated; another method once, when the connection broke. On a free connection a request is written in the same
 * turn of the event loop (undici first looks whether Asterisk has closed the connection meanwhile).
 */
export class AriHttpClient {
  readonly #pool: Pool;
  readonly #prefix: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #jsonHeaders: Readonly<Record<string, string>>;
  readonly #metrics: AriMetrics;
  readonly #connections: number;
  #inFlight = 0;
  #whenIdle: (() => void) | null = null;

  constructor(access: AriAccess, limits: AriLimits, metrics: AriMetrics) {
    const url = new URL(access.url);
    this.#prefix = `${url.pathname.replace(/\/+$/, '')}/ari`;
    this.#headers = { authorization: basicAuthorization(access) };
    this.#jsonHeaders = { ...this.#headers, 'content-type': 'application/json' };
    this.#metrics = metrics;
    this.#connections = limits.connections;
    this.#pool = new Pool(url.origin, {
      connections: limits.connections,
      pipelining: 1,
      connect: { timeout: limits.connectTimeoutMs },
      keepAliveTimeout: limits.idleConnectionMs,
      keepAliveMaxTimeout: limits.idleConnectionMs,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Requests sent and not ended yet. */
  get inFlight(): number {
    return this.#inFlight;
  }

  get connections(): number {
    return this.#connections;
  }

  /** Sends the request; `done` is called once, and in the same tick only when nobody wants it any more. */
  send(request: AriRequest, done: (reply: Reply) => void): void {
    this.#inFlight += 1;
    let repeats = request.method === 'POST' || request.isOnce === true ? 0 : 1;
    const attempt = (): void => {
      this.#attempt(request, (reply) => {
        const mayRepeat = reply.kind === 'no-reply' && reply.why === 'broken' && repeats > 0;
        if (mayRepeat) {
          repeats -= 1;
          attempt();
          return;
        }
        this.#inFlight -= 1;
        done(reply);
        if (this.#inFlight === 0) this.#whenIdle?.();
      });
    };
    attempt();
  }

  /** Like `send`, as a promise that always resolves. */
  ask(request: AriRequest): Promise<Reply> {
    return new Promise((resolve) => this.send(request, resolve));
  }

  /** Resolves when nothing is in flight, or after `withinMs`. */
  async idle(withinMs: number): Promise<void> {
    if (this.#inFlight === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#whenIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Breaks what is still in flight. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  #attempt(request: AriRequest, done: (reply: Reply) => void): void {
    const beganAt = this.#metrics.now();
    const hasBody = request.body !== undefined;
    this.#pool.dispatch(
      {
        path: this.#prefix + request.path,
        method: request.method,
        headers: hasBody ? this.#jsonHeaders : this.#headers,
        body: request.body ?? null,
      },
      new Exchange(request.timeoutMs, {
        begins: () => this.#begins(request),
        ends: (reply) => {
          const isUnsent = reply.kind === 'no-reply' && reply.why === 'not-wanted';
          if (!isUnsent) this.#metrics.roundTrip.observe((this.#metrics.now() - beganAt) / 1000);
          if (reply.kind === 'reply') this.#metrics.replyBytes += reply.body.length;
          done(reply);
        },
      }),
    );
  }

  /** The turn of the request has come; false: nobody wants it any more. */
  #begins(request: AriRequest): boolean {
    if (request.isWanted?.() === false) {
      this.#metrics.requestsSkipped += 1;
      return false;
    }
    this.#metrics.requestsSent += 1;
    this.#metrics.requestBytes += request.path.length + (request.body?.length ?? 0);
    count(this.#metrics.requests, request.name);
    return true;
  }
}

/** The value of the Authorization header. */
export function basicAuthorization(access: AriAccess): string {
  return `Basic ${Buffer.from(`${access.user}:${access.password}`).toString('base64')}`;
}

interface ExchangeParts {
  /** Its turn on a connection has come; false: it is not to be sent. */
  readonly begins: () => boolean;
  readonly ends: (reply: Reply) => void;
}

/** One request and its answer, with a deadline over both. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #timer: NodeJS.Timeout;
  readonly #parts: ExchangeParts;
  #controller: Dispatcher.DispatchController | null = null;
  #state: 'open' | 'ended' = 'open';
  #status = 0;
  #server = '';
  #body = '';
  readonly #decoder = new TextDecoder();

  constructor(timeoutMs: number, parts: ExchangeParts) {
    this.#parts = parts;
    this.#timer = setTimeout(() => {
      this.#end({ kind: 'no-reply', why: 'timeout' });
      this.#controller?.abort(new Error('deadline'));
    }, timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#state === 'open' && !this.#parts.begins()) this.#end({ kind: 'no-reply', why: 'not-wanted' });
    // Before anything of it is written, to throw leaves it out; to abort it would break the connection as well.
    if (this.#hasEnded()) throw new Error('left out');
    this.#controller = controller;
  }

  #hasEnded(): boolean {
    return this.#state === 'ended';
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.#status = status;
    const server = headers['server'];
    this.#server = typeof server === 'string' ? server : '';
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#body += this.#decoder.decode(chunk, { stream: true });
  }

  onResponseEnd(): void {
    this.#end({ kind: 'reply', status: this.#status, body: this.#body, server: this.#server });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end({ kind: 'no-reply', why: whyNoReply(error) });
  }

  #end(reply: Reply): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    clearTimeout(this.#timer);
    this.#parts.ends(reply);
  }
}

const NOT_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Node's codes for a certificate that does not fit or that nobody known has signed. */
const NOT_TRUSTED = /^(ERR_TLS_CERT_|CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_(VERIFY|GET_ISSUER))/;

function whyNoReply(error: Error): NoReply {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (NOT_CONNECTED.has(code)) return 'refused';
  if (NOT_TRUSTED.test(code)) return 'not-trusted';
  return error.name === 'HTTPParserError' ? 'not-http' : 'broken';
}
