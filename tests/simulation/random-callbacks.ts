import type { CallbackRule, DialPolicy, Step } from '../../src/core/plan.js';
import { homeForm, numberForms } from '../../src/routing/callers/number-forms.js';
import type { Dice } from './dice.js';

/** What phones outside are called by. */
export const DIAL = 'PJSIP/{number}@trunk';

/** Which of the clients may be called, how often and when. */
export function randomDialPolicy(dice: Dice): DialPolicy {
  return {
    dial: DIAL,
    show: dice.pick([null, '+3592000']),
    allow: ['+359'],
    refuse: dice.falls(0.2) ? ['+359888000004'] : [],
    perNumber: { calls: dice.between(1, 4), withinMs: dice.pick([60_000, 3_600_000]) },
    hours: dice.pick([null, null, 'office']),
    perHour: dice.pick([5, 100, 100]),
    own: dice.falls(0.1) ? ['+359888000002'] : [],
    forms: numberForms(['+359']),
    home: homeForm('BG'),
  };
}

/** How a queue calls back. */
export function randomCallbackRule(dice: Dice): CallbackRule {
  return {
    notice: dice.pick([null, 'channels', 'sorry']),
    ringMs: dice.between(2, 10) * 1000,
    tries: dice.between(1, 3),
    everyMs: dice.between(5, 60) * 1000,
    expireMs: dice.between(20, 300) * 1000,
    hours: dice.pick([null, null, 'office']),
    openAtMost: dice.pick([1, 3, 100, 100]),
    afterAbandonMs: dice.pick([null, 0, 5_000]),
  };
}

/** A caller asks to be called back. */
export function callBack(dice: Dice, queues: readonly string[]): readonly Step[] {
  const number = dice.pick([null, null, '{caller.number}', '0888000003']);
  return [
    { do: 'callback', queue: dice.pick(queues), number, otherwise: dice.pick(['to-queue', 'sorry']) },
    { do: 'play', prompt: 'sorry', information: false },
  ];
}
