import { localTime } from '../calendar.js';
import type { Call } from '../call/call.js';
import type { Plan } from '../plan.js';
import type { Instant } from '../signal.js';

/** What every call knows of itself. The number is empty when it is hidden; `today` and `now` go by the company's zone. */
export const BUILT_IN_VARIABLES = [
  'caller.number',
  'caller.name',
  'dialled',
  'language',
  'today',
  'now',
] as const;

/** One variable in braces. */
export const BRACES = /\{([^{}]*)\}/g;

/** The text with the values of the call in place of `{names}`; a variable that has no value yet is empty. */
export function filled(text: string, call: Call, plan: Plan, wall: Instant): string {
  return text.replace(BRACES, (_braces, name: string) => valueOf(name, call, plan, wall));
}

/** The value of a variable; empty: it has none. `wall` is the time on the clock on the wall. */
export function valueOf(name: string, call: Call, plan: Plan, wall: Instant): string {
  const { date, minute } = localTime(plan.company.timezone, wall);
  const builtIn: Readonly<Record<string, string>> = {
    'caller.number': call.from ?? '',
    'caller.name': call.fromName ?? '',
    dialled: call.dialled,
    language: call.language,
    today: date,
    now: `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`,
  };
  return builtIn[name] ?? call.variables[name] ?? '';
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
