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
    longer: longerRemembered(retention, plan?.rememberAgentMs ?? null),
    troubles: [...(await keyTroubles(key)), ...(await Promise.all(folders.map(folderTroubles))).flat()],
  };
}

/** The line remembers whom a caller last talked with, by his number. */
function longerRemembered({ numbers }: RetentionSettings, rememberAgentMs: number | null): string | null {
  if (numbers === null || rememberAgentMs === null || rememberAgentMs <= numbers.keepMs) return null;
  const [kept, remembered] = [numbers.keepMs, rememberAgentMs].map((ms) => Math.ceil(ms / DAY_MS));
  return `Numbers are kept ${kept} days, but whom a caller last talked with is remembered ${remembered} days by his number.`;
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
