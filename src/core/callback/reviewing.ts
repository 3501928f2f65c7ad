import type { Instant } from '../signal.js';
import { dispatchLater, type Work } from '../work.js';
import { latest, type Rules, rulesOf } from './asking.js';
import type { Callback } from './callback.js';
import { endCallback, refuseCallback } from './ending.js';
import { type Window, windowAt } from './hours.js';
import { hasItsAgent, leaveLine, standInLine } from './line.js';
import { barredBy, mayBeCalledAt, refusalOf } from './policy.js';

/** Everybody who is to be called back, and whoever may go to a partner: hours, clock or routing file have changed. */
export function reviewAll(work: Work): void {
  const { state, callbacksDue, callbackWindows } = work;
  callbackWindows.clear();
  for (const id of state.callbacks.keys()) callbacksDue.add(id);
  for (const { id, overflowSince } of state.queues.values())
    if (overflowSince != null) dispatchLater(work, [id]);
}

/**
 * Sees whether it is a callback's turn: it stands in line, rests, or is over. One whose agent has answered is left alone;
 * before the client is called it is asked once more.
 */
export function review(work: Work, id: string): void {
  const { state, now } = work;
  const callback = state.callbacks.get(id);
  if (callback === undefined || callback.stage.kind === 'held' || hasItsAgent(state, callback)) return;
  const rules = rulesOf(state, callback.queue);
  const barred = rules === null ? 'no-callbacks' : barredBy(rules.policy, callback.number);
  if (rules === null || barred !== null) {
    leaveLine(work, callback);
    refuseCallback(work, callback, barred ?? 'no-callbacks');
    return;
  }
  if (now >= callback.expiresAt) {
    leaveLine(work, callback);
    endCallback(work, callback, 'expired');
    return;
  }
  const dueAt = dueAtOf(work, callback, rules);
  const window = windowOf(work, callback, rules);
  if (dueAt > now || !window.isOpen) {
    leaveLine(work, callback);
    if (!window.isOpen) stopClock(work, callback);
    lookAgainAt(
      work,
      callback,
      window.isOpen ? Math.min(dueAt, window.changesAt) : later(work, dueAt, window),
    );
    return;
  }
  if (callback.leftMs !== null) callback.expiresAt = now + callback.leftMs;
  callback.leftMs = null;
  standInLine(work, callback);
  lookAgainAt(work, callback, window.changesAt);
}

/** Whether his phone may be rung now, for an agent who has answered. */
export function mayBeDialled(work: Work, callback: Callback): boolean {
  const rules = rulesOf(work.state, callback.queue);
  if (rules === null || work.now >= callback.expiresAt) return false;
  if (refusalOf(work.state, rules.policy, callback.number, work.now) !== null) return false;
  return dueAtOf(work, callback, rules) <= work.now && windowOf(work, callback, rules).isOpen;
}

function dueAtOf({ state, now }: Work, callback: Callback, { policy }: Rules): Instant {
  return Math.max(
    (callback.notBefore ?? 0) - state.wallAheadMs,
    callback.restUntil ?? 0,
    mayBeCalledAt(state, policy, callback.number, now),
  );
}

function windowOf(
  { state, now, callbackWindows }: Work,
  { queue }: Callback,
  { rule, policy }: Rules,
): Window {
  const window = callbackWindows.get(queue) ?? windowAt(state, rule, policy, now);
  callbackWindows.set(queue, window);
  return window;
}

/** While nobody may be called anyhow, there is nothing to see before it is his turn. */
function later({ now }: Work, dueAt: Instant, window: Window): Instant {
  return dueAt > now ? dueAt : window.changesAt;
}

/** A promise is not broken by a night; the question of who hung up is old in the morning. */
function stopClock({ state, now }: Work, callback: Callback): void {
  if (callback.leftMs !== null || callback.origin === 'abandon') return;
  callback.leftMs = callback.expiresAt - now;
  callback.expiresAt = latest(state, callback.wishedAt, callback.notBefore);
}

function lookAgainAt({ state }: Work, callback: Callback, at: Instant): void {
  state.deadlines.set('callback', callback.id, Math.min(at, callback.expiresAt));
}
