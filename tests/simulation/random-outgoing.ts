import type { CodesRule } from '../../src/core/codes/rule.js';
import type { PhonesRule } from '../../src/core/plan.js';
import { EVERYBODYS_PIN } from '../support/model/other-system.js';
import type { Happening } from './day.js';
import type { Dice } from './dice.js';
import { CLIENTS } from './random-plan.js';

/** What agents may do at their phones. */
export function randomPhones(dice: Dice): PhonesRule {
  if (dice.falls(0.1)) return {};
  const codes = dice.falls(0.8) ? { codes: randomCodes(dice) } : {};
  const timeMs = dice.falls(0.5) ? dice.around(5_000) : 0;
  return {
    ...codes,
    outgoing: {
      ringMs: dice.between(2, 10) * 1000,
      record: dice.pick([null, true, false]),
      wrapUp: { timeMs, extendToMs: timeMs * 2 },
    },
  };
}

function randomCodes(dice: Dice): CodesRule {
  const pauses: CodesRule['pauses'] = {
    '1': { reason: 'lunch', forMs: null },
    '2': { reason: 'coffee', forMs: dice.around(20_000) },
  };
  return {
    ...{ signIn: '*11', signOut: '*12', pause: '*13', resume: '*14', endWrapUp: '*15' },
    pauses: dice.falls(0.8) ? pauses : {},
    lock: { wrong: dice.between(1, 3), forMs: dice.around(60_000) },
  };
}

/** A code that an agent dials; who signs in keys his number and, mostly, the right PIN. */
export function randomCode(
  dice: Dice,
  { agent, phone }: { readonly agent: string; readonly phone: string },
  atMs: number,
): Happening {
  const dialled = dice.pick(['*11', '*11', '*11', '*12', '*13', '*131', '*132', '*131*1', '*14', '*15']);
  const pin = dice.falls(0.7) ? EVERYBODYS_PIN : '1111';
  const keyed = dialled === '*11' ? `${numberOfAgent(agent)}#${pin}#` : '';
  const pressAt = dice.around(4_000);
  const keys = Array.from(keyed, (key, index) => ({ afterMs: pressAt + index * 300, key }));
  return { kind: 'dial', atMs, phone, dialled, keys, patienceMs: dice.around(20_000) };
}

/** By which an agent of the simulated days signs in. */
export function numberOfAgent(agent: string): string {
  return agent.replace(/[^0-9]/g, '');
}

/** A client, as he is dialled at home or from abroad; now and then what nobody may call, or no number. */
export function randomDial(dice: Dice, phone: string, atMs: number): Happening {
  const client = dice.pick(CLIENTS);
  const dialled = dice.pick([
    client,
    client.replace('+', '00'),
    client.replace('+359', '0'),
    '+15551234567',
    '*9',
  ]);
  return { kind: 'dial', atMs, phone, dialled, keys: [], patienceMs: dice.around(30_000) };
}
