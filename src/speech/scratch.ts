import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BEGINNING = 'callplane-speech-';

/** What folders that `inScratch` made are called. */
export const SCRATCH_NAME = new RegExp(`^${BEGINNING}[A-Za-z0-9]{6}$`);

/** Works in a folder of its own, which goes afterwards; what cannot be deleted then is left to the sweep. */
export async function inScratch<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), BEGINNING));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
