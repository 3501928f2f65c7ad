import type { Outcome } from './agent/presence.js';
import { reviewAll } from './callback/reviewing.js';
import { type Actor, type ChangeDetail } from './change.js';
import { messageKey } from './emergency.js';
import { hasRunOut } from './hours.js';
import type { Plan } from './plan.js';
import type { Ending, HoursRequest, Instant, MessageRequest } from './signal.js';
import { planInForce, type State, wallTime } from './state.js';
import type { Work } from './work.js';

const BY_ITSELF: Actor = { name: 'end time', role: 'system', request: null };
const BY_RELOAD: Actor = { name: 'reload', role: 'system', request: null };

/** Switches a calendar by hand, or lets it go by its times again. */
export function answerHoursRequest(work: Work, request: HoursRequest, by: Actor): Outcome {
  const { state } = work;
  const { hours } = request;
  if (!Object.hasOwn(planInForce(state).calendars, hours))
    return { ok: false, code: 'unknown-hours', detail: `no hours in the routing file are called "${hours}"` };
  if (request.ask === 'follow-hours') {
    if (!state.hoursSwitches.has(hours)) return refuse(`the hours "${hours}" go by their times already`);
    forget(work, 'hours-switch', hours);
    return { ok: true };
  }
  const until = endOf(work, request.ends);
  if (until === 'past') return refuse('the end is not in the future');
  const to = request.ask === 'open-hours' ? 'open' : 'closed';
  reviewAll(work);
  state.hoursSwitches.set(hours, { to, since: work.now, until, by: by.name });
  watch(work, 'hours-switch', hours, until);
  return { ok: true };
}

/** Begins or ends an emergency message. */
export function answerMessageRequest(work: Work, request: MessageRequest, by: Actor): Outcome {
  const { state } = work;
  const plan = planInForce(state);
  const key = messageKey(request.number);
  if (request.number !== null && plan.numbers[key] === undefined)
    return {
      ok: false,
      code: 'unknown-number',
      detail: `"${request.number}" is no number of the routing file`,
    };
  if (request.ask === 'end-message') {
    if (!state.messages.has(key)) return refuse('there is no such message');
    forget(work, 'message', key);
    return { ok: true };
  }
  if (plan.prompts[request.prompt]?.emergency !== true) {
    const detail = `no prompt of the routing file that says emergency: true is called "${request.prompt}"`;
    return { ok: false, code: 'unknown-prompt', detail };
  }
  const until = endOf(work, request.ends);
  if (until === 'past') return refuse('the end is not in the future');
  state.messages.set(key, { prompt: request.prompt, since: work.now, until, by: by.name });
  watch(work, 'message', key, until);
  return { ok: true };
}

type Kind = 'hours-switch' | 'message';

/** The end that was set for a switch or a message has come: it is told as a change, by itself. */
export function switchRunsOut(work: Work, kind: Kind, id: string): void {
  const switched = kind === 'hours-switch' ? work.state.hoursSwitches.get(id) : work.state.messages.get(id);
  if (switched === undefined) return;
  // The clock on the wall was set back meanwhile.
  if (!hasRunOut(switched, wallTime(work.state, work.now))) watch(work, kind, id, switched.until);
  else forgetAndTell(work, kind, id, BY_ITSELF);
}

/** The clock on the wall was set, or a new run has begun: ends that were set are on the wall. */
export function followWall(work: Work): void {
  const { hoursSwitches, messages } = work.state;
  for (const [hours, { until }] of hoursSwitches) watch(work, 'hours-switch', hours, until);
  for (const [key, { until }] of messages) watch(work, 'message', key, until);
}

/** Calendars, numbers and prompts that are not there any more are switched by nobody. */
export function forgetGoneSwitches(work: Work, plan: Plan): void {
  for (const hours of work.state.hoursSwitches.keys())
    if (!Object.hasOwn(plan.calendars, hours)) forgetAndTell(work, 'hours-switch', hours, BY_RELOAD);
  for (const [key, { prompt }] of work.state.messages) {
    const isThere =
      plan.prompts[prompt]?.emergency === true && (key === messageKey(null) || key in plan.numbers);
    if (!isThere) forgetAndTell(work, 'message', key, BY_RELOAD);
  }
}

/** How a calendar is switched, for the record of changes. */
export function hoursStanding(state: State, hours: string): ChangeDetail {
  const switched = state.hoursSwitches.get(hours);
  return { switch: switched?.to ?? null, until: shownInstant(switched?.until ?? null) };
}

/** Which message callers of a number hear, for the record of changes. */
export function messageStanding(state: State, key: string): ChangeDetail {
  const message = state.messages.get(key);
  return { prompt: message?.prompt ?? null, until: shownInstant(message?.until ?? null) };
}

function forgetAndTell(work: Work, kind: Kind, id: string, by: Actor): void {
  const standing = (): ChangeDetail =>
    kind === 'hours-switch' ? hoursStanding(work.state, id) : messageStanding(work.state, id);
  const before = standing();
  forget(work, kind, id);
  const what = kind === 'hours-switch' ? 'follow-hours' : 'end-message';
  const change = { id: `${kind}-${id}`, at: work.now, by, what, about: id, before, after: standing() };
  work.milestones.push({ kind: 'changed', ...change });
}

function forget(work: Work, kind: Kind, id: string): void {
  const { state } = work;
  if (kind === 'hours-switch') {
    reviewAll(work);
    state.hoursSwitches.delete(id);
  } else state.messages.delete(id);
  state.deadlines.cancel(kind, id);
}

/** `until` is on the wall, a deadline is an instant of this run. */
function watch({ state }: Work, kind: Kind, id: string, until: Instant | null): void {
  if (until === null) state.deadlines.cancel(kind, id);
  else state.deadlines.set(kind, id, until - state.wallAheadMs);
}

function endOf({ state, now }: Work, ends: Ending): Instant | null | 'past' {
  if (ends === null) return null;
  const wall = wallTime(state, now);
  const until = 'at' in ends ? ends.at : wall + ends.afterMs;
  return until > wall ? until : 'past';
}

function refuse(detail: string): Outcome {
  return { ok: false, code: 'wrong-state', detail };
}

function shownInstant(at: Instant | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
