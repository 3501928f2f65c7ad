import { isOpen, nextChange } from './calendar.js';
import type { Plan } from './plan.js';
import type { Instant } from './signal.js';
import type { State } from './state.js';

/** Somebody has switched a calendar by hand: it is open or closed whatever its times say. */
export interface HoursSwitch {
  readonly to: 'open' | 'closed';
  readonly since: Instant;
  /** On the clock on the wall; null: until somebody switches it back. */
  readonly until: Instant | null;
  /** Name of who did it. */
  readonly by: string;
}

/** Whether a calendar is open: by hand if it is switched, else by its times. `wall` is the time on the clock on the wall. */
export function isOpenNow(state: State, plan: Plan, hours: string, wall: Instant): boolean {
  const switched = switchInForce(state, hours, wall);
  if (switched !== null) return switched.to === 'open';
  const calendar = plan.calendars[hours];
  return calendar !== undefined && isOpen(calendar, wall);
}

/**
 * When a calendar may open or close next, on the clock on the wall; null: not within a year, or not before somebody
 * switches it by hand.
 */
export function hoursChangeAt(state: State, plan: Plan, hours: string, wall: Instant): Instant | null {
  const switched = switchInForce(state, hours, wall);
  if (switched !== null) return switched.until;
  const calendar = plan.calendars[hours];
  return calendar === undefined ? null : nextChange(calendar, wall);
}

/** The switch of a calendar, when it is switched and the switch has not run out. */
export function switchInForce(state: State, hours: string, wall: Instant): HoursSwitch | null {
  const switched = state.hoursSwitches.get(hours);
  return switched === undefined || hasRunOut(switched, wall) ? null : switched;
}

/** The end that was set has come. */
export function hasRunOut({ until }: { readonly until: Instant | null }, wall: Instant): boolean {
  return until !== null && wall >= until;
}
