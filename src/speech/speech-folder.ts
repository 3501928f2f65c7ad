import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { telephoneMs } from './wave.js';

/** Where the texts of single calls lie, below the folder of their language: inside that of all spoken texts, the only one that need be writable. */
export const SAID_FOLDER = 'callplane-speech/calls';

/** Where a spoken text lies below the sounds folder. */
export interface SpeechPlace {
  readonly language: string;
  /** Without extension. */
  readonly file: string;
}

/** A file in the folders of spoken texts. */
export interface KeptSpeech {
  /** The whole path. */
  readonly path: string;
  readonly bytes: number;
}

/** How many this process has begun to write: each has a name of its own. */
let drafts = 0;

/** The path of the file of a spoken text. */
export function speechPath(sounds: string, { language, file }: SpeechPlace): string {
  return join(sounds, language, `${file}.wav`);
}

/** How long a spoken text lasts; null: it has no file. A file under this name is always whole. */
export async function lengthMs(sounds: string, place: SpeechPlace): Promise<number | null> {
  const found = await stat(speechPath(sounds, place)).catch(onlyMissing);
  const ms = telephoneMs(found?.size ?? 0);
  return ms === 0 ? null : ms;
}

/**
 * Puts a spoken text into its place, whole or not at all, also in a power cut. Asterisk is another user than we: it must be
 * able to read the file, whatever our file mode mask says; who may look into the folder is the folder's business. Two that put it
 * there at once do not disturb each other.
 */
export async function publish(sounds: string, place: SpeechPlace, wave: Buffer): Promise<void> {
  const path = speechPath(sounds, place);
  const made = await mkdir(dirname(path), { recursive: true });
  if (made !== undefined) await Promise.all([chmod(made, 0o755), chmod(dirname(path), 0o755)]);
  drafts += 1;
  const draft = `${path}.${process.pid}.${drafts}`;
  try {
    const file = await open(draft, 'w');
    try {
      await file.writeFile(wave);
      await file.chmod(0o644);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Every file in a folder of spoken texts that none of these needs, also what a crash left there; those of calls go by themselves. */
export async function unneeded(folder: string, needed: readonly string[]): Promise<readonly KeptSpeech[]> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(onlyMissing)) ?? [];
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const paths = names.sort().map((name) => join(folder, name));
  const left = paths.filter((path) => !needed.includes(path));
  return Promise.all(left.map(async (path) => ({ path, bytes: (await stat(path)).size })));
}

/** What is not there is no error; everything else is. */
function onlyMissing(error: unknown): null {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return null;
  throw error;
}
