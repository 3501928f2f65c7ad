import { type FileHandle, mkdir, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BEFORE_ALL, isBehind, type QueueLogRow, type RowPosition } from '../ports/queue-log.js';
import { lineText } from './line-text.js';

/** A piece that was begun and is not known to be whole. */
interface Begun {
  readonly upTo: RowPosition;
  /** The file that it goes to, whatever it is called by now. */
  readonly file: number;
  /** Where it begins there. */
  readonly at: number;
  readonly text: string;
}

/** So much behind what was begun is looked through at most. */
const LOOKED_THROUGH = 16_777_216;
const NEWLINE = 0x0a;
/** Numbers are blanked out with it, in the file and in the piece. */
const BLANK = 0x78;

interface Progress {
  /** The last row that stands in the file. */
  readonly after: RowPosition;
  readonly begun: Begun | null;
}

/**
 * A queue_log as a file: each row once, also when the writer dies in the middle of a line. It may be renamed at any time (so
 * rotate it); what comes next begins a new one. What it has written it keeps in a file of its own.
 */
export class QueueLogFile {
  /** null: not read yet, or nothing has been kept. */
  #progress: Progress | null = null;

  constructor(
    private readonly path: string,
    private readonly progressFile: string,
  ) {}

  /** Where nothing is known of the file: what stands up to there is none of it. */
  async begin(end: () => Promise<RowPosition>): Promise<void> {
    if ((await this.#known()) !== null) return;
    const { record, place } = await end();
    await this.#keep({ after: { record, place }, begun: null });
  }

  /** The last row that stands there. */
  async position(): Promise<RowPosition> {
    const { after, begun } = (await this.#known()) ?? { after: BEFORE_ALL, begun: null };
    if (begun === null) return after;
    await this.#complete(begun);
    return begun.upTo;
  }

  /** Writes rows behind those that stand there. */
  async append(rows: readonly QueueLogRow[]): Promise<void> {
    const after = await this.position();
    const last = rows.at(-1);
    if (last === undefined || !isBehind(last, after)) return;
    const text = rows
      .filter((row) => isBehind(row, after))
      .map(lineText)
      .join('');
    const begun = await this.#withFile(async (file) => {
      const { ino, size } = await file.stat();
      const { record, place } = last;
      return { upTo: { record, place }, file: ino, at: size, text };
    });
    await this.#keep({ after, begun });
    await this.#complete(begun);
  }

  /** A piece that waits may have been blanked out meanwhile. */
  async #known(): Promise<Progress | null> {
    if (this.#progress === null || this.#progress.begun !== null)
      this.#progress = await readProgress(this.progressFile);
    return this.#progress;
  }

  /** Writes what is missing of it. */
  async #complete(begun: Begun): Promise<void> {
    await this.#withFile(async (file, { ino, size }) => {
      const isThere = ino === begun.file && size >= begun.at;
      const found = isThere ? await bytesFrom(file, begun.at, size) : Buffer.alloc(0);
      await file.appendFile(missing(found, Buffer.from(begun.text)));
      await file.datasync();
    }, begun);
    await this.#keep({ after: begun.upTo, begun: null });
  }

  /** `begun`: the file where that was begun, also where it was renamed since. */
  async #withFile<Answer>(
    work: (file: FileHandle, is: { readonly ino: number; readonly size: number }) => Promise<Answer>,
    begun: Begun | null = null,
  ): Promise<Answer> {
    await mkdir(dirname(this.path), { recursive: true });
    const renamed = begun === null ? null : await this.#renamed(begun.file);
    const file = await open(renamed ?? this.path, 'a+', 0o640);
    try {
      return await work(file, await file.stat());
    } finally {
      await file.close();
    }
  }

  async #renamed(ino: number): Promise<string | null> {
    const folder = dirname(this.path);
    for (const name of await readdir(folder)) {
      if (!name.startsWith(basename(this.path))) continue;
      const path = join(folder, name);
      const found = await stat(path).catch(() => null);
      if (found?.isFile() === true && found.ino === ino) return path;
    }
    return null;
  }

  async #keep(progress: Progress): Promise<void> {
    const aside = `${this.progressFile}.new`;
    await mkdir(dirname(aside), { recursive: true });
    await writeFile(aside, JSON.stringify(progress), { mode: 0o600, flush: true });
    await rename(aside, this.progressFile);
    this.#progress = progress;
  }
}

async function bytesFrom(file: FileHandle, at: number, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.min(size - at, LOOKED_THROUGH));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, at);
  return bytes.subarray(0, bytesRead);
}

/** What of the piece is not there. Where others write the same file, our lines are looked for among theirs. */
function missing(found: Buffer, piece: Buffer): Buffer {
  if (found.length <= piece.length && isSame(found, piece)) return piece.subarray(found.length);
  const there = linesIn(found);
  const left = linesIn(piece).filter(
    (line) => !there.some((other) => line.length === other.length && isSame(line, other)),
  );
  const end = found.at(-1) === NEWLINE ? [] : [Buffer.of(NEWLINE)];
  return left.length === 0 ? Buffer.alloc(0) : Buffer.concat([...end, ...left]);
}

/** Each with its end. */
function linesIn(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, from);
    const next = end < 0 ? bytes.length : end + 1;
    lines.push(bytes.subarray(from, next));
    from = next;
  }
  return lines;
}

/** Whether one begins like the other, where nothing was blanked out. */
function isSame(begin: Buffer, whole: Buffer): boolean {
  return begin.every((byte, index) => {
    const other = whole[index];
    return byte === other || byte === BLANK || other === BLANK;
  });
}

async function readProgress(path: string): Promise<Progress | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Progress;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
