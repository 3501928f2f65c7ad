import type { Language } from '../plan.js';
import { cardinal, cardinalSounds } from './cardinal.js';

const WAITED = 'sound:queue-reporthold';
const MINUTES = 'sound:queue-minutes';
const SECONDS = 'sound:queue-seconds';
const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
/** In fives, behind which the core sounds have the right form in both languages. */
const STEP = 5;
/** From so many on minutes are said: those of the Russian core sounds are right in fives only. */
const MINUTES_FROM: Readonly<Record<Language, number>> = { en: 2, ru: 10 };

/** How long somebody has waited as core sounds of Asterisk: "hold time forty seconds". */
export function waitedMedia(waitedMs: number, language: Language): readonly string[] {
  const minutes = Math.floor(waitedMs / MINUTE_MS);
  if (minutes >= MINUTES_FROM[language]) {
    const said = language === 'en' ? minutes : Math.floor(minutes / STEP) * STEP;
    return [WAITED, ...cardinal(said, language), MINUTES];
  }
  const seconds = Math.max(STEP, Math.round(waitedMs / SECOND_MS / STEP) * STEP);
  return [WAITED, ...cardinal(seconds, language), SECONDS];
}

/** Every sound that `waitedMedia` may name: what Asterisk must have. */
export function waitedSounds(language: Language): readonly string[] {
  return [WAITED, MINUTES, SECONDS, ...cardinalSounds(language)];
}
