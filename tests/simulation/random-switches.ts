import type { HoursRequest, MessageRequest, Request } from '../../src/core/signal.js';
import type { Dice } from './dice.js';

type SwitchAsk = HoursRequest['ask'] | MessageRequest['ask'];

/** Whether something is switched on or off by hand. */
export function isSwitch(ask: Request['ask']): ask is SwitchAsk {
  return ask.endsWith('-hours') || ask.endsWith('-message');
}

/** With an end before the day is over, or without; now and then of something that is not there. */
export function switchRequest(dice: Dice, ask: SwitchAsk): Request {
  const hours = dice.pick(['office', 'office', 'none']);
  const number = dice.pick([null, null, '100', '999']);
  const ends = dice.falls(0.5) ? null : { afterMs: dice.around(60_000) };
  switch (ask) {
    case 'open-hours':
    case 'close-hours':
      return { ask, hours, ends };
    case 'follow-hours':
      return { ask, hours };
    case 'start-message':
      return { ask, number, prompt: dice.pick(['welcome', 'sorry', 'none']), ends };
    case 'end-message':
      return { ask, number };
  }
}
