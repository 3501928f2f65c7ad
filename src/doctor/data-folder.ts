import { access, constants, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, failed, type Finding, passed, warned } from '../ports/diagnosis.js';
import { nearestFolder } from './nearest-folder.js';

const WRITABLE_BY_OTHERS = 0o002;

/** The data folder can be written, by its owner only, and everything in it is his. */
export function dataFolderCheck(folder: string): Check {
  return { area: 'files', name: 'data folder', look: () => look(folder) };
}

async function look(folder: string): Promise<readonly Finding[]> {
  const nearest = await nearestFolder(folder);
  const refusal = await whyNotWritable(nearest);
  if (refusal !== null) {
    return failed(
      `${nearest} cannot be written (${refusal})`,
      `run this as the user whose service Callplane is; then: chown that user ${nearest}, and see that its disk is not mounted read-only (findmnt -T ${nearest})`,
    );
  }
  if (nearest !== folder) return passed(`${folder} is made at the start`);
  const findings = [...(await openToAll(folder)), ...(await strangersIn(folder))];
  return findings.length > 0 ? findings : passed(`${folder} is there, writable, and all its own`);
}

async function whyNotWritable(folder: string): Promise<string | null> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => null,
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );
}

async function openToAll(folder: string): Promise<readonly Finding[]> {
  const { mode } = await stat(folder);
  if ((mode & WRITABLE_BY_OTHERS) === 0) return [];
  return failed(
    `everybody on this machine may write ${folder} (mode ${(mode & 0o7777).toString(8)})`,
    `chmod 750 ${folder}`,
  );
}

/** A command that was run as root leaves files that the service cannot write. */
async function strangersIn(folder: string): Promise<readonly Finding[]> {
  const { uid } = await stat(folder);
  const names = [...(await readdir(folder)), ...(await journalNames(folder))];
  const strangers: string[] = [];
  for (const name of names) {
    const owner = await stat(join(folder, name)).then(
      (found) => found.uid,
      () => uid,
    );
    if (owner !== uid) strangers.push(name);
  }
  if (strangers.length === 0) return [];
  const mend = `chown -R --reference=${folder} ${folder}; give commands as the service's user (sudo -u)`;
  return warned(
    `${folder} belongs to user ${uid}, but not what is in it: ${strangers.slice(0, 5).join(', ')}`,
    mend,
  );
}

async function journalNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, 'journal')).catch(() => []);
  return names.map((name) => join('journal', name));
}
