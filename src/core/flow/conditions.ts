import { localTime } from '../calendar.js';
import type { Call } from '../call/call.js';
import { knownCaller } from '../call/known-caller.js';
import { nextChance } from '../chance.js';
import type { Bound, CallerCondition, Condition, QueueCondition, VariableCondition } from '../condition.js';
import { dialledKey, type Plan } from '../plan.js';
import { isOpenNow, switchInForce } from '../hours.js';
import { queueFigure } from '../queue/figures.js';
import { callPlan } from '../ringing/rule.js';
import { type State, wallTime } from '../state.js';
import type { Work } from '../work.js';
import { valueOf } from './variables.js';

/** Whether a condition holds, and which part of it decided. */
export interface Verdict {
  readonly met: boolean;
  /** The first part that does not hold, or all parts, in words: `outside office`. */
  readonly because: string;
}

interface Part {
  readonly words: string;
  readonly holds: boolean;
}

/** Everything that is named must hold. Lots are drawn only when it depends on them. */
export function judge(work: Work, call: Call, condition: Condition): Verdict {
  const words: string[] = [];
  for (const part of parts(work, call, condition)) {
    if (!part.holds) return { met: false, because: `not ${part.words}` };
    words.push(part.words);
  }
  return { met: true, because: words.join(', ') };
}

function* parts({ state, now }: Work, call: Call, condition: Condition): Iterable<Part> {
  const { inHours, outside, dialled, caller, variable, queue, dates, chance } = condition;
  const plan = callPlan(state, call);
  const wall = wallTime(state, now);
  const hoursIn = (hours: string): string =>
    switchInForce(state, hours, wall) === null ? hours : `${hours} (switched by hand)`;
  if (inHours !== null)
    yield { words: `inside ${hoursIn(inHours)}`, holds: isOpenNow(state, plan, inHours, wall) };
  if (outside !== null)
    yield { words: `outside ${hoursIn(outside)}`, holds: !isOpenNow(state, plan, outside, wall) };
  if (dialled !== null)
    yield { words: 'dialled one of these numbers', holds: dialled.includes(dialledKey(call.dialled)) };
  if (caller !== undefined) yield { words: `caller ${caller.is}`, holds: isCaller(call, plan, caller) };
  if (variable !== undefined)
    yield { words: wordsOf(variable), holds: isValue(valueOf(variable.name, call, plan, wall), variable) };
  if (queue !== undefined) yield ofQueue(queue, queueFigure(state, call, queue.name, queue.figure, now));
  if (dates !== undefined) {
    const { date } = localTime(plan.company.timezone, wall);
    yield { words: `date ${date}`, holds: dates.includes(date) || dates.includes(date.slice(5)) };
  }
  if (chance !== undefined) yield { words: `chance ${chance}`, holds: isDrawn(state, chance) };
}

function isDrawn(state: State, chance: number): boolean {
  return nextChance(state.chance) < chance;
}

function isCaller({ from, fromE164 }: Call, plan: Plan, condition: CallerCondition): boolean {
  const known = knownCaller(plan, fromE164);
  switch (condition.is) {
    case 'hidden':
      return from === null;
    case 'shown':
      return from !== null;
    case 'prefix': {
      const digits = dialledKey(from ?? '');
      return condition.prefixes.some((prefix) => digits.startsWith(prefix));
    }
    case 'known':
      return known !== null;
    case 'unknown':
      return known === null;
    case 'tag':
      return known?.tags.some((tag) => condition.tags.includes(tag)) === true;
    case 'group':
      return known !== null && known.group !== null && condition.groups.includes(known.group);
  }
}

function isValue(value: string, condition: VariableCondition): boolean {
  if ('is' in condition) return condition.is.includes(value);
  const number = value.trim() === '' ? NaN : Number(value);
  return isWithin(number, condition);
}

function isWithin(figure: number, bound: Bound): boolean {
  return 'above' in bound ? figure > bound.above : figure < bound.below;
}

/** With the figure, so that the story of the call tells why. */
function ofQueue(condition: QueueCondition, figure: number | null): Part {
  const { name, figure: of } = condition;
  const words = `${name}: ${of} ${boundWords(condition)} (${figure ?? 'not known'})`;
  return { words, holds: figure !== null && isWithin(figure, condition) };
}

function wordsOf(condition: VariableCondition): string {
  if ('is' in condition) return `${condition.name} is one of the values`;
  return `${condition.name} ${boundWords(condition)}`;
}

function boundWords(bound: Bound): string {
  return 'above' in bound ? `above ${bound.above}` : `below ${bound.below}`;
}
