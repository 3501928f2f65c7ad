import { ALL_NUMBERS } from '../core/emergency.js';
import { hasRunOut, isOpenNow, switchInForce } from '../core/hours.js';
import type { Instant } from '../core/signal.js';
import { planInForce, type State, wallTime } from '../core/state.js';
import type { HoursView, MessageView } from '../ports/live.js';

/** Every calendar of the plan in force, in the order of the file, as it is at `now`. */
export function hoursViews(state: State, now: Instant): readonly HoursView[] {
  const plan = planInForce(state);
  const wall = wallTime(state, now);
  return Object.keys(plan.calendars).map((hours) => ({
    hours,
    open: isOpenNow(state, plan, hours, wall),
    switch: switchInForce(state, hours, wall),
  }));
}

/** The emergency messages that are on at `now`, the longest first. */
export function messageViews(state: State, now: Instant): readonly MessageView[] {
  const plan = planInForce(state);
  const wall = wallTime(state, now);
  return [...state.messages]
    .filter(([, message]) => !hasRunOut(message, wall))
    .map(([key, { prompt, since, until, by }]) => {
      const number = key === ALL_NUMBERS ? null : (plan.numbers[key]?.number ?? key);
      return { number, prompt, since, until, by };
    });
}
