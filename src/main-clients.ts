import type { Settings } from './app/settings.js';
import type { Log } from './ports/log.js';
import type { PersonalDataBook } from './ports/retention.js';
import { countryPrefix } from './reports/telephone-number.js';
import { readKey, type RetentionKey } from './retention/key.js';
import { replacementOf } from './retention/replacement.js';
import { RetentionFault } from './retention/retention-fault.js';

/**
 * What stands for a number where numbers are replaced, as it is now; undefined: there is no key that can be used, and reports
 * go out all the same.
 */
export async function clientsOf(
  { retention: { key: path } }: Settings,
  people: Pick<PersonalDataBook, 'keyInUse'>,
  log: Log,
): Promise<((normal: string) => string) | undefined> {
  const known = await keyOrWarning(path, log);
  if (known === null) return undefined;
  const inUse = await people.keyInUse();
  if (inUse === null || inUse === known.fingerprint) return (normal) => standsFor(normal, known);
  log.warn('the key is not the one with which numbers were replaced; reports count without it', { path });
  return undefined;
}

async function keyOrWarning(path: string, log: Log): Promise<RetentionKey | null> {
  try {
    return await readKey(path);
  } catch (error) {
    if (!(error instanceof RetentionFault)) throw error;
    log.warn('reports count without the key of replaced numbers', { why: error.message });
    return null;
  }
}

/** What a number in E.164 is replaced by. */
export function standsFor(normal: string, { key }: RetentionKey): string {
  return replacementOf(normal, countryPrefix(normal)?.slice(1) ?? null, key);
}
