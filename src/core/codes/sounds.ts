import type { Language } from '../plan.js';
import { spoken } from '../speech/saying.js';

/** What an agent hears who has dialled a code: of the sounds that Asterisk brings in every language. */
export const CODE_SOUNDS = {
  'ask-number': ['agent-user'],
  'ask-pin': ['agent-pass'],
  'signed-in': ['agent-loginok'],
  /** Wrong number, wrong PIN, or a PIN that is locked: he cannot tell which. The sound asks for the number again. */
  'not-known': ['agent-incorrect'],
  /** Here, or at another phone; the sound asks for the number again. */
  'signed-in-already': ['agent-alreadyon'],
  'signed-out': ['agent-loggedoff'],
  /** He is signed out when his talk is over, or what came of it is said. */
  noted: ['auth-thankyou'],
  paused: ['do-not-disturb', 'activated'],
  resumed: ['do-not-disturb', 'de-activated'],
  'wrap-up-ended': ['auth-thankyou'],
  refused: ['feature-not-avail-line'],
  'given-up': ['vm-goodbye'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type CodeSound = keyof typeof CODE_SOUNDS;

const MINUTE_MS = 60_000;
const MINUTES = 'sound:queue-minutes';

export function codeMedia(sound: CodeSound): readonly string[] {
  return CODE_SOUNDS[sound].map((name) => `sound:${name}`);
}

/** For how long; nothing for a pause that ends with nobody but him. */
export function minutesMedia(forMs: number | null, language: Language): readonly string[] {
  if (forMs === null) return [];
  const minutes = Math.max(1, Math.round(forMs / MINUTE_MS));
  return spoken('number', String(minutes), language, () => [MINUTES]) ?? [];
}
