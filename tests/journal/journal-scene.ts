import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openJournalReader, openJournalWriter, type JournalOptions } from '../../src/journal/open-journal.js';
import type { JournalReader, JournalRecord, JournalWriter } from '../../src/ports/journal.js';
import type { Log, LogFields } from '../../src/ports/log.js';

/** A log that keeps its lines. */
export class KeptLog implements Log {
  readonly lines: { readonly level: string; readonly message: string; readonly fields: LogFields }[] = [];
  error(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'error', message, fields });
  }
  warn(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', message, fields });
  }
  info(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', message, fields });
  }
  debug(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'debug', message, fields });
  }
  with(): Log {
    return this;
  }
  has(level: string, text: RegExp): boolean {
    return this.lines.some((line) => line.level === level && text.test(line.message));
  }
}

/** A folder that goes when the test ends. */
export async function scratchFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callplane-journal-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A record with something in it that takes more than one byte per character. */
export function record(sequence: number, key = '5'): JournalRecord {
  return {
    sequence,
    at: 1_000_000 + sequence,
    signal: { kind: 'key-pressed', leg: `leg-ö-${sequence}`, key },
    milestones: [],
  };
}

export function records(from: number, to: number): readonly JournalRecord[] {
  return Array.from({ length: to - from + 1 }, (_, index) => record(from + index));
}

export async function writer(folder: string, options: Partial<JournalOptions> = {}): Promise<JournalWriter> {
  return openJournalWriter({
    folder,
    durability: 'process',
    log: new KeptLog(),
    boot: 'boot-1',
    monotonicMs: () => performance.now(),
    ...options,
  });
}

export function reader(folder: string, log: Log = new KeptLog()): JournalReader {
  return openJournalReader(folder, log);
}

/** A journal with these records, closed. */
export async function written(
  folder: string,
  list: readonly JournalRecord[],
  options: Partial<JournalOptions> = {},
): Promise<void> {
  const journal = await writer(folder, options);
  for (const item of list) journal.append(item);
  await journal.close();
}

/** Everything that can be read after a position, a few records at a time. */
export async function readAll(
  journal: JournalReader,
  from = 0,
  limit = 100,
): Promise<readonly JournalRecord[]> {
  const all: JournalRecord[] = [];
  for (;;) {
    const some = await journal.read({ sequence: all.at(-1)?.sequence ?? from }, limit);
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** Resolves when the journal has made this sequence durable. */
export function durable(journal: JournalWriter, sequence: number): Promise<void> {
  return new Promise((resolve) => {
    if (journal.durable >= sequence) resolve();
    journal.onProgress((reached) => {
      if (reached >= sequence) resolve();
    });
  });
}

/** Resolves when the condition holds; fails after two minutes with what was waited for. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Waited two minutes for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
