import { hoursChangeAt, isOpenNow } from '../hours.js';
import type { CallbackRule, DialPolicy } from '../plan.js';
import type { Instant } from '../signal.js';
import { planInForce, type State, wallTime } from '../state.js';

/** Whether somebody may be called back now, and when that changes: an instant of this run; Infinity: never. */
export interface Window {
  readonly isOpen: boolean;
  readonly changesAt: Instant;
}

/** The hours of the dial policy and those of the queue: outside of either nobody is called, and not in a drain. */
export function windowAt(state: State, rule: CallbackRule, policy: DialPolicy, now: Instant): Window {
  if (state.newCalls === 'elsewhere') return { isOpen: false, changesAt: Infinity };
  const plan = planInForce(state);
  const wall = wallTime(state, now);
  const calendars = [policy.hours, rule.hours].filter((hours) => hours !== null);
  const changes = calendars.map((hours) => hoursChangeAt(state, plan, hours, wall) ?? Infinity);
  return {
    isOpen: calendars.every((hours) => isOpenNow(state, plan, hours, wall)),
    changesAt: Math.min(Infinity, ...changes) - state.wallAheadMs,
  };
}
