import type { ErrorRequestHandler, Request, Response } from 'express';
import { BeyondReach } from '../ports/access.js';
import type { Log } from '../ports/log.js';
import { whoAsks } from './token-gate.js';
import { Problem, problemBody, PROBLEMS, type ProblemCode } from './problem.js';

/** Codes of Express's body reader, in our words. */
const READING_FAULTS: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  'entity.parse.failed': ['malformed-json', 'The body cannot be parsed as a JSON object.'],
  'entity.too.large': ['body-too-large', 'A body may have at most 16 kB.'],
  'encoding.unsupported': ['not-json', 'Send the body without compression, or with gzip.'],
  'charset.unsupported': ['not-json', 'Send the body in UTF-8.'],
};

/** Answers everything that went wrong as problem+json; what is our own fault is logged, and told without its inside. */
export function faultHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    if (error instanceof BeyondReach) logRefusal(log, request, response, error);
    const problem = problemOf(error);
    if (problem.code === 'internal-fault') {
      log.error('a request failed inside Callplane', {
        request: requestId(response),
        method: request.method,
        path: request.path,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
    send(response, problem);
  };
}

/** Who tried what. */
function logRefusal(log: Log, request: Request, response: Response, error: BeyondReach): void {
  const who = whoAsks(response);
  log.warn('a request beyond the role of its token was refused', {
    request: requestId(response),
    by: who?.name,
    role: who?.role,
    from: request.socket.remoteAddress ?? 'unknown',
    method: request.method,
    path: request.path,
    what: error.message,
  });
}

/** The id that was given to the request. */
export function requestId(response: Response): string {
  const id: unknown = response.locals['requestId'];
  return typeof id === 'string' ? id : '';
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof BeyondReach)
    return new Problem('not-allowed', `This token may not have this: ${error.message}.`);
  if (!(error instanceof Error)) return internal();
  const type = 'type' in error && typeof error.type === 'string' ? error.type : '';
  const known = READING_FAULTS[type];
  if (known !== undefined) return new Problem(...known);
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 500;
  return status >= 400 && status < 500
    ? new Problem('bad-request', 'The request cannot be read.')
    : internal();
}

function internal(): Problem {
  return new Problem('internal-fault', 'The log of Callplane tells more under this request id.');
}

function send(response: Response, problem: Problem): void {
  for (const [name, value] of Object.entries(problem.extra.headers ?? {})) response.set(name, value);
  response
    .status(PROBLEMS[problem.code].status)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem, requestId(response))));
}
