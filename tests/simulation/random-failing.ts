import type { Command } from '../../src/core/command.js';
import { COMMANDS, kindsOf } from '../support/model/faults.js';
import type { Disobedience } from '../support/model/options.js';
import type { Dice } from './dice.js';

/** Sent only when another command has failed. */
const FOLLOW_UPS: Readonly<Partial<Record<Command['kind'], Command['kind']>>> = {
  'verify-leg': 'hang-up',
  'verify-recording': 'stop-recording',
};

/** So few are sent on a day that they are picked more often, or one way of failing would be left out. */
const SELDOM_SENT: readonly Command['kind'][] = [
  ...repeated(2, ['record-message']),
  ...repeated(3, ['verify-recording', 'leave-bridge']),
  ...repeated(6, ['send-on', 'verify-leg']),
  ...repeated(12, ['pause-recording', 'resume-recording', 'discard-recording']),
  ...repeated(9, ['join-bridge', 'answer-refer']),
];

/** Seldom sent, and none of them hangs on another: they fail on the same days. */
const SELDOM_TOGETHER: readonly (readonly Command['kind'][])[] = [
  ['pause-recording', 'resume-recording', 'discard-recording'],
  ['join-bridge', 'leave-bridge'],
  ['send-on', 'answer-refer', 'record-message'],
];

function repeated(times: number, kinds: readonly Command['kind'][]): readonly Command['kind'][] {
  return Array.from({ length: times }, () => kinds).flat();
}

/** All commands now and then, or one of them often. */
export function randomFailing(dice: Dice): Disobedience['failing'] {
  const kinds = kindsOf(COMMANDS);
  const often = dice.pick([...kinds, ...SELDOM_SENT, ...SELDOM_SENT, ...SELDOM_SENT]);
  const together = SELDOM_TOGETHER.find((kinds) => kinds.includes(often)) ?? [
    often,
    FOLLOW_UPS[often] ?? often,
  ];
  if (dice.falls(0.5)) return Object.fromEntries(together.map((kind) => [kind, 0.7]));
  return Object.fromEntries(kinds.map((kind) => [kind, 0.02]));
}
