import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JournalFault } from '../../../src/journal/journal-fault.js';
import { openJournalReader, openJournalWriter } from '../../../src/journal/open-journal.js';
import type { JournalReader, JournalRecord } from '../../../src/ports/journal.js';
import { makeDay } from '../../simulation/day.js';
import type { Dice } from '../../simulation/dice.js';
import { must } from '../../simulation/must.js';
import { runDay } from '../../simulation/run-day.js';
import { editLines } from '../mutation.js';
import { quietLog } from '../quiet-log.js';
import type { FuzzTarget } from '../target.js';

/** The files of a journal folder by name, their bytes as latin1. */
type Files = Record<string, string>;

/** Files in memory: syncing a disk would take most of the time. */
const MEMORY = '/dev/shm';
const RECORDS = 24;
const APPENDED: JournalRecord['signal'] = { kind: 'key-pressed', leg: 'appended', key: '1' };
/** Segments of these sizes, and where the operating system was started again. */
const SHAPES = [
  { segmentBytes: 1_500, restartsAfter: null },
  { segmentBytes: 4_000, restartsAfter: 10 },
  { segmentBytes: 100_000, restartsAfter: null },
] as const;

/** Everything that was ever written whole. */
interface Written {
  readonly records: Set<string>;
  /** Of snapshots. */
  readonly states: Set<string>;
}

/** A folder of segments and snapshots, damaged: what is read was written, faults are the declared ones, and writing goes on. */
export async function journalTarget(): Promise<FuzzTarget> {
  const home = await mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'callplane-fuzz-journal-'));
  const written: Written = { records: new Set(), states: new Set() };
  const corpus: string[] = [];
  for (const shape of SHAPES)
    corpus.push(JSON.stringify(await realFiles(join(home, 'real'), shape, written)));
  return {
    corpus,
    mutate: (dice, known) => JSON.stringify(mutateFiles(dice, filesOf(known()), filesOf(known()))),
    run: (input) => runFolder(join(home, 'case'), filesOf(input), written),
    close: () => rm(home, { recursive: true, force: true }),
  };
}

// -------------------------------------------------------------------- real journals

/** What the writer itself makes of the signals of a simulated day. */
async function realFiles(folder: string, shape: (typeof SHAPES)[number], written: Written): Promise<Files> {
  await mkdir(folder, { recursive: true });
  const signals = simulatedSignals();
  const first = shape.restartsAfter ?? signals.length;
  await write(
    folder,
    signals.slice(0, first),
    { boot: 'boot-1', beginAt: 1, segmentBytes: shape.segmentBytes },
    written,
  );
  if (shape.restartsAfter !== null) {
    const again = { boot: 'boot-2', beginAt: 500, segmentBytes: shape.segmentBytes };
    await write(folder, signals.slice(first), again, written);
  }
  const files: Files = {};
  for (const name of await readdir(folder)) files[name] = await readFile(join(folder, name), 'latin1');
  await rm(folder, { recursive: true });
  return files;
}

interface WritingOptions {
  readonly boot: string;
  readonly beginAt: number;
  readonly segmentBytes: number;
}

async function write(
  folder: string,
  signals: readonly JournalRecord[],
  options: WritingOptions,
  written: Written,
): Promise<void> {
  const journal = await openJournalWriter({ folder, durability: 'process', log: quietLog, ...options });
  for (const [index, signal] of signals.entries()) {
    const record = { ...signal, sequence: journal.next };
    journal.append(record);
    written.records.add(JSON.stringify(record));
    if (index % 9 !== 8) continue;
    const snapshot = { sequence: record.sequence, at: record.at, state: `{"at":${record.at}}` };
    journal.snapshot(snapshot.sequence, snapshot.at, snapshot.state);
    written.states.add(snapshot.state);
  }
  await journal.close();
}

function simulatedSignals(): readonly JournalRecord[] {
  const day = makeDay(7, 12);
  const result = runDay({ ...day, happenings: day.happenings }, { remembers: 'everything' });
  must(!('error' in result), 'the day for the journal fails');
  return result.journal
    .filter(({ signal }) => signal.kind !== 'plan-loaded')
    .slice(0, RECORDS)
    .map(({ at, signal, reaction }) => ({ sequence: 0, at, signal, milestones: reaction.milestones }));
}

// -------------------------------------------------------------------- damage

function filesOf(input: string): Files {
  return JSON.parse(input) as Files;
}

function mutateFiles(dice: Dice, files: Files, others: Files): Files {
  const names = Object.keys(files);
  if (names.length === 0) return others;
  const name = dice.pick(names);
  const bytes = files[name] ?? '';
  const { [name]: _taken, ...rest } = files;
  const kind = dice.between(0, 9);
  if (kind === 0) return rest;
  if (kind === 1) return { ...rest, [otherName(dice, name)]: bytes };
  if (kind === 2) return { ...files, [otherName(dice, name)]: bytes };
  if (kind === 3) return { ...files, ...onlyOne(dice, others) };
  if (kind === 4) return { ...files, [name]: editLines(dice, bytes, dice.pick(Object.values(files))) };
  if (kind === 5) return { ...files, [name]: editHeader(dice, bytes) };
  return { ...files, [name]: editBytes(dice, bytes) };
}

/** A name that the journal knows, of another sequence or another kind. */
function otherName(dice: Dice, name: string): string {
  if (dice.falls(0.1))
    return dice.pick(['lock', 'state-1.snapshot', 'segment-.journal', `${name}.unfinished`]);
  return name.replace(/\d{16}/, String(dice.between(0, RECORDS + 5)).padStart(16, '0'));
}

