import { performance } from 'node:perf_hooks';
import { checkAccess } from './access/access-watch.js';
import { startSettings } from './app/settings.js';
import { accessPlace } from './main-access-place.js';
import { rescueOf } from './main-rescue.js';
import { logOf, settingsNow } from './main-settings.js';
import { forkChild } from './parent/fork-child.js';
import { runParent } from './parent/run-parent.js';
import { DEFAULT_LIMITS } from './parent/supervision.js';

/** A child may take so much longer to stop than it gives its callers. */
const STOP_MARGIN_MS = 5_000;

/** The parent: starts line and books, watches them, and stops them in order. */
export async function startProcesses(script: string): Promise<number> {
  const settings = startSettings(settingsNow());
  const log = logOf(settings, 'parent');
  await checkAccess(accessPlace(settings));
  const parent = runParent({
    spawn: { line: () => forkChild(script, ['line']), books: () => forkChild(script, ['books']) },
    clock: { now: () => Math.floor(performance.timeOrigin + performance.now()) },
    log,
    rescue: rescueOf(settings, log),
    limits: {
      ...DEFAULT_LIMITS,
      hangLimitMs: settings.hangLimitMs,
      rescueMs: settings.rescueMs,
      stopMs: settings.stopGraceMs + STOP_MARGIN_MS,
    },
  });
  process.on('SIGTERM', () => parent.stop());
  process.on('SIGINT', () => parent.stop());
  process.on('SIGHUP', () => parent.reload());
  return parent.ended;
}
