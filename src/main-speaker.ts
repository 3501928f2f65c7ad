import type { Settings } from './app/settings.js';
import { SPEAKS_WITHIN_MS } from './core/flow/speaking.js';
import { shownEnvironment } from './main-programs.js';
import type { Log } from './ports/log.js';
import type { Engine } from './speech/engine.js';
import { Speaker } from './speech/speaker.js';

/** Longer than the slowest engine needs for the longest text. */
const PROMPT_WITHIN_MS = 60_000;

export type SpeechSettings = Pick<Settings, 'sounds' | 'speech'>;

/** The engine that the settings name. */
export function engineOf({ speech }: Pick<Settings, 'speech'>, speaksFor: Engine['speaksFor']): Engine {
  const withinMs = speaksFor === 'calls' ? SPEAKS_WITHIN_MS : PROMPT_WITHIN_MS;
  const environment = shownEnvironment();
  return { command: speech, environment, withinMs, slowMs: SPEAKS_WITHIN_MS, speaksFor };
}

/** Has texts of single calls spoken while they wait. */
export function createSpeaker(settings: SpeechSettings, log: Log): Speaker {
  return new Speaker({
    sounds: settings.sounds,
    engine: engineOf(settings, 'calls'),
    now: () => Date.now(),
    clock: () => performance.now(),
    log,
  });
}
