import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem, problemBody, PROBLEMS } from './problem.js';

/** Codes of Node's HTTP parser that say more than "cannot be read". */
const READING_FAULTS: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: new Problem('head-too-large', 'Path and headers may have at most 16 kB together.'),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: new Problem('body-too-large', 'A body may have at most 16 kB.'),
  ERR_HTTP_REQUEST_TIMEOUT: new Problem('request-too-slow', 'The request did not come in full in time.'),
};
const UNREADABLE = new Problem('bad-request', 'This is no request of HTTP/1.1.');
const EXPECTATION = new Problem('expectation-failed', 'Only "Expect: 100-continue" is understood.');

/**
 * Answers what Node refuses before the application sees it, in the same form as every other refusal (RFC 9457), but
 * without a request id: nothing has been read that a log could tell of. What was read before on the same connection is
 * answered first, or its answer would be taken for this refusal. Behind what cannot be read the connection is closed; behind
 * a wrong expectation the next request is found where the headers say, and must not be carried out unanswered.
 * "Expect: 100-continue" gets its answer where the request is the first that waits for one; elsewhere the final answer does.
 */
export function answerUnreadable(server: Server): void {
  const newest = new WeakMap<Duplex, Exchange>();
  server.on('request', (request, response) => newest.set(request.socket, { request, response }));
  server.on('clientError', (error: Error & { readonly code?: string }, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const answer = (): void => refuse(socket, READING_FAULTS[error.code ?? ''] ?? UNREADABLE);
    const before = newest.get(socket);
    // A request that is not complete is the very one that cannot be read.
    if (before?.request.complete !== true || before.response.writableFinished) answer();
    else before.response.once('close', answer);
  });
  server.on('checkContinue', (request, response) => {
    // Behind another request Node would write the "100 Continue" between head and body of the final answer.
    if (response.socket !== null) response.writeContinue();
    server.emit('request', request, response);
  });
  server.on('checkExpectation', (request, response) => {
    newest.set(request.socket, { request, response });
    const { status, head, body } = answerTo(EXPECTATION);
    response.writeHead(status, head).end(body);
  });
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

function refuse(socket: Duplex, problem: Problem): void {
  const { status, head, body } = answerTo(problem);
  const lines = Object.entries({ ...head, Connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

function answerTo(problem: Problem): {
  readonly status: number;
  readonly head: Readonly<Record<string, string>>;
  readonly body: string;
} {
  const body = JSON.stringify(problemBody(problem, ''));
  const head = {
    'Content-Type': 'application/problem+json',
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  };
  return { status: PROBLEMS[problem.code].status, head, body };
}
