import type { KnownCaller, Plan } from '../plan.js';
import type { Call } from './call.js';

/** Who calls from this number in E.164, as far as the plan knows; null: nobody whom it knows. */
export function knownCaller({ callers }: Plan, e164: string | null): KnownCaller | null {
  if (e164 === null || callers === undefined || !Object.hasOwn(callers, e164)) return null;
  return callers[e164] ?? null;
}

/** The caller's name: that of the directory before what the line tells; null: neither has one. */
export function callerName(plan: Plan, call: Call): string | null {
  return knownCaller(plan, call.fromE164)?.name ?? call.fromName;
}
