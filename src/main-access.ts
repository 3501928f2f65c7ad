import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import {
  addAccess,
  type DeskParts,
  described,
  givePin,
  listAccess,
  removeAccess,
  removePin,
  rotateAccess,
} from './access/access-desk.js';
import type { NewPin } from './access/pin-entry.js';
import type { Settings } from './app/settings.js';
import type { AccessCommands, Since, ToldChange } from './cli/access-commands.js';
import { createLog } from './log/create-log.js';
import { storeAddress } from './main-books.js';
import { openStore } from './store/open-store.js';

/** Says what it is wherever it is found: a scanner for leaked secrets can look for it. */
const TOKEN_PREFIX = 'callplane_';
/** Keyed at a phone, and guessed five times at most before it is locked. */
const PIN_DIGITS = 6;

/** Who may use the HTTP interface, as the command line changes it. */
export function accessCommands(settings: Settings): AccessCommands {
  const path = settings.access;
  const parts = (): DeskParts => ({
    path,
    mintToken: () => TOKEN_PREFIX + randomBytes(32).toString('base64url'),
    mintId: () => randomUUID(),
    now: Date.now(),
    user: userName(),
  });
  return {
    list: async () => (await listAccess(path)).map((entry) => ({ name: entry.name, ...described(entry) })),
    add: (name, reach) => addAccess(parts(), name, reach),
    rotate: (name) => rotateAccess(parts(), name),
    remove: (name) => removeAccess(parts(), name),
    givePin: (agent) => givePin(parts(), agent, freshPin()),
    removePin: (agent) => removePin(parts(), agent),
  };
}

function freshPin(): NewPin {
  const pin = String(randomInt(10 ** PIN_DIGITS)).padStart(PIN_DIGITS, '0');
  return { pin, salt: randomBytes(16).toString('hex') };
}

/** Who is at the command line. */
export function userName(): string {
  return process.env['SUDO_USER'] ?? ownName();
}

/** A container may run us as a user without a name. */
function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** The record of changes from the database, oldest first. */
export async function auditLines(settings: Settings, since: Since): Promise<readonly ToldChange[]> {
  const log = createLog({ level: 'warn', shape: 'terminal', destination: process.stderr });
  const store = await openStore({ ...storeAddress(settings), log });
  try {
    await store.migrate();
    const now = Date.now();
    const from = 'ago' in since ? now - since.ago : since.at;
    return await store.reader.changes({ from, to: Number.MAX_SAFE_INTEGER });
  } finally {
    await store.close();
  }
}
