import type { Dirent, Stats } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, parse, resolve } from 'node:path';
import type { Instant, RecordingId } from '../core/signal.js';
import { codeOf, syncFolder } from './on-disk.js';
import { RetentionFault } from './retention-fault.js';

const DAY_MS = 86_400_000;
/** A day in any time zone is over so long after it is in UTC. */
const LATEST_ZONE_MS = 12 * 3_600_000;
/** Of a year, a month, a day: what else is in the folder (`lost+found`) is nobody's business. */
const DATE_PARTS = [/^\d{4}$/, /^\d\d$/, /^\d\d$/] as const;
/** The folder of every name that we mint; one of another form could lead out of the folder of recordings. */
const DAY = /^\d{4}\/\d\d\/\d\d$/;
/** A copy that a death left behind: `.talk-1.wav.unfinished`. */
const UNFINISHED = /^\.(.+)\.unfinished$/;

/** The file of a recording. */
export interface RecordingFile {
  readonly recording: RecordingId;
  /** Below the folder: with its ending. */
  readonly path: string;
  readonly in: 'recordings' | 'archive';
  /** `unfinished`: a copy that did not come to its end. */
  readonly is: 'whole' | 'unfinished';
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
        const files = await filesIn(folder, day, place);
        for (let start = 0; start < files.length; start += atOnce) yield files.slice(start, start + atOnce);
      }
    }
  }

  /** Those of these recordings that are there, in whichever folder. Throws a RetentionFault where one cannot be read. */
  async filesOf(recordings: readonly RecordingId[]): Promise<readonly RecordingFile[]> {
    const found: RecordingFile[] = [];
    for (const place of ['recordings', 'archive'] as const) {
      const folder = this.#folderOf(place);
      if (folder === null) continue;
      for (const recording of recordings) {
        const day = dirname(recording);
        if (!DAY.test(day)) continue;
        const files = await filesIn(folder, day, place).catch((error: unknown) => {
          throw unreadable(folder, error);
        });
        found.push(...files.filter((file) => file.recording === recording));
      }
    }
    return found;
  }

  /**
   * Whole and on the disk of the archive, or not at all; a file that is there already is written anew. Those that went while
   * we looked are not among what comes back. Throws a RetentionFault where the archive is the same folder under another name.
   */
  async copyToArchive(files: readonly RecordingFile[]): Promise<readonly RecordingFile[]> {
    if (this.archive === null) throw new RetentionFault('No archive is set: CALLPLANE_RECORDINGS_ARCHIVE.');
    const copied: RecordingFile[] = [];
    const changed = new Set<string>();
    for (const file of files) {
      const [from, to] = [join(this.recordings, file.path), join(this.archive, file.path)];
      for (const folder of await makeFolders(dirname(to))) changed.add(folder);
      if ((await copyWhole(from, to)) === 'copied') copied.push(file);
    }
    // The copies have their names on the disk before what they are of may go.
    for (const folder of changed) await syncFolder(folder);
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

/** What begins with a dot is no recording; in the archive it may be a copy that a death left behind. */
async function filesIn(
  folder: string,
  day: string,
  place: RecordingFile['in'],
): Promise<readonly RecordingFile[]> {
  const names = await namesIn(join(folder, day), (entry) => entry.isFile());
  return names.flatMap((name) => {
    const [, whole = name] = UNFINISHED.exec(name) ?? [];
    const is = whole === name ? 'whole' : 'unfinished';
    if (whole.startsWith('.') || (is === 'unfinished' && place !== 'archive')) return [];
    return [{ recording: `${day}/${parse(whole).name}`, path: `${day}/${name}`, in: place, is }];
  });
}

/** `2026/03/04`, oldest first. */
async function daysIn(folder: string, place: RecordingFile['in']): Promise<readonly string[]> {
  try {
    // Without it nothing could be said to be missing below; nothing may have been archived yet.
    await readdir(folder);
    let found: readonly string[] = [''];
    for (const part of DATE_PARTS) {
      const inner: string[] = [];
      for (const path of found) {
        const names = await namesIn(join(folder, path), (entry) => entry.isDirectory());
        for (const name of names) if (part.test(name)) inner.push(path === '' ? name : `${path}/${name}`);
      }
      found = inner;
    }
    return found;
  } catch (error) {
    if (place === 'archive' && codeOf(error) === 'ENOENT') return [];
    throw unreadable(folder, error);
  }
}

function unreadable(folder: string, error: unknown): RetentionFault {
  const why = error instanceof Error ? error.message : String(error);
  return new RetentionFault(
    `The folder of recordings ${folder} cannot be read (${why}). Name Asterisk's folder "recording", and let the user of ` +
      'Callplane read and write it.',
  );
}

/** Their names in order; nothing where there is no such folder, or no more. Rejects where it cannot be read. */
async function namesIn(folder: string, isMeant: (entry: Dirent) => boolean): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter(isMeant)
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return [];
    throw error;
  }
}

function dayOver(day: string): Instant {
  return Date.parse(`${day.replaceAll('/', '-')}T00:00:00Z`) + DAY_MS + LATEST_ZONE_MS;
}

/** Makes the folder; it and those above it that had to be made, with the one that they were made in. */
async function makeFolders(wanted: string): Promise<readonly string[]> {
  const folder = resolve(wanted);
  const first = await mkdir(folder, { recursive: true });
  const changed = [folder];
  for (let path = folder; first !== undefined && path !== dirname(first); path = dirname(path))
    changed.push(dirname(path));
  return changed;
}

async function copyWhole(from: string, to: string): Promise<'copied' | 'missing'> {
  const source = await statOf(from);
  if (source === null) return 'missing';
  const there = await statOf(to);
  if (there?.dev === source.dev && there.ino === source.ino)
    throw new RetentionFault(
      `The archive is the folder of recordings itself: ${to} is ${from}. Name a folder elsewhere ` +
        '(CALLPLANE_RECORDINGS_ARCHIVE).',
    );
  const unfinished = join(dirname(to), `.${parse(to).base}.unfinished`);
  try {
    await copyFile(from, unfinished);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'missing';
    throw error;
  }
  const file = await open(unfinished, 'r+');
  try {
    await file.utimes(source.atime, source.mtime);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, to);
  return 'copied';
}

/** null: it is not there. */
async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
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
