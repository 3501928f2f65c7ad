import type { Language } from '../plan.js';
import { cardinal, cardinalSounds } from './cardinal.js';

const HOLD_TIME = 'sound:queue-holdtime';
const MINUTE = 'sound:queue-minute';
const MINUTES = 'sound:queue-minutes';
const MINUTE_MS = 60_000;
/**
 * What minutes are rounded up to. The Russian core sounds have no feminine numbers and one form of "минут": behind a
 * multiple of five it is always right.
 */
const STEP: Readonly<Record<Language, number>> = { en: 1, ru: 5 };

/** The estimate as it is spoken, in minutes, never less than it is. */
export function spokenMinutes(estimateMs: number, language: Language): number {
  const step = STEP[language];
  return Math.max(1, Math.ceil(estimateMs / MINUTE_MS / step)) * step;
}

/** The estimated wait as core sounds of Asterisk: "the estimated hold time is currently three minutes". */
export function holdingMedia(minutes: number, language: Language): readonly string[] {
  return [HOLD_TIME, ...cardinal(minutes, language), minutes === 1 ? MINUTE : MINUTES];
}

/** Every sound that `holdingMedia` may name: what Asterisk must have. */
export function holdingSounds(language: Language): readonly string[] {
  return [HOLD_TIME, MINUTES, ...(language === 'en' ? [MINUTE] : []), ...cardinalSounds(language)];
}
