import type { Settings } from './app/settings.js';
import { countryPrefix } from './reports/telephone-number.js';
import { readKey, type RetentionKey } from './retention/key.js';
import { replacementOf } from './retention/replacement.js';

/** What stands for a number where numbers are replaced, as it is now; undefined: there is no key. */
export async function clientsOf({ retention }: Settings): Promise<((normal: string) => string) | undefined> {
  const known = await readKey(retention.key);
  return known === null ? undefined : (normal) => standsFor(normal, known);
}

/** What a number in E.164 is replaced by. */
export function standsFor(normal: string, { key }: RetentionKey): string {
  return replacementOf(normal, countryPrefix(normal)?.slice(1) ?? null, key);
}
