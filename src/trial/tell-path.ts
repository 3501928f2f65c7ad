import { localTime } from '../core/calendar.js';
import type { Call } from '../core/call/call.js';
import { storedRefusalInWords } from '../core/callback/policy.js';
import type { CallEvent, CallEventName, Milestone } from '../core/milestone.js';
import { needsInWords } from '../core/needs.js';
import { storedInWords } from '../core/outgoing/refusing.js';
import { dialledKey, type PlannedQueue } from '../core/plan.js';
import { overflowInWords } from './overflow-words.js';
import type { TriedCall, TriedPath } from './try-call.js';

type Detail = CallEvent['detail'];

/** What the path of a call is in words, by event; an event without words is of no interest here. */
const WORDS: Readonly<Partial<Record<CallEventName, (detail: Detail) => string>>> = {
  recognised: ({ name, group, blocked }) =>
    `is known${name === null ? '' : ` as ${shown(name)}`}${group === null ? '' : ` of the group ${shown(group)}`}` +
    (blocked === true ? ', and blocked: turned away' : ''),
  'prompt-played': ({ prompt }) => `hears ${shown(prompt)}`,
  'menu-entered': ({ menu }) => `comes to the menu ${shown(menu)}`,
  'menu-key': ({ key }) => `presses ${shown(key)}`,
  'menu-wrong-key': ({ key }) => `presses ${shown(key)}, which the menu does not know`,
  'menu-silence': ({ try: tries }) => `presses nothing (try ${shown(tries)})`,
  'menu-given-up': () => 'has used all tries: otherwise',
  'collect-entered': ({ collect }) => `is asked for digits at ${shown(collect)}`,
  collected: ({ as, value, secret }) =>
    secret === true ? `has keyed ${shown(as)}, which is secret` : `has keyed ${shown(as)} = ${shown(value)}`,
  'collect-wrong': ({ digits, try: tries }) => `has keyed ${shown(digits)} digits (try ${shown(tries)})`,
  'collect-given-up': () => 'has used all tries: otherwise',
  'rate-skipped': () => 'is asked for no rating: he has talked with nobody',
  'looked-up': ({ lookup }) => `gets the values without an answer (${shown(lookup)}): nobody is asked here`,
  notified: () => 'would be told to another system',
  'variable-set': ({ name, value }) => `${shown(name)} = "${shown(value)}"`,
  'language-set': ({ language }) => `hears ${shown(language)} from here on`,
  'record-set': ({ record }) => (record === true ? 'may be recorded' : 'is not to be recorded'),
  'priority-set': ({ priority }) => `has priority ${shown(priority)}`,
  'age-kept': ({ ageMs }) => `keeps the age of ${Number(ageMs) / 1000} s of the call before`,
  'needs-set': ({ needs }) => `needs ${shown(needs)} of agents`,
  'not-said': ({ as, value }) => `does not hear "${shown(value)}", which is no ${shown(as)}`,
  'text-not-spoken': ({ text, why, missing }) =>
    why === 'no-value'
      ? `does not hear ${shown(text)}, as ${shown(missing)} has no value`
      : `would hear ${shown(text)}: nothing is spoken here`,
  condition: ({ met, because, then }) =>
    `${met === true ? 'then' : 'else'}, because ${shown(because)} (${shown(then).replace(/\.then$/, '')})`,
  'flow-entered': ({ flow }) => `goes to the flow ${shown(flow)}`,
  'ring-skipped': ({ nobody }) => `has no ${shown(nobody)} to be rung`,
  'dial-asked': ({ step }) => `a number outside is rung (${shown(step)}); nobody answers here`,
  'dial-refused': ({ step, because }) =>
    `the number outside is not called (${shown(step)}): ${storedInWords(shown(because))}`,
  offered: ({ agent }) => `rings ${shown(agent)}`,
  overflowed: ({ partner }) => `rings at the partner ${shown(partner)}, and waits on`,
  'queue-key': ({ key }) => `presses ${shown(key)} and leaves the queue`,
  'callback-asked': ({ queue }) => `will be called back by ${shown(queue)}`,
  'callback-refused': ({ because }) => `cannot be called back: ${storedRefusalInWords(shown(because))}`,
  'queue-entered': ({ queue }) => `enters the queue ${shown(queue)}`,
};

