import type { Phone } from './plan.js';
import type { PhoneState } from './signal.js';
import type { Work } from './work.js';

/** Asterisk tells what a phone does; unknown phones (nobody is signed in at them) are ignored. */
export function phoneChanged(work: Work, phone: Phone, state: PhoneState): void {
  const users = work.state.index.signedInAt.get(phone);
  if (users === undefined) return;
  work.state.phones.set(phone, { state, trails: false });
  work.state.deadlines.cancel('phone-trails', phone);
  for (const agent of users) work.touched.add(agent);
}

/** The state has not followed the end of our leg: what it says is somebody else's call, or a lost event. Read it. */
export function phoneStillTrails(work: Work, phone: Phone): void {
  const seen = work.state.phones.get(phone);
  if (seen?.trails !== true) return;
  seen.trails = false;
  for (const agent of work.state.index.signedInAt.get(phone) ?? []) work.touched.add(agent);
  work.commands.push({ kind: 'watch-phone', phone });
}
