import type { CallFact } from '../core/milestone.js';
import type { Disposition } from './disposition.js';

/** After the greeting has begun, the last moment included. */
const CUT_OFF_WITHIN_MS = 5_000;
/** He had neither been served nor asked for anybody. */
const CUT_SHORT: readonly Disposition[] = ['left-in-menu', 'out-of-hours'];

/**
 * Whether the caller cut a call off in the first 5 s of its greeting. Such a call says nothing for or against automation: who
 * reached a queue or a ring step as soon, or heard his information, is none of them.
 */
export function isCutOff(call: CallFact, disposition: Disposition): boolean {
  const { answeredAt, endedAt, endedBy, firstOfferedAt } = call;
  if (endedBy !== 'caller' || answeredAt === null || firstOfferedAt !== null) return false;
  return CUT_SHORT.includes(disposition) && endedAt - answeredAt <= CUT_OFF_WITHIN_MS;
}
