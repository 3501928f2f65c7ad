import { copyFile, mkdir, open, opendir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, parse, relative } from 'node:path';
import type { Instant, RecordingId } from '../core/signal.js';
import { RetentionFault } from './retention-fault.js';

const DAY_MS = 86_400_000;
/** A day in any time zone is over so long after it is in UTC. */
const LATEST_ZONE_MS = 12 * 3_600_000;
const DAY_FOLDER = /^\d{4}\/\d\d\/\d\d$/;

/** The file of a recording. */
export interface RecordingFile {
  readonly recording: RecordingId;
  /** Below the folder: with its ending. */
  readonly path: string;
  readonly in: 'recordings' | 'archive';
}

/** Asterisk's folder of recordings, and the archive beside it; null: there is no archive. Days stand in their paths. */
export class RecordingFolders {
  constructor(
    private readonly recordings: string,
    private readonly archive: string | null,
  ) {}

  /**
   * The files of days that were over before `to`, but not before `from`, oldest first, piece by piece. Throws a RetentionFault
   * where the folder cannot be read.
   */
  async *over(
    { from, to }: { readonly from: Instant; readonly to: Instant },
    where: 'recordings' | 'everywhere',
    atOnce: number,
  ): AsyncIterable<readonly RecordingFile[]> {
    for (const place of where === 'everywhere'
      ? (['archive', 'recordings'] as const)
      : (['recordings'] as const)) {
      const folder = this.#folderOf(place);
      if (folder === null) continue;
      for (const day of await daysIn(folder, place)) {
        if (dayOver(day) > to) break;
        if (dayOver(day) <= from) continue;
        const files = (await filesIn(folder, day)).map((path) => fileOf(place, path));
        for (let start = 0; start < files.length; start += atOnce) yield files.slice(start, start + atOnce);
      }
    }
  }

  /** Those of these recordings that are there, in whichever folder. */
  async filesOf(recordings: readonly RecordingId[]): Promise<readonly RecordingFile[]> {
    const found: RecordingFile[] = [];
    for (const place of ['recordings', 'archive'] as const) {
      const folder = this.#folderOf(place);
      if (folder === null) continue;
      for (const recording of recordings) {
        const { dir } = parse(recording);
        const paths = await filesIn(folder, dir).catch(() => []);
        const files = paths.map((path) => fileOf(place, path));
        found.push(...files.filter((file) => file.recording === recording));
      }
    }
    return found;
  }

  /**
   * Whole and on the disk of the archive, or not at all; a file that is there already is written anew. Those that went while
   * we looked are not among what comes back.
   */
  async copyToArchive(files: readonly RecordingFile[]): Promise<readonly RecordingFile[]> {
    if (this.archive === null) throw new RetentionFault('No archive is set: CALLPLANE_RECORDINGS_ARCHIVE.');
    const copied: RecordingFile[] = [];
    for (const file of files) {
      const [from, to] = [join(this.recordings, file.path), join(this.archive, file.path)];
      if ((await copyWhole(from, to)) === 'copied') copied.push(file);
    }
    return copied;
  }

  /** Gone, also when they were gone already, and with them the folder of a day in which nothing is left. */
  async remove(files: readonly RecordingFile[]): Promise<void> {
    for (const file of files) await rm(this.pathOf(file), { force: true });
    const days = new Set(files.map((file) => JSON.stringify([this.#folderOf(file.in), dirname(file.path)])));
    for (const day of days) await removeEmpty(...(JSON.parse(day) as [string, string]));
  }

  pathOf(file: RecordingFile): string {
    return join(this.#folderOf(file.in) ?? '', file.path);
  }

  #folderOf(place: 'recordings' | 'archive'): string | null {
    return place === 'recordings' ? this.recordings : this.archive;
  }
}

function fileOf(place: RecordingFile['in'], path: string): RecordingFile {
  const { dir, name } = parse(path);
  return { recording: `${dir}/${name}`, path, in: place };
}

/** What begins with a dot is being copied, or was: the copy is made again. */
async function filesIn(folder: string, day: string): Promise<readonly string[]> {
  const names = (await readdir(join(folder, day))).filter((name) => !name.startsWith('.'));
  return names.sort().map((name) => `${day}/${name}`);
}

/** `2026/03/04`, oldest first; what is no day is nobody's business. */
async function daysIn(folder: string, place: RecordingFile['in']): Promise<readonly string[]> {
  const days: string[] = [];
  const walk = async (path: string, depth: number): Promise<void> => {
    for await (const entry of await opendir(path)) {
      if (!entry.isDirectory()) continue;
      const inner = join(path, entry.name);
      if (depth < 2) await walk(inner, depth + 1);
      else days.push(relative(folder, inner));
    }
  };
  try {
    await walk(folder, 0);
  } catch (error) {
    // Nothing has been archived yet.
    if (place === 'archive' && isMissing(error)) return [];
    const why = error instanceof Error ? error.message : String(error);
    throw new RetentionFault(
      `The folder of recordings ${folder} cannot be read (${why}). Name Asterisk's folder "recording", and let the user of ` +
        'Callplane read and write it.',
    );
  }
  return days.filter((day) => DAY_FOLDER.test(day)).sort();
}

function dayOver(day: string): Instant {
  return Date.parse(`${day.replaceAll('/', '-')}T00:00:00Z`) + DAY_MS + LATEST_ZONE_MS;
}

async function copyWhole(from: string, to: string): Promise<'copied' | 'missing'> {
  await mkdir(dirname(to), { recursive: true });
  const unfinished = join(dirname(to), `.${parse(to).base}.unfinished`);
  try {
    await copyFile(from, unfinished);
  } catch (error) {
    if (isMissing(error)) return 'missing';
    throw error;
  }
  const { atime, mtime } = await stat(from);
  const file = await open(unfinished, 'r+');
  try {
    await file.utimes(atime, mtime);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, to);
  return 'copied';
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** The folder of a day that has no file any more, and of its month and year. */
async function removeEmpty(folder: string, day: string): Promise<void> {
  for (let path = day; path !== '.'; path = dirname(path)) {
    try {
      await rmdir(join(folder, path));
    } catch {
      return;
    }
  }
}
