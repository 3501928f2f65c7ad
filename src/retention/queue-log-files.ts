import { type FileHandle, open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Instant } from '../core/signal.js';
import { RetentionFault } from './retention-fault.js';

/** A line that has a caller's number: `1772442000|1772442000.1|sales|NONE|ENTERQUEUE||+359880000001|1`. */
const ENTERED = /^((\d{9,10})(?:\.\d+)?\|[^|\n]*\|[^|\n]*\|[^|\n]*\|ENTERQUEUE\|[^|\n]*\|)([^|\n]+)/gm;
const BLANKED = /^x+$/;
/** The same in the piece that is just being written, which stands as a text in JSON. */
const ENTERED_IN_JSON =
  /((?:"|\\n)(\d{9,10})(?:\.\d+)?\|[^|"\\]*\|[^|"\\]*\|[^|"\\]*\|ENTERQUEUE\|[^|"\\]*\|)([^|"\\]+)/g;
/** So much is read at once; a line that is longer is none of a queue_log. */
const PIECE = 1_048_576;

/** A number in a file, and when its caller came. */
export interface EnteredNumber {
  readonly at: Instant;
  readonly number: string;
}

/** A queue_log and the files beside it that it was rotated into, unless they were packed. */
export class QueueLogFiles {
  constructor(
    /** null: none is written, nor was. */
    private readonly path: string | null,
    /** What is just being written; it stays there where it cannot be written. */
    private readonly progressFile: string,
  ) {}

  get hasFile(): boolean {
    return this.path !== null;
  }

  /**
   * Blanks out the numbers that are meant, where they stand: nothing moves, so whoever reads goes on. How many. Each file by
   * itself: throws only when all others are done.
   */
  async blank(isMeant: (entered: EnteredNumber) => boolean, mode: 'do' | 'count'): Promise<number> {
    let sum = 0;
    const failures: string[] = [];
    for (const [path, pattern] of await this.#files())
      try {
        sum += await blankIn(path, pattern, isMeant, mode);
      } catch (error) {
        // It was rotated away meanwhile.
        if (isGone(error)) continue;
        failures.push(error instanceof Error ? error.message : String(error));
      }
    if (failures.length > 0) throw new RetentionFault(`Numbers stay where they are: ${failures.join('; ')}`);
    return sum;
  }

  /** What is being written comes first, so that nothing of it is written anew behind what is done. */
  async #files(): Promise<readonly (readonly [path: string, pattern: RegExp])[]> {
    const begun = await filesCalled(this.progressFile);
    const written = this.path === null ? [] : await filesCalled(this.path);
    return [
      ...begun.map((path) => [path, ENTERED_IN_JSON] as const),
      ...written.map((path) => [path, ENTERED] as const),
    ];
  }
}

/** All whose names begin so: however it is rotated, `queue_log.1`, `queue_log-20260302.old`. */
async function filesCalled(path: string): Promise<readonly string[]> {
  const folder = dirname(path);
  const entries = await readdir(folder, { withFileTypes: true }).catch(noFolder);
  return entries
    .filter((entry) => entry.isFile() && entry.name.startsWith(basename(path)))
    .map((entry) => join(folder, entry.name));
}

interface Place {
  readonly at: number;
  readonly length: number;
}

async function blankIn(
  path: string,
  pattern: RegExp,
  isMeant: (entered: EnteredNumber) => boolean,
  mode: 'do' | 'count',
): Promise<number> {
  const file = await open(path, mode === 'do' ? 'r+' : 'r');
  try {
    let sum = 0;
    for await (const { at, text } of linesIn(file)) {
      const places = meantIn(text, pattern, isMeant);
      sum += places.length;
      if (mode === 'do') await writeOver(file, at, places);
    }
    if (mode === 'do' && sum > 0) await file.sync();
    return sum;
  } finally {
    await file.close();
  }
}

/** Whole lines, many at once, and where they begin, in bytes. */
async function* linesIn(file: FileHandle): AsyncGenerator<{ readonly at: number; readonly text: string }> {
  const piece = Buffer.alloc(PIECE);
  let at = 0;
  let rest = '';
  for (;;) {
    const { bytesRead } = await file.read(piece, 0, PIECE, at + rest.length);
    if (bytesRead === 0) break;
    const read = rest + piece.toString('latin1', 0, bytesRead);
    const end = read.lastIndexOf('\n') + 1;
    if (end > 0) yield { at, text: read.slice(0, end) };
    at += end;
    rest = read.slice(end);
    if (rest.length <= PIECE) continue;
    at += rest.length;
    rest = '';
  }
  if (rest !== '') yield { at, text: rest };
}

function meantIn(
  text: string,
  pattern: RegExp,
  isMeant: (entered: EnteredNumber) => boolean,
): readonly Place[] {
  return [...text.matchAll(pattern)].flatMap(({ index, 1: before = '', 2: seconds, 3: number = '' }) => {
    const entered = { at: Number(seconds) * 1000, number };
    if (BLANKED.test(number) || !isMeant(entered)) return [];
    return [{ at: index + before.length, length: number.length }];
  });
}

async function writeOver(file: FileHandle, from: number, places: readonly Place[]): Promise<void> {
  for (const { at, length } of places) await file.write(Buffer.alloc(length, 'x'), 0, length, from + at);
}

function noFolder(error: unknown): [] {
  if (isGone(error)) return [];
  throw error;
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
