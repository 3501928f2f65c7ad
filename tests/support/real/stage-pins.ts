import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { changeAccess } from '../../../src/access/access-disk.js';
import { pinEntry } from '../../../src/access/pin-entry.js';
import { EVERYBODYS_PIN } from '../model/other-system.js';
import type { Cast } from './casting.js';

const SALT = '5a'.repeat(16);

/** Gives a PIN to the agents of every scenario in which codes are dialled, beside those who have one already. */
export async function writePins(dataFolder: string, casts: readonly Cast[]): Promise<void> {
  const agents = casts
    .filter(dialsCodes)
    .flatMap(({ prefix, phones }) => [...phones.keys()].map((id) => prefix + id));
  if (agents.length === 0) return;
  await mkdir(dataFolder, { recursive: true });
  const madeAt = new Date().toISOString();
  const pins = await Promise.all(
    agents.map((id) => pinEntry(id, { pin: EVERYBODYS_PIN, salt: SALT }, madeAt)),
  );
  await changeAccess(join(dataFolder, 'access.json'), (file) => ({ ...file, pins: [...file.pins, ...pins] }));
}

function dialsCodes({ scenario }: Cast): boolean {
  return scenario.when.some(({ deed }) => deed.kind === 'agent-dials' && deed.dialled.startsWith('*'));
}
