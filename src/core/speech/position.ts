import type { Language } from '../plan.js';
import { cardinal } from './cardinal.js';

/** The place in line as core sounds of Asterisk, for instance "you are currently caller number 3 waiting …". */
export function positionMedia(position: number, language: Language): readonly string[] {
  if (position === 1) return ['sound:queue-youarenext'];
  return ['sound:queue-thereare', ...cardinal(position, language), 'sound:queue-callswaiting'];
}
