import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Settings } from './app/settings.js';
import type { Plan } from './core/plan.js';
import type { RetentionSeen } from './doctor/retention.js';
import type { RetentionSettings } from './ports/retention.js';
import { rulesOf } from './retention/in-words.js';
import { readKey } from './retention/key.js';
import { RetentionFault } from './retention/retention-fault.js';

const DAY_MS = 86_400_000;

/** For the doctor: how long numbers and recordings are kept, and what is in the way. */
export async function retentionSeen({ retention }: Settings, plan: Plan | null): Promise<RetentionSeen> {
  const { numbers, recordings, key } = retention;
  const treated = recordings !== null && (recordings.archiveAfterMs ?? recordings.deleteAfterMs) !== null;
  const folders = treated ? [recordings.folder, recordings.archive].filter((path) => path !== null) : [];
  return {
    rules: rulesOf(retention),
    numbers: numbers === null ? 'without-end' : 'for-a-time',
    longer: longerRemembered(retention, plan),
    troubles: [...(await keyTroubles(key)), ...(await Promise.all(folders.map(folderTroubles))).flat()],
  };
}

/** The line remembers whom a caller last talked with, and when a number was called. */
function longerRemembered({ numbers }: RetentionSettings, plan: Plan | null): RetentionSeen['longer'] {
  if (numbers === null) return [];
  const longer = (what: string, forMs: number | null | undefined, where: string): RetentionSeen['longer'] => {
    if (forMs == null || forMs <= numbers.keepMs) return [];
    const [kept, remembered] = [numbers.keepMs, forMs].map((ms) => Math.ceil(ms / DAY_MS));
    const found = `Numbers are kept ${kept} days, but ${what} is remembered ${remembered} days by his number.`;
    return [{ found, mend: `shorten ${where} in the routing file, or keep numbers for longer` }];
  };
  return [
    ...longer('whom a caller last talked with', plan?.rememberAgentMs, 'remember_agent'),
    ...longer(
      'when a client was called back',
      plan?.dialPolicy?.perNumber.withinMs,
      'within of dial_policy.per_number',
    ),
  ];
}

async function keyTroubles(path: string): Promise<RetentionSeen['troubles']> {
  try {
    await readKey(path);
    return [];
  } catch (error) {
    if (!(error instanceof RetentionFault)) throw error;
    return [{ found: error.message, mend: 'docs/privacy.md, The key' }];
  }
}

async function folderTroubles(folder: string): Promise<RetentionSeen['troubles']> {
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return [];
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const found = `recordings cannot be archived or deleted: ${folder} may not be read and written (${why})`;
    return [
      { found, mend: `let the user of Callplane read and write ${folder}: docs/privacy.md, Recordings` },
    ];
  }
}
