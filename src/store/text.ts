import { createHash } from 'node:crypto';

/** What stands for a character that a database cannot keep. */
const REPLACEMENT = '\uFFFD';
const UNKEEPABLE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|\0/g;
const FINGERPRINT_DIGITS = 16;

/** Longest id (call, visit, agent, queue …) in characters; longer ones are shortened by `keepableId`. */
export const ID_LENGTH = 128;
/** Longest name, number or reason in characters; longer ones are cut by `keepableText`. */
export const TEXT_LENGTH = 255;

/**
 * Text as every database keeps it: half surrogate pairs and NUL become U+FFFD (drivers would cut the text there
 * or refuse the whole batch), and what exceeds `length` code points is cut with an ellipsis at the end.
 */
export function keepableText(text: string, length: number = TEXT_LENGTH): string {
  const whole = text.replace(UNKEEPABLE, REPLACEMENT);
  if (whole.length <= length) return whole;
  const characters = Array.from(whole);
  if (characters.length <= length) return whole;
  return `${characters.slice(0, length - 1).join('')}…`;
}

/**
 * An id as every database keeps it. One that is too long keeps its beginning and gets a fingerprint of the whole
 * as its end, so that two different ids stay different.
 */
export function keepableId(id: string): string {
  const whole = keepableText(id, Number.MAX_SAFE_INTEGER);
  const characters = Array.from(whole);
  if (characters.length <= ID_LENGTH) return whole;
  const fingerprint = createHash('sha256').update(id).digest('hex').slice(0, FINGERPRINT_DIGITS);
  return `${characters.slice(0, ID_LENGTH - FINGERPRINT_DIGITS - 1).join('')}~${fingerprint}`;
}
