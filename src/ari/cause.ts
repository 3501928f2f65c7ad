import type { LegEnd } from '../core/signal.js';

/** What is known of a leg when it ends. */
export interface LegPast {
  readonly role: 'caller' | 'ours';
  readonly wasAnswered: boolean;
}

/**
 * Why a leg ended, from the SIP code where Asterisk tells it, else from the Q.850 cause. The tables are those that were
 * seen with PJSIP; phones differ in what "do not disturb" answers, so react to the class, never to one code.
 */
export function legEnd(past: LegPast, cause: number | null, techCause: number | null): LegEnd {
  if (past.role === 'caller' || past.wasAnswered) return endOfTalk(cause);
  return bySipCode(techCause) ?? byCause(cause);
}

function endOfTalk(cause: number | null): LegEnd {
  return cause !== null && CAUSES_OF_FAILURE.has(cause) ? 'failed' : 'normal';
}

/** Network out of order, temporary failure, congestion, protocol and interworking errors. */
const CAUSES_OF_FAILURE: ReadonlySet<number> = new Set([38, 41, 42, 44, 111, 127]);

const SIP_CODES: Readonly<Record<number, LegEnd>> = {
  401: 'unreachable',
  403: 'declined',
  404: 'unreachable',
  407: 'unreachable',
  408: 'unreachable',
  410: 'unreachable',
  480: 'no-answer',
  483: 'unreachable',
  484: 'unreachable',
  485: 'unreachable',
  486: 'busy',
  487: 'cancelled',
  488: 'failed',
  500: 'failed',
  502: 'unreachable',
  503: 'unreachable',
  504: 'unreachable',
  600: 'busy',
  603: 'declined',
  604: 'unreachable',
  606: 'failed',
};

function bySipCode(code: number | null): LegEnd | null {
  return code === null ? null : (SIP_CODES[code] ?? null);
}

const CAUSES: Readonly<Record<number, LegEnd>> = {
  1: 'unreachable',
  3: 'unreachable',
  16: 'cancelled',
  17: 'busy',
  18: 'unreachable',
  19: 'no-answer',
  20: 'unreachable',
  21: 'declined',
  22: 'unreachable',
  26: 'cancelled',
  27: 'unreachable',
  28: 'unreachable',
  34: 'unreachable',
  38: 'failed',
  58: 'failed',
  102: 'unreachable',
  127: 'cancelled',
};

function byCause(cause: number | null): LegEnd {
  if (cause === null) return 'unknown';
  return CAUSES[cause] ?? 'failed';
}
