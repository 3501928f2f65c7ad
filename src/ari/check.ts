import type { TelephonyCheck, TelephonyFinding } from '../ports/telephony.js';
import { checkModules, checkOperations } from './check-modules.js';
import { checkPrompts, checkSounds, readSounds } from './check-sounds.js';
import { checkConnections, checkPhones, checkRecordings, checkRights } from './check-rights.js';
import { checkVersion } from './check-version.js';
import type { AriAccess, AriHttpClient } from './http-client.js';
import { objectIn, textIn } from './json.js';
import { AriLibrary } from './library.js';
import type { AriLimits, Needs } from './options.js';
import { reachAsterisk } from './reach.js';

export interface CheckOptions {
  readonly http: AriHttpClient;
  readonly access: AriAccess;
  readonly limits: AriLimits;
  readonly needs: Needs;
}

/** Looks at everything that Callplane needs of Asterisk; throws `TelephonyUnavailable` when it cannot be asked. */
export async function checkAsterisk(options: CheckOptions): Promise<TelephonyCheck> {
  const { http, access, limits, needs } = options;
  const info = await reachAsterisk(http, access, limits.requestTimeoutMs);
  const version = textIn(objectIn(info, 'system'), 'version');
  const library = await AriLibrary.connect(http, access, limits.requestTimeoutMs);
  const sounds = await readSounds(library);
  const findings: readonly (readonly TelephonyFinding[])[] = [
    checkVersion(version),
    await checkModules(library),
    await checkOperations(library),
    checkSounds(sounds, needs.languages),
    checkPrompts(sounds, needs.prompts),
    await checkRecordings(http, limits),
    await checkRights(http, limits, access),
    await checkConnections(http, limits),
    await checkPhones(library, needs.phones),
  ];
  return { version, findings: findings.flat() };
}
