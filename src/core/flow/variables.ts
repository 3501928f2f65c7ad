import { localTime } from '../calendar.js';
import type { Call } from '../call/call.js';
import { callerName, knownCaller } from '../call/known-caller.js';
import type { Plan } from '../plan.js';
import type { Instant } from '../signal.js';

/** What every call knows of itself. The number is empty when it is hidden; `today` and `now` go by the company's zone. */
export const BUILT_IN_VARIABLES = [
  'caller.number',
  'caller.name',
  'caller.group',
  'caller.manager',
  'dialled',
  'language',
  'today',
  'now',
] as const;

/** One variable in braces. */
export const BRACES = /\{([^{}]*)\}/g;

/** One half of a letter that takes two: no text that can be encoded. */
const HALF_LETTER = /\p{Cs}/gu;

/** A value is cut here: a flow that goes round could make it longer every time. */
export const LONGEST_VALUE = 200;

/** The text with the values of the call in place of `{names}`; a variable that has no value yet is empty. */
export function filled(text: string, call: Call, plan: Plan, wall: Instant): string {
  return allFilled(text, call, plan, wall).slice(0, LONGEST_VALUE);
}

/** The same for a text to be spoken, as long as it is; each value is cut, and what no engine speaks is a blank. */
export function filledWhole(text: string, call: Call, plan: Plan, wall: Instant): string {
  return asSpoken(allFilled(text, call, plan, wall));
}

/** What is heard of a variable in such a text; empty: nothing. */
export function spokenValue(name: string, call: Call, plan: Plan, wall: Instant): string {
  return asSpoken(valueOf(name, call, plan, wall).slice(0, LONGEST_VALUE));
}

function asSpoken(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim();
}

function allFilled(text: string, call: Call, plan: Plan, wall: Instant): string {
  return text.replace(BRACES, (_braces, name: string) =>
    valueOf(name, call, plan, wall).slice(0, LONGEST_VALUE),
  );
}

/**
 * The address with the values of the call in place of `{names}`, each encoded so that it is one part of it. One or two dots alone,
 * which no encoding keeps from leading to another path (WHATWG URL, dot segments), are empty.
 */
export function filledUrl(url: string, call: Call, plan: Plan, wall: Instant): string {
  return url.replace(BRACES, (_braces, name: string) => {
    const value = valueOf(name, call, plan, wall).slice(0, LONGEST_VALUE);
    if (value === '.' || value === '..') return '';
    return encodeURIComponent(value.replace(HALF_LETTER, '\uFFFD'));
  });
}

/** The value of a variable; empty: it has none. `wall` is the time on the clock on the wall. */
export function valueOf(name: string, call: Call, plan: Plan, wall: Instant): string {
  const known = knownCaller(plan, call.fromE164);
  const { date, minute } = localTime(plan.company.timezone, wall);
  const builtIn: Readonly<Record<string, string>> = {
    'caller.number': call.from ?? '',
    'caller.name': callerName(plan, call) ?? '',
    'caller.group': known?.group ?? '',
    'caller.manager': known?.manager ?? '',
    dialled: call.dialled,
    language: call.language,
    today: date,
    now: `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`,
  };
  return ownValue(builtIn, name) ?? ownValue(call.variables, name) ?? '';
}

/** A file may call a variable `constructor`: only what was set counts. */
export function ownValue(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
