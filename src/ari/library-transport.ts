import { createRequire } from 'node:module';
import { isSuccess, messageIn } from './failure.js';
import type { Reply } from './failure.js';
import type { AriHttpClient } from './http-client.js';
import { asObject } from './json.js';

/** A request as ari-client's Swagger reader hands it to its transport. */
interface SwaggerRequest {
  readonly url: string;
  readonly method: string;
  readonly body?: unknown;
  readonly on: {
    readonly response: (answer: SwaggerAnswer) => void;
    readonly error: (answer: SwaggerAnswer) => void;
  };
}

interface SwaggerAnswer {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** 0: no answer. */
  readonly status: number;
  readonly statusText: string;
  readonly data: string;
}

/** Who carries the requests, by host and port: Asterisk's description says `http:` behind TLS too. */
const carriers = new Map<string, { readonly http: AriHttpClient; readonly timeoutMs: number }>();
let isInstalled = false;

/**
 * Puts our keep-alive client below ari-client, for this host. Its own transport throws out of callbacks, where nobody
 * can catch it (a status other than 200 while it reads Asterisk's description, a body that is no JSON), never settles
 * when a connection breaks, and shares one user among all clients of the process.
 */
export function carryLibrary(url: string, http: AriHttpClient, timeoutMs: number): void {
  carriers.set(new URL(url).host, { http, timeoutMs });
  if (isInstalled) return;
  isInstalled = true;
  const own = createRequire(import.meta.url);
  const swagger: unknown = createRequire(own.resolve('ari-client'))('swagger-client');
  const transport = asObject(swagger)?.['SwaggerHttp'];
  if (typeof transport !== 'function')
    throw new TypeError('swagger-client has no SwaggerHttp to be replaced');
  const prototype = transport.prototype as { execute: (request: SwaggerRequest) => void };
  prototype.execute = carry;
}

function carry(request: SwaggerRequest): void {
  const { host, pathname, search } = new URL(request.url);
  const carrier = carriers.get(host);
  const answer = (reply: Reply): void => hand(request, reply);
  if (carrier === undefined) {
    setImmediate(() => answer({ kind: 'no-reply', why: 'refused' }));
    return;
  }
  carrier.http.send(
    {
      name: 'ari-client',
      method: methodOf(request.method),
      path: pathname.replace(/^.*?\/ari(?=\/)/, '') + search,
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      timeoutMs: carrier.timeoutMs,
    },
    answer,
  );
}

/** Whatever the reader throws while it takes an answer makes the answer a failure. */
function hand(request: SwaggerRequest, reply: Reply): void {
  const answer = answerOf(request, reply);
  if (!isSuccess(reply)) {
    tellFailure(request, answer);
    return;
  }
  try {
    request.on.response(answer);
  } catch (error) {
    tellFailure(request, { ...answer, data: `an answer that cannot be read: ${String(error)}` });
  }
}

function tellFailure(request: SwaggerRequest, answer: SwaggerAnswer): void {
  try {
    request.on.error(answer);
  } catch {
    // The reader tells its caller first and then throws the same once more, to nobody.
  }
}

function answerOf({ url, method }: SwaggerRequest, reply: Reply): SwaggerAnswer {
  const headers = { 'content-type': 'application/json' };
  if (reply.kind === 'no-reply') {
    return { url, method, headers, status: 0, statusText: reply.why, data: reply.why };
  }
  const statusText = `status ${reply.status}`;
  const data = isSuccess(reply) ? reply.body : `${statusText} ${messageIn(reply)}`.trim();
  return {
    url,
    method,
    headers,
    status: reply.status,
    statusText,
    data,
  };
}

function methodOf(method: string): 'GET' | 'POST' | 'PUT' | 'DELETE' {
  const upper = method.toUpperCase();
  return upper === 'POST' || upper === 'PUT' || upper === 'DELETE' ? upper : 'GET';
}
