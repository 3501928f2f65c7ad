import { lstat, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Language } from '../core/plan.js';
import type { Log } from '../ports/log.js';
import { SCRATCH_NAME } from './scratch.js';
import { SAID_FOLDER } from './speech-folder.js';

/** So long a file may be played once it was asked for; then it is deleted, as it tells of a person. */
const KEPT_MS = 3_600_000;
const SWEPT_EVERY_MS = 600_000;

export interface SweepParts {
  /** Asterisk's sounds folder; null: there is none. */
  readonly sounds: string | null;
  readonly languages: readonly Language[];
  /** In milliseconds, as files have it. */
  readonly now: () => number;
  readonly log: Log;
}

/** Sweeps at once and every ten minutes as long as the process lives, one sweep after another. Keeps no process alive. */
export async function keepSwept(parts: SweepParts): Promise<never> {
  for (;;) {
    await sweep(parts);
    await pause(SWEPT_EVERY_MS, undefined, { ref: false });
  }
}

/**
 * Deletes the files of texts of calls that nobody has asked for within an hour, and what a process that was killed left of
 * its work. One that cannot be deleted does not keep the others. Never rejects.
 */
export async function sweep({ sounds, languages, now, log }: SweepParts): Promise<void> {
  const than = now() - KEPT_MS;
  const said = languages.map((language) => join(sounds ?? '', language, SAID_FOLDER));
  for (const folder of sounds === null ? [] : said) await deleteOlder(folder, than, 'files', log);
  await deleteOlder(tmpdir(), than, 'scratch', log);
}

async function deleteOlder(folder: string, than: number, what: 'files' | 'scratch', log: Log): Promise<void> {
  const errors: string[] = [];
  const note = (error: unknown): void => {
    if (!isMissing(error)) errors.push(String(error));
  };
  for (const name of await readdir(folder).catch((error: unknown) => (note(error), []))) {
    const path = join(folder, name);
    if (what === 'files' || SCRATCH_NAME.test(name)) await deleteOne(path, than, what).catch(note);
  }
  const [first] = errors;
  if (first === undefined) return;
  const fields = { folder, undeleted: errors.length, error: first };
  log.warn('spoken texts of calls that are over cannot be deleted', fields);
}

/** What is of another kind or another user's is none of ours. */
async function deleteOne(path: string, than: number, what: 'files' | 'scratch'): Promise<void> {
  const found = await lstat(path);
  const isOurs =
    what === 'files' ? !found.isDirectory() : found.isDirectory() && found.uid === process.getuid?.();
  if (isOurs && found.mtimeMs < than) await rm(path, { recursive: what === 'scratch', force: true });
}

/** A folder that is not there has nothing in it, and a file that is gone is what we want. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
