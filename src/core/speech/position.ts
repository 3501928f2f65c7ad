import type { Language } from '../plan.js';
import { cardinal, cardinalSounds } from './cardinal.js';

const YOU_ARE_NEXT = 'sound:queue-youarenext';
const THERE_ARE = 'sound:queue-thereare';
const CALLS_WAITING = 'sound:queue-callswaiting';

/** The place in line as core sounds of Asterisk, for instance "you are currently caller number 3 waiting …". */
export function positionMedia(position: number, language: Language): readonly string[] {
  if (position === 1) return [YOU_ARE_NEXT];
  return [THERE_ARE, ...cardinal(position, language), CALLS_WAITING];
}

/** Every sound that `positionMedia` may name: what Asterisk must have. */
export function positionSounds(language: Language): readonly string[] {
  return [YOU_ARE_NEXT, THERE_ARE, CALLS_WAITING, ...cardinalSounds(language)];
}
