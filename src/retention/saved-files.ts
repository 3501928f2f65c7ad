import { open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Instant } from '../core/signal.js';
import { QueueLogFiles } from './queue-log-files.js';

const FIRST_DAY = /(\d{4}-\d\d-\d\d)/;
/**
 * How reports are called, also one that is being written: `daily-2026-03-02.csv`, `nightly-2026-03-02.agents.csv`,
 * `.week-2026-03-02_2026-03-08-corrected.zip.new`.
 */
const REPORT =
  /-\d{4}-\d\d-\d\d(_\d{4}-\d\d-\d\d)?(-corrected)?(\.[a-z0-9-]+(?=\.csv))?\.(html|csv|json|xlsx|pdf|zip)(\.new)?$/;
const DAY_MS = 86_400_000;
const NEWLINE = 0x0a;

/** Where a line stands, in bytes. */
interface Line {
  readonly at: number;
  readonly length: number;
}

/** What stands beside the database in the data folder: files of reports, and what the watchdog wrote down. */
export class SavedFiles {
  readonly queueLogs: QueueLogFiles;

  constructor(
    /** What is called as reports are, however far below. */
    private readonly reportFolder: string,
    private readonly rescueFile: string,
    /** Beside it stand those that a standby has put aside. */
    private readonly journalFolder: string,
    /** The file of the queue_log, beside which stand those that were rotated; null: none is written. */
    queueLogFile: string | null,
    /** What is just being written there. */
    queueLogProgress: string,
  ) {
    this.queueLogs = new QueueLogFiles(queueLogFile, queueLogProgress);
  }

  /** How many files of reports begin before. */
  async reports(before: Instant): Promise<number> {
    return (await this.#oldReports(before)).length;
  }

  /** Deletes them; how many. */
  async deleteReports(before: Instant): Promise<number> {
    const old = await this.#oldReports(before);
    for (const path of old) await rm(path, { force: true });
    return old.length;
  }

  /**
   * Deletes the files of reports that name somebody: those that are text by their text, the others when they may hold one
   * of these calls. How many.
   */
  async deleteNaming(isNamedIn: (text: string) => boolean, calls: readonly Instant[]): Promise<number> {
    let deleted = 0;
    for (const { path, name } of await this.#reportFiles()) {
      const isText = /\.(html|csv|json)$/.test(name);
      const isNamed = isText ? isNamedIn(await readFile(path, 'latin1')) : await mayHold(path, name, calls);
      if (!isNamed) continue;
      await rm(path, { force: true });
      deleted += 1;
    }
    return deleted;
  }

  /** How many lines of rescues are from before. */
  async rescues(before: Instant): Promise<number> {
    return (await this.#oldLines(before)).length;
  }

  /** Blanks them out where they stand: the watchdog may be writing behind them, and the books have read up to an offset. */
  async deleteRescues(before: Instant): Promise<number> {
    return this.#blank(await this.#oldLines(before));
  }

  /** The same with the lines of these numbers; how many. */
  async blankRescues(isMeant: (number: string) => boolean): Promise<number> {
    return this.#blank(await this.#lines((line) => isMeant(String(fieldsOf(line)['from']))));
  }

  async #blank(old: readonly Line[]): Promise<number> {
    if (old.length === 0) return 0;
    const file = await open(this.rescueFile, 'r+');
    try {
      for (const { at, length } of old) await file.write(Buffer.alloc(length, ' '), 0, length, at);
      await file.sync();
    } finally {
      await file.close();
    }
    return old.length;
  }

  /** How many journals were put aside before. */
  async journals(before: Instant): Promise<number> {
    return (await this.#oldJournals(before)).length;
  }

  /** Deletes them; how many. */
  async deleteJournals(before: Instant): Promise<number> {
    const old = await this.#oldJournals(before);
    for (const path of old) await rm(path, { recursive: true, force: true });
    return old.length;
  }

  async #oldJournals(before: Instant): Promise<readonly string[]> {
    const folder = dirname(this.journalFolder);
    const names = await readdir(folder).catch(none);
    const aside = names.filter((name) => name.startsWith(`${basename(this.journalFolder)}-aside-`)).sort();
    const old: string[] = [];
    for (const name of aside) {
      const path = join(folder, name);
      if ((await beginsAt(path, name)) + DAY_MS <= before) old.push(path);
    }
    return old;
  }

  async #oldReports(before: Instant): Promise<readonly string[]> {
    const old: string[] = [];
    for (const { path, name } of await this.#reportFiles())
      if ((await beginsAt(path, name)) < before) old.push(path);
    return old.sort();
  }

  async #reportFiles(): Promise<readonly { readonly path: string; readonly name: string }[]> {
    const entries = await readdir(this.reportFolder, { recursive: true, withFileTypes: true }).catch(none);
    return entries
      .filter((entry) => entry.isFile() && REPORT.test(entry.name))
      .map(({ parentPath, name }) => ({ path: join(parentPath, name), name }));
  }

  /** Where the old lines stand, in bytes; the last one without an end is being written. */
  #oldLines(before: Instant): Promise<readonly Line[]> {
    return this.#lines((line) => writtenAt(line) < before);
  }

  async #lines(isMeant: (line: string) => boolean): Promise<readonly Line[]> {
    const bytes = await readFile(this.rescueFile).catch((error: unknown) => Buffer.from(none(error)));
    const old: Line[] = [];
    for (let at = 0, end = bytes.indexOf(NEWLINE); end >= 0; at = end + 1, end = bytes.indexOf(NEWLINE, at)) {
      const line = bytes.toString('utf8', at, end);
      if (line.trim() !== '' && isMeant(line)) old.push({ at, length: end - at });
    }
    return old;
  }
}

/** The first day that the name tells; a file without one is as old as it was written. */
async function beginsAt(path: string, name: string): Promise<Instant> {
  const [, day] = FIRST_DAY.exec(name) ?? [];
  const told = day === undefined ? Number.NaN : Date.parse(day);
  if (!Number.isNaN(told)) return told;
  return (await stat(path)).mtimeMs - DAY_MS;
}

/** A line that cannot be read is old: nobody reads it any more. */
function writtenAt(line: string): Instant {
  const { at } = fieldsOf(line);
  return typeof at === 'number' ? at : -Infinity;
}

function fieldsOf(line: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** A report holds calls from its first day to the moment it was written. */
async function mayHold(path: string, name: string, calls: readonly Instant[]): Promise<boolean> {
  const from = (await beginsAt(path, name)) - DAY_MS;
  const { mtimeMs } = await stat(path);
  return calls.some((at) => at >= from && at <= mtimeMs);
}

/** It is not there yet. */
function none(error: unknown): [] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}
