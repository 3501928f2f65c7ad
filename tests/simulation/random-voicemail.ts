import type { Step, VoicemailRule } from '../../src/core/plan.js';
import type { Dice } from './dice.js';

/** Where messages are left; now and then nobody can hear the greeting, no key ends a message, or most are too short. */
export function randomBox(dice: Dice, queues: readonly string[]): VoicemailRule {
  const shortestMs = dice.pick([1, 3, 15]) * 1000;
  return {
    greeting: dice.pick(['channels', 'gone', null]),
    mail: dice.some(['sales@example.com', 'night@example.com'], 0.5),
    shortestMs,
    longestMs: shortestMs + dice.between(3, 25) * 1000,
    silenceMs: dice.between(2, 8) * 1000,
    endKey: dice.pick(['#', '*', null]),
    callback: dice.falls(0.6) ? dice.pick(queues) : null,
  };
}

/** A caller may leave a message; behind it his call is over, or he goes to a queue. */
export function leaveMessage(dice: Dice): readonly Step[] {
  const box = dice.pick(['day', 'night']);
  return [
    { do: 'voicemail', id: 'leave-message[0]', box },
    ...(dice.falls(0.3) ? [{ do: 'go', flow: 'main' } as const] : []),
  ];
}
