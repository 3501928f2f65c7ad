import type { Log } from '../../src/ports/log.js';

const silent = (): void => undefined;

/** Nobody reads a million lines. */
export const quietLog: Log = {
  error: silent,
  warn: silent,
  info: silent,
  debug: silent,
  with: () => quietLog,
};
