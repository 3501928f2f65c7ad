import { loadSettings, type Settings } from './app/settings.js';
import { createLog, shapeFor } from './log/create-log.js';
import type { Log } from './ports/log.js';

/** Commands of a call go out first; what is logged about them follows at the latest after this. */
const LOG_DELAY_MS = 5;

/** The settings as they stand now. */
export function settingsNow(): Settings {
  return loadSettings(process.env, process.cwd());
}

/** The log of one of the processes, on standard output. */
export function logOf(settings: Settings, who: 'parent' | 'line' | 'books' | 'days'): Log {
  const destination = process.stdout;
  const shape = shapeFor(destination, process.env);
  const fields = { process: who };
  return createLog({ level: settings.logLevel, shape, destination, fields, delayMs: LOG_DELAY_MS });
}