/** The path of a call that was tried, one line for each thing that happens, and why. */
export function tellPath(tried: TriedCall, path: TriedPath): readonly string[] {
  return [
    heading(tried),
    ...path.milestones.flatMap((milestone) => lineOf(milestone)),
    ...endOf(tried, path),
    ...carriedBy(path.call),
  ];
}

function heading({ plan, to, from, at }: TriedCall): string {
  const { timezone } = plan.company;
  const { date, minute } = localTime(timezone, at);
  const time = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
  const number = plan.numbers[dialledKey(to)];
  const hours = number?.hours ?? plan.company.hours;
  const by = hours === null ? '' : `, hours ${hours}`;
  return `${from ?? 'a hidden number'} calls ${number?.number ?? to} on ${date} at ${time} (${timezone}${by})`;
}

function lineOf(milestone: Milestone): readonly string[] {
  if (milestone.kind !== 'call-event') return [];
  const line = WORDS[milestone.event]?.(milestone.detail);
  return line === undefined ? [] : [`  ${line}`];
}

function endOf({ plan, to }: TriedCall, { call, end }: TriedPath): readonly string[] {
  if (plan.numbers[dialledKey(to)] === undefined) return ['  is refused: no number of the file is this one'];
  if (end === 'goes-round') return ['  goes round without an end'];
  if (end === 'ends') return ['  is hung up'];
  const queue = call?.activity.kind === 'waiting' ? call.activity.visit.queue : null;
  const rule = queue === null ? undefined : plan.queues[queue];
  if (rule === undefined) return [];
  const afterCall = rule.afterCall ?? plan.numbers[dialledKey(to)]?.afterCall;
  return [
    ...waiting(rule),
    ...(afterCall === undefined ? [] : [`  when an agent has talked and hung up: ${afterCall}`]),
  ];
}

function waiting(planned: PlannedQueue): readonly string[] {
  const { agents, needs, strategy, limits, exits, waiting: rule, overflow } = planned;
  return [
    `  waits there; rung are ${agents.join(', ')} (${strategy})`,
    ...(needs === undefined ? [] : [`  of them those with ${needsInWords(needs)}`]),
    ...(overflow === undefined ? [] : [`  ${overflowInWords(overflow)}`]),
    ...(limits.waitMs === null ? [] : [`  after ${limits.waitMs / 1000} s: ${exits.wait ?? ''}`]),
    ...(limits.callers === null ? [] : [`  when ${limits.callers} are waiting: ${exits.full ?? ''}`]),
    ...(limits.callersPerAgent === undefined
      ? []
      : [`  when ${limits.callersPerAgent} are waiting for each agent: ${exits.crowded ?? ''}`]),
    ...(limits.expectedWaitMs === undefined
      ? []
      : [`  when more than ${limits.expectedWaitMs / 1000} s are expected: ${exits.tooLong ?? ''}`]),
    `  when nobody is there: ${exits.nobody}`,
    ...Object.entries(rule.keys ?? {}).map(([key, block]) => `  when ${key} is pressed: ${block}`),
  ];
}

function carriedBy(call: Call | null): readonly string[] {
  if (call === null) return [];
  const marks = [
    ...(call.tags.length === 0 ? [] : [`tags ${call.tags.join(', ')}`]),
    ...(call.marks.length === 0 ? [] : [`marks ${call.marks.join(', ')}`]),
    ...(call.closed ? ['counts as out of hours'] : []),
    ...(call.inHours ? [] : ['outside hours']),
  ];
  return marks.length === 0 ? [] : [`  carries ${marks.join('; ')}`];
}

function shown(value: Detail[string] | undefined): string {
  return value === undefined || value === null ? '' : String(value);
}