function onlyOne(dice: Dice, files: Files): Files {
  const name = dice.pick([...Object.keys(files), '']);
  return name === '' ? {} : { [name]: files[name] ?? '' };
}

function editHeader(dice: Dice, bytes: string): string {
  const numbers = [...(bytes.split('\n')[0] ?? '').matchAll(/\d+/g)];
  if (numbers.length === 0) return bytes;
  const { index, 0: digits } = dice.pick(numbers);
  const another = dice.pick([0, 1, 2, RECORDS, Number(digits) + 1, Number(digits) - 1, 2 ** 53, 1e30]);
  return bytes.slice(0, index) + String(another) + bytes.slice(index + digits.length);
}

function editBytes(dice: Dice, bytes: string): string {
  const at = dice.between(0, bytes.length);
  const length = Math.min(dice.pick([1, 1, 4, 18, 200, 5_000]), bytes.length - at);
  const kind = dice.between(0, 4);
  if (kind === 0) return bytes.slice(0, at);
  if (kind === 1) return bytes.slice(0, at) + bytes.slice(at + length);
  if (kind === 2) return bytes.slice(0, at) + '\0'.repeat(length) + bytes.slice(at + length);
  if (kind === 3) return bytes.slice(0, at) + bytes.slice(at, at + length) + bytes.slice(at);
  const flipped = String.fromCharCode(bytes.charCodeAt(at) ^ (1 << dice.between(0, 7)));
  return at === bytes.length ? bytes + flipped : bytes.slice(0, at) + flipped + bytes.slice(at + 1);
}

// -------------------------------------------------------------------- reading

async function runFolder(folder: string, files: Files, written: Written): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes, 'latin1');
  const before = await readFolder(folder, written, null);
  const { what, appended } = await goOn(folder);
  if (appended === null) return `${before} ${what}`;
  return `${before} ${what} ${await readFolder(folder, written, appended)}`;
}

/** Reads everything twice, at once and by small steps; hands back in a few words what came of it. */
async function readFolder(folder: string, written: Written, appended: number | null): Promise<string> {
  const whole = await declared(folder, (reader) => readOn(reader, 0, 1_000));
  const steps = await declared(folder, (reader) => readOn(reader, 0, 3));
  for (const records of [whole.value ?? [], steps.value ?? []]) mustBeWritten(records, written, appended);
  must(whole.what === steps.what, `read at once: ${whole.what}, by steps: ${steps.what}`);
  must(
    JSON.stringify(whole.value) === JSON.stringify(steps.value),
    'by steps other records are read than at once',
  );
  const middle = await declared(folder, (reader) => readOn(reader, RECORDS / 2, 5));
  mustBeWritten(middle.value ?? [], written, appended);
  const snapshot = await declared(folder, (reader) => reader.newestSnapshot());
  if (snapshot.value !== null) mustBeASnapshot(snapshot.value, await readdir(folder), written);
  const complete = await declared(folder, (reader) => reader.isComplete());
  return [
    whole.what,
    middle.what,
    snapshot.value === null ? 'none' : 'snapshot',
    complete.value ?? complete.what,
  ].join('/');
}

/** What was asked of a reader, or the declared fault; anything else is thrown on. */
async function declared<T>(
  folder: string,
  ask: (reader: JournalReader) => Promise<T>,
): Promise<{ readonly what: string; readonly value: T | null }> {
  const reader = openJournalReader(folder, quietLog);
  try {
    return { what: 'read', value: await ask(reader) };
  } catch (error) {
    if (error instanceof JournalFault) return { what: error.kind, value: null };
    throw error;
  } finally {
    await reader.close();
  }
}

async function readOn(reader: JournalReader, from: number, limit: number): Promise<readonly JournalRecord[]> {
  const all: JournalRecord[] = [];
  for (let turns = 0; ; turns += 1) {
    const position = all.at(-1)?.sequence ?? from;
    const some = await reader.read({ sequence: position }, limit);
    must(some.length <= limit && turns < 1_000, 'reading comes to no end');
    if (some.length === 0) return all;
    for (const { sequence } of some)
      must(sequence > (all.at(-1)?.sequence ?? from), `record ${sequence} comes behind ${position}`);
    all.push(...some);
  }
}

function mustBeWritten(records: readonly JournalRecord[], written: Written, appended: number | null): void {
  for (const record of records) {
    const text = JSON.stringify(record);
    const isOurs = record.sequence === appended && JSON.stringify(record.signal) === JSON.stringify(APPENDED);
    must(isOurs || written.records.has(text), `a record that nobody wrote: ${text}`);
  }
}

function mustBeASnapshot(
  { sequence, state }: { readonly sequence: number; readonly state: string },
  names: readonly string[],
  written: Written,
): void {
  must(written.states.has(state), `the state of a snapshot that nobody wrote: ${state}`);
  const name = `state-${String(sequence).padStart(16, '0')}.snapshot`;
  must(names.includes(name), `a snapshot as of ${sequence} comes from a file of another name`);
}

/** The writer goes on behind what is whole, or says with a declared fault why not. */
async function goOn(folder: string): Promise<{ readonly what: string; readonly appended: number | null }> {
  try {
    const journal = await openJournalWriter({ folder, durability: 'process', log: quietLog, boot: 'boot-2' });
    const { next } = journal;
    journal.append({ sequence: next, at: 1, signal: APPENDED, milestones: [] });
    await journal.close();
    must(journal.durable === next, 'what was appended is not durable after the end');
    return { what: 'written', appended: next };
  } catch (error) {
    if (error instanceof JournalFault) return { what: error.kind, appended: null };
    throw error;
  }
}
