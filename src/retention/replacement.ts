import { createHmac } from 'node:crypto';

/** 80 bits: two of ten million numbers are alike with a chance of one to ten milliards. */
const BYTES = 10;
const LETTERS = 'abcdefghijklmnop';

/**
 * What stands for a number: `client-359-` and 20 letters from HMAC-SHA-256 of the number in E.164. The same number is the same
 * for as long as the key is the same; the country stays, for the geography of calls. `code`: of its country, without plus;
 * null: it cannot be told. No digit but the code's is in it, so that no search for a number finds it.
 */
export function replacementOf(normal: string, code: string | null, key: Buffer): string {
  const digest = createHmac('sha256', key).update(normal).digest().subarray(0, BYTES);
  const letters = [...digest].map((byte) => `${LETTERS[byte >> 4] ?? ''}${LETTERS[byte & 15] ?? ''}`);
  return `client-${code ?? 'x'}-${letters.join('')}`;
}
