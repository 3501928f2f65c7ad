import type { Log } from '../../../src/ports/log.js';

const nothing = (): void => undefined;

/** A log that nobody reads. */
export const silentLog: Log = {
  error: nothing,
  warn: nothing,
  info: nothing,
  debug: nothing,
  with: () => silentLog,
};
