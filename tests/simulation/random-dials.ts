import type { Step } from '../../src/core/plan.js';
import type { Dice } from './dice.js';

/** Whom callers are connected with: clients' phones; now and then what nobody may call, or no number. */
const NUMBERS = ['+359888000001', '+359888000002', '+359888000003', '+359888000004'];

/** A caller is connected with a number outside; who is not goes to a queue, to a message, or is told and hung up. */
export function dialOut(dice: Dice): readonly Step[] {
  const otherwise = dice.pick(['to-queue', 'sorry', 'thanks', 'leave-message']);
  return [
    ...(dice.falls(0.3) ? [{ do: 'play', prompt: 'welcome', information: false } as const] : []),
    ...(dice.falls(0.4) ? [{ do: 'record', record: dice.falls(0.8) } as const] : []),
    {
      ...{ do: 'dial', id: 'dials-out[2]', otherwise },
      to: dice.pick([...NUMBERS, ...NUMBERS, '+15551234567', '{caller.number}', '{nothing}']),
      ringMs: dice.between(2, 12) * 1000,
      show: dice.pick(['policy', 'caller', { number: '+3592000' }] as const),
      hear: dice.pick([null, 'music', 'ringing'] as const),
    },
    { do: 'play', prompt: 'sorry', information: false },
  ];
}
