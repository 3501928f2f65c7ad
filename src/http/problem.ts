import type { RefusalCode } from '../core/signal.js';

/** What can go wrong, by its stable code: the status it is answered with and its title. */
export const PROBLEMS = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'invalid-body': { status: 400, title: 'The body does not fit' },
  'bad-request': { status: 400, title: 'The request cannot be read' },
  'token-missing': { status: 401, title: 'A token is needed' },
  'token-wrong': { status: 401, title: 'The token is wrong' },
  'not-allowed': { status: 403, title: 'This token may not do this' },
  'foreign-origin': { status: 403, title: 'Another web page may not ask here' },
  'unknown-agent': { status: 404, title: 'There is no such agent' },
  'unknown-callback': { status: 404, title: 'There is no such callback now' },
  'unknown-call': { status: 404, title: 'There is no such call now' },
  'unknown-chain': { status: 404, title: 'There is no such chain' },
  'unknown-flow': { status: 404, title: 'There is no such flow' },
  'unknown-hours': { status: 404, title: 'There are no such hours' },
  'unknown-number': { status: 404, title: 'There is no such number' },
  'unknown-prompt': { status: 404, title: 'There is no such prompt' },
  'unknown-queue': { status: 404, title: 'There is no such queue' },
  'unknown-outcome': { status: 404, title: 'There is no such outcome' },
  'unknown-voicemail': { status: 404, title: 'No such voicemail' },
  'no-sound': { status: 404, title: 'The sound is not there' },
  'unknown-path': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This method is not for this path' },
  'request-too-slow': { status: 408, title: 'The request took too long' },
  'wrong-state': { status: 409, title: 'The state does not allow this' },
  'phone-refused': { status: 409, title: 'The agent cannot sign in at this phone' },
  'outcome-missing': { status: 409, title: 'The outcome must be set first' },
  'limit-reached': { status: 409, title: 'The limit is reached' },
  'no-standby': { status: 409, title: 'Nobody could take over' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'not-json': { status: 415, title: 'The body must be JSON' },
  'expectation-failed': { status: 417, title: 'The expectation cannot be met' },
  'wrong-host': { status: 421, title: 'This is not the name of this server' },
  'number-refused': { status: 422, title: 'This number may not be called' },
  'routing-file-faulty': { status: 422, title: 'The routing file has faults; the plan in force stays' },
  'too-many-attempts': { status: 429, title: 'Too many wrong tokens' },
  'head-too-large': { status: 431, title: 'Path and headers are too large' },
  'asterisk-silent': { status: 503, title: 'Asterisk did not confirm it' },
  'books-away': { status: 503, title: 'The books cannot be asked now' },
  'sounds-busy': { status: 503, title: 'The sound cannot be read just now' },
  'not-leading': { status: 503, title: 'This installation stands by' },
  'internal-fault': { status: 500, title: 'Something went wrong inside Callplane' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }> &
  Record<RefusalCode, object>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Thrown to answer a request with a problem; `detail` says what was found and what would be right. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly extra: ProblemExtra = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }
}

export interface ProblemExtra {
  /** Header lines that belong to the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Each single fault, where there may be several. */
  readonly faults?: readonly object[];
  /** Where the leader answers; null: not known. */
  readonly leader?: string | null;
}

/** The body of a problem answer (RFC 9457). `request`: id of the request, also in the log. */
export function problemBody(problem: Problem, request: string): object {
  const { status, title } = PROBLEMS[problem.code];
  return {
    type: `urn:callplane:problem:${problem.code}`,
    title,
    status,
    detail: problem.detail,
    code: problem.code,
    request,
    ...(problem.extra.faults === undefined ? {} : { faults: problem.extra.faults }),
    ...(problem.extra.leader === undefined ? {} : { leader: problem.extra.leader }),
  };
}
