import type { Call } from '../call/call.js';
import { dialledKey } from '../plan.js';
import type { Instant } from '../signal.js';
import { planInForce } from '../state.js';
import { tell, type Work } from '../work.js';

/** Somebody who hung up while he waited: when he calls again soon he stands where he would stand. */
export interface Dropped {
  /** How long he had waited. */
  readonly ageMs: number;
  readonly until: Instant;
}

/** A caller hangs up waiting in this queue: his age is kept for a while, under his number. */
export function keepAge(work: Work, call: Call, queueId: string): void {
  const key = numberKey(call.from);
  const redialMs = planInForce(work.state).queues[queueId]?.redialMs ?? 0;
  if (key === null || redialMs === 0) return;
  const until = work.now + redialMs;
  work.state.dropped.set(key, { ageMs: call.keptMs + call.waitMs, until });
  work.state.deadlines.set('redial', key, until);
}

/** The same number calls: what was kept for it is his, once. */
export function takeKeptAge(work: Work, call: Call): void {
  const key = numberKey(call.from);
  const dropped = key === null ? undefined : work.state.dropped.get(key);
  if (key === null || dropped === undefined) return;
  forgetDropped(work, key);
  if (dropped.until < work.now) return;
  call.keptMs = dropped.ageMs;
  tell(work, call, 'age-kept', { ageMs: dropped.ageMs });
}

/** He has not called again. */
export function forgetDropped({ state }: Work, key: string): void {
  state.dropped.delete(key);
  state.deadlines.cancel('redial', key);
}

/** null: hidden. */
function numberKey(from: string | null): string | null {
  const key = dialledKey(from ?? '');
  return key === '' ? null : key;
}
