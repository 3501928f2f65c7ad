import type { CallFact } from '../core/milestone.js';
import type { ServiceLevelRule } from '../core/plan.js';
import { isShort } from './service-level.js';

/** How a call ended, in the order in which the first that fits is taken (metrics.md, Calls). */
export const DISPOSITIONS = [
  'in-progress',
  'answered',
  'callback',
  'voicemail',
  'connected-outside',
  'informed',
  'short-abandoned',
  'abandoned',
  'turned-away',
  'timed-out',
  'self-service',
  'out-of-hours',
  'left-in-menu',
  'handled-by-dialplan',
  'shed',
  'blocked',
  'unknown',
  'failed',
] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

const HEARD_ENOUGH = 0.8;

/**
 * The one disposition of a call that is over. `rule` is that of the queue it was in last. A call that a flow ends
 * without having offered it to anybody counts as left in the menu, whoever hung up: nothing failed.
 */
export function dispositionOf(call: CallFact, rule: ServiceLevelRule): Exclude<Disposition, 'in-progress'> {
  if (call.conversations > 0) return 'answered';
  if (call.lastExit === 'callback') return 'callback';
  if (call.lastExit === 'voicemail') return 'voicemail';
  if (call.lastExit === 'outside') return 'connected-outside';
  if (call.endPlace === 'dialplan') return 'handled-by-dialplan';
  if (call.endPlace === 'message') return 'informed';
  if (call.endPlace === 'shed') return 'shed';
  if (call.endPlace === 'blocked') return 'blocked';
  if (hungUpWaiting(call)) return isShort(call.waitMs, rule) ? 'short-abandoned' : 'abandoned';
  if (call.endPlace !== 'gap' && call.endPlace !== 'failed') {
    if (call.lastExit === 'full' || call.lastExit === 'nobody' || call.lastExit === 'removed')
      return 'turned-away';
    if (call.lastExit === 'wait-limit' || call.lastExit === 'ran-out') return 'timed-out';
  }
  if (call.informationHeard !== null && call.informationHeard >= HEARD_ENOUGH) return 'self-service';
  if (call.closed) return 'out-of-hours';
  if (leftBeforeAnOffer(call)) return 'left-in-menu';
  if (call.endPlace === 'gap' || call.endedBy === 'unknown') return 'unknown';
  return 'failed';
}

function hungUpWaiting(call: CallFact): boolean {
  return call.endedBy === 'caller' && (call.endPlace === 'queue' || call.endPlace === 'ring');
}

/** Who leaves a queue by a key is in a flow again, as he was before. */
function leftBeforeAnOffer(call: CallFact): boolean {
  const isInFlow = ['menu', 'prompt', 'flow', 'voicemail', 'outside'].includes(call.endPlace);
  return (call.firstOfferedAt === null || call.lastExit === 'key') && isInFlow;
}
