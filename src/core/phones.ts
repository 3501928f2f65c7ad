import type { Phone } from './plan.js';
import type { PhoneState } from './signal.js';
import type { PhoneSeen } from './state.js';
import type { Work } from './work.js';

/**
 * A phone that was there is counted on for so long after it cannot be reached: when Asterisk or its phones module has
 * been started anew, phones are told as unreachable until each has answered a first question (ari.md §4.4).
 */
const LOST_AFTER_MS = 10_000;

/** Asterisk tells what a phone does; unknown phones (nobody is signed in at them) are ignored. */
export function phoneChanged(work: Work, phone: Phone, state: PhoneState): void {
  const users = work.state.index.signedInAt.get(phone);
  if (users === undefined) return;
  doubtLoss(work, phone, work.state.phones.get(phone), state);
  work.state.phones.set(phone, { state, trails: false });
  work.state.deadlines.cancel('phone-trails', phone);
  for (const agent of users) work.touched.add(agent);
}

/** Whoever was never seen to be reachable is not there; whoever was is waited for. */
function doubtLoss(work: Work, phone: Phone, before: PhoneSeen | undefined, state: PhoneState): void {
  if (state !== 'unreachable') work.state.deadlines.cancel('phone-lost', phone);
  else if (before !== undefined && before.state !== 'unreachable')
    work.state.deadlines.set('phone-lost', phone, work.now + LOST_AFTER_MS);
}

/** The phone is really away: its agents are nobody for the callers of their queues. */
export function phoneLost(work: Work, phone: Phone): void {
  for (const agent of work.state.index.signedInAt.get(phone) ?? []) work.touched.add(agent);
}

/** The state has not followed the end of our leg: what it says is somebody else's call, or a lost event. Read it. */
export function phoneStillTrails(work: Work, phone: Phone): void {
  const seen = work.state.phones.get(phone);
  if (seen?.trails !== true) return;
  seen.trails = false;
  for (const agent of work.state.index.signedInAt.get(phone) ?? []) work.touched.add(agent);
  work.commands.push({ kind: 'watch-phone', phone });
}
