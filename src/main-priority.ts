import { constants, getPriority, setPriority } from 'node:os';
import type { Log } from './ports/log.js';

const { PRIORITY_ABOVE_NORMAL, PRIORITY_BELOW_NORMAL } = constants.priority;

/** A caller waits for every stall of the line, which needs little. Only root or a `LimitNICE=` as in our unit allows it. */
export function comeFirst(log: Log): void {
  try {
    if (getPriority() > PRIORITY_ABOVE_NORMAL) setPriority(PRIORITY_ABOVE_NORMAL);
  } catch (error) {
    log.debug('the line keeps the priority it was started with', { error });
  }
}

/** Nobody waits for this process, callers wait for the line and for Asterisk: these get the cores first. */
export function giveWay(log: Pick<Log, 'warn'>): void {
  try {
    setPriority(PRIORITY_BELOW_NORMAL);
  } catch (error) {
    log.warn('this process could not lower its priority; it takes cores from calls', { error });
  }
}
