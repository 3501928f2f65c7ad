import { Agent as PlainAgent, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import type { LookupFailure, LookupOutcome, Signal } from '../core/signal.js';
import type { HttpRequest, LookUp, Notice } from '../core/web-request.js';
import type { Log } from '../ports/log.js';
import { valuesIn } from './answer.js';

/** What a look-up may bring: a few fields of one client. */
const LARGEST_ANSWER = 64 * 1024;
const NOTICE_TIMEOUT_MS = 5_000;
/** Connections to one system at once; more wait, as long as their time lasts. */
const CONNECTIONS = 20;

export interface WebParts {
  /** What goes into the header `Authorization`, by the origin (`https://crm.example.com`) that alone gets it. */
  readonly authorizations: ReadonlyMap<string, string>;
  /** Certificates (PEM) that are trusted instead of the usual ones; null: the usual ones. */
  readonly authority: string | null;
  /** Milliseconds that never go backwards. */
  readonly now: () => number;
  readonly log: Log;
}

type Reply = { readonly body: string } | { readonly failure: LookupFailure };

/**
 * Asks and tells other systems over HTTP. Every request ends once, by its time at the latest; no redirect is followed,
 * so that no secret goes elsewhere; certificates are always checked; a longer answer than 64 KiB is not read.
 */
export class WebClient {
  readonly #agents: { readonly 'http:': PlainAgent; readonly 'https:': TlsAgent };
  #state: 'open' | 'closed' = 'open';

  constructor(private readonly parts: WebParts) {
    const limits = { keepAlive: true, maxSockets: CONNECTIONS };
    const trust = parts.authority === null ? {} : { ca: parts.authority };
    this.#agents = { 'http:': new PlainAgent(limits), 'https:': new TlsAgent({ ...limits, ...trust }) };
  }

  /** `tell` is given the answer of each look-up, or why there is none; never in the same turn, nor after `close`. */
  send(requests: readonly HttpRequest[], tell: (signal: Signal) => void): void {
    for (const request of requests) {
      if (request.kind === 'look-up') this.#lookUp(request, tell);
      else this.#notify(request);
    }
  }

  /** Requests that run are broken off, and nothing is told of a look-up any more: the next start asks it again. */
  close(): void {
    this.#state = 'closed';
    this.#agents['http:'].destroy();
    this.#agents['https:'].destroy();
  }

  #lookUp({ url, names, timeoutMs, lookup, call }: LookUp, tell: (signal: Signal) => void): void {
    const began = this.parts.now();
    this.#ask({ method: 'GET', url, timeoutMs, body: null }, (reply) => {
      // The journal takes nothing more then.
      if (this.#state === 'closed') return;
      const outcome: LookupOutcome =
        'failure' in reply ? { ok: false, failure: reply.failure } : valuesIn(reply.body, names);
      const fields = { call, host: hostOf(url), tookMs: Math.round(this.parts.now() - began) };
      if (outcome.ok) this.parts.log.debug('look-up answered', fields);
      else this.parts.log.warn('look-up without an answer', { ...fields, failure: outcome.failure });
      tell({ kind: 'looked-up', lookup, call, outcome });
    });
  }

  #notify({ url, body, call }: Notice): void {
    this.#ask({ method: 'POST', url, timeoutMs: NOTICE_TIMEOUT_MS, body }, (reply) => {
      if ('failure' in reply)
        this.parts.log.warn('another system was not told', {
          call,
          host: hostOf(url),
          failure: reply.failure,
        });
    });
  }

  #ask(asked: Asked, done: (reply: Reply) => void): void {
    const end = once(asked.timeoutMs, done);
    if (!URL.canParse(asked.url)) {
      end({ failure: 'unreachable' });
      return;
    }
    const url = new URL(asked.url);
    const isPlain = url.protocol === 'http:';
    const agent = isPlain ? this.#agents['http:'] : this.#agents['https:'];
    const authorization = this.parts.authorizations.get(url.origin);
    const headers = {
      accept: 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
      ...(asked.body === null ? {} : { 'content-type': 'application/json' }),
    };
    const request = (isPlain ? plainRequest : tlsRequest)(url, { method: asked.method, agent, headers });
    end.stops(() => request.destroy());
    request.on('error', () => end({ failure: 'unreachable' }));
    request.on('response', (response) => readAnswer(response, asked.method, end));
    request.end(asked.body ?? undefined);
  }
}

interface Asked {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly timeoutMs: number;
  readonly body: string | null;
}

interface End {
  (reply: Reply): void;
  /** What stops the request when it ends before its answer does. */
  stops(stop: () => void): void;
}

/** Calls back once: with the first reply, or when the time is over; later, never at once. */
function once(timeoutMs: number, done: (reply: Reply) => void): End {
  let stop: () => void = () => undefined;
  let state: 'open' | 'ended' = 'open';
  const end = (reply: Reply): void => {
    if (state === 'ended') return;
    state = 'ended';
    clearTimeout(timer);
    setImmediate(done, reply);
    if ('failure' in reply) stop();
  };
  const timer = setTimeout(() => end({ failure: 'timeout' }), timeoutMs);
  return Object.assign(end, {
    stops: (how: () => void) => {
      stop = how;
    },
  });
}

/** A notice is heard when its status says so; what else is answered to it is of no interest. */
function readAnswer(response: IncomingMessage, method: Asked['method'], end: End): void {
  const status = response.statusCode ?? 0;
  const isHeard = method === 'GET' ? status === 200 : status >= 200 && status < 300;
  if (!isHeard) {
    end({ failure: 'status' });
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > LARGEST_ANSWER) end({ failure: 'too-large' });
    else chunks.push(chunk);
  });
  response.on('error', () => end({ failure: 'unreachable' }));
  response.on('end', () =>
    end(response.complete ? { body: Buffer.concat(chunks).toString('utf8') } : { failure: 'unreachable' }),
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
