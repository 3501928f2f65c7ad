import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf } from './journal-fault.js';
import { listSegments, listSnapshots } from './journal-folder.js';

const PIECE = 1024 * 1024;
const TRIES = 20;

/** A journal whose files can be read however long that takes, also when they are deleted meanwhile. */
export interface HeldJournal {
  /** Copies snapshots and segments, with what was appended since; the writer goes on undisturbed. */
  copyTo(target: string): Promise<void>;
  release(): Promise<void>;
}

interface HeldFile {
  readonly name: string;
  readonly file: FileHandle;
}

/**
 * Opens the files of a journal. A database that is copied between this and `copyTo` has its position within what is
 * copied: nothing that it lacks is missing, because files are held from before, and nothing that it has is unknown,
 * because records are stored only after they were written.
 */
export async function holdJournal(folder: string): Promise<HeldJournal> {
  const held: HeldFile[] = await holdAll(folder);
  return {
    copyTo: async (target) => {
      await mkdir(target, { recursive: true });
      const known = new Set(held.map(({ name }) => name));
      const news = (await listSegments(folder)).filter(({ path }) => !known.has(basename(path)));
      for (const { path } of news) held.push({ name: basename(path), file: await open(path) });
      for (const each of held) await copy(each, join(target, each.name));
    },
    release: async () => {
      for (const { file } of held) await file.close();
    },
  };
}

/** Snapshots first: none may be newer than the records. Begins again when a file goes between listing and opening. */
async function holdAll(folder: string): Promise<HeldFile[]> {
  for (let tries = 1; ; tries += 1) {
    const held: HeldFile[] = [];
    try {
      for (const list of [listSnapshots, listSegments]) {
        for (const { path } of await list(folder))
          held.push({ name: basename(path), file: await open(path) });
      }
      return held;
    } catch (error) {
      for (const { file } of held) await file.close();
      if (codeOf(error) !== 'ENOENT' || tries === TRIES) throw error;
    }
  }
}

/** Up to the end as it is now; a record that is being written at this moment may be torn, as after a crash. */
async function copy({ file }: HeldFile, target: string): Promise<void> {
  const { size } = await file.stat();
  const copied = await open(target, 'wx', 0o600);
  try {
    const bytes = Buffer.allocUnsafe(PIECE);
    for (let at = 0; at < size;) {
      const { bytesRead } = await file.read(bytes, 0, Math.min(PIECE, size - at), at);
      if (bytesRead === 0) break;
      await copied.write(bytes, 0, bytesRead, at);
      at += bytesRead;
    }
    await copied.sync();
  } finally {
    await copied.close();
  }
}
