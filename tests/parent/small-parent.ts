import { fileURLToPath } from 'node:url';
import { forkChild } from '../../src/parent/fork-child.js';
import { runParent } from '../../src/parent/run-parent.js';
import { DEFAULT_LIMITS } from '../../src/parent/supervision.js';
import type { Log } from '../../src/ports/log.js';

/** A parent of the tests with quick limits: arguments are the diary and how line and books behave. */
const [diary = '', line = 'works', books = 'works'] = process.argv.slice(2);
const script = fileURLToPath(new URL('small-child.ts', import.meta.url));
const silent: Log = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  with: () => silent,
};
const parent = runParent({
  spawn: {
    line: () => forkChild(script, ['line', diary, line]),
    books: () => forkChild(script, ['books', diary, books]),
  },
  clock: { now: () => Math.round(performance.timeOrigin + performance.now()) },
  log: silent,
  rescue: () => Promise.resolve(),
  limits: { ...DEFAULT_LIMITS, pingMs: 50, hangLimitMs: 1000, startLimitMs: 20_000, restartFirstMs: 50 },
});
process.on('SIGTERM', () => parent.stop());
process.on('SIGINT', () => parent.stop());
process.on('SIGHUP', () => parent.reload());
process.exitCode = await parent.ended;
