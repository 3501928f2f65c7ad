import type { AccessWatch } from './access/access-watch.js';
import type { PinResult, Signal } from './core/signal.js';
import type { PinCheck } from './core/web-request.js';
import type { Log } from './ports/log.js';

/** Says whether what was keyed at a phone is the agent's PIN; it is told to nobody else. */
export interface PinKeeper {
  check(asked: PinCheck, tell: (signal: Signal) => void): void;
}

const WARNINGS: Readonly<Record<Exclude<PinResult, 'right'>, string>> = {
  none: 'an agent cannot sign in at a phone: he has no PIN; give one with "callplane access pin"',
  wrong: 'a number and a PIN that do not belong together were keyed at a phone',
};

/**
 * One at a time: the slow hash takes one of the few threads that write the journal, too. A check that fails is not told:
 * whoever waits for it gives up by himself.
 */
export function pinKeeper(access: () => Pick<AccessWatch, 'checkPin'>, log: Log): PinKeeper {
  let before = Promise.resolve();
  return {
    check({ leg, phone, check, agent, pin }, tell) {
      const told = async (): Promise<void> => {
        const result = await access().checkPin(agent, pin);
        if (result !== 'right') log.warn(WARNINGS[result], { agent, phone, leg });
        tell({ kind: 'pin-checked', leg, check, agent, result });
      };
      before = before
        .then(told)
        .catch((error: unknown) => log.error('a PIN could not be compared', { error: String(error) }));
    },
  };
}
