import { createHash } from 'node:crypto';
import type { Bounds } from '../bounds.js';
import type { Check } from '../check.js';
import type { RowLeft } from '../figures/figures-of-days.js';
import type { Numbers } from './numbers.js';

/** What is said of a day beside its rows. */
export interface DayNotes {
  readonly checks: readonly Check[];
  readonly unknownEnds: { readonly calls: number; readonly visits: number };
  readonly bounds: Bounds;
  readonly numbers: Numbers;
}

/** Texts of another form are read as none. */
const FORM = 1;

/**
 * The name of a question to a day. `reading` is all that the answer depends on beside the facts: the zone, how numbers are read, and
 * the program that computes.
 */
export function askedName(reading: readonly string[], question: string): string {
  return createHash('sha256')
    .update(JSON.stringify([FORM, reading, question]))
    .digest('hex');
}

export function writeRows(rows: readonly RowLeft[]): string {
  return JSON.stringify(rows.map(({ keys, left }) => [keys, left]));
}

/** What `writeRows` has written; null: it is something else. */
export function readRows(text: string, columns: number): readonly RowLeft[] | null {
  const rows = parsed(text);
  if (!Array.isArray(rows)) return null;
  const read: RowLeft[] = [];
  for (const row of rows as readonly unknown[]) {
    const [keys, left] = Array.isArray(row) ? (row as readonly unknown[]) : [];
    if (!isListOf(keys, isText) || !isListOf(left, isLeft) || left.length !== columns) return null;
    read.push({ keys, left });
  }
  return read;
}

export function writeNotes(notes: DayNotes): string {
  return JSON.stringify(notes);
}

/** What `writeNotes` has written; null: it is something else. */
export function readNotes(text: string): DayNotes | null {
  const notes = parsed(text);
  return isNotes(notes) ? notes : null;
}

function isNotes(value: unknown): value is DayNotes {
  if (!isRecord(value)) return false;
  const { checks, unknownEnds, bounds, numbers } = value;
  return (
    isListOf(checks, isCheck) &&
    isRecord(unknownEnds) &&
    isCount(unknownEnds['calls']) &&
    isCount(unknownEnds['visits']) &&
    isRecord(bounds) &&
    isCount(bounds['arrivals']) &&
    isCount(bounds['answers']) &&
    isRecord(numbers) &&
    isCount(numbers['plain']) &&
    isCount(numbers['replaced'])
  );
}

function isCheck(value: unknown): value is Check {
  if (!isRecord(value)) return false;
  const { name, holds, kind, left, right, faults } = value;
  const isKnown = kind === 'equal' || kind === 'sound';
  return (
    isText(name) && holds === true && isKnown && isCount(left) && isCount(right) && isListOf(faults, isText)
  );
}

function isLeft(value: unknown): value is RowLeft['left'][number] {
  return value === null || isCount(value) || isListOf(value, isText) || isListOf(value, isCount);
}

function isListOf<Item>(value: unknown, is: (item: unknown) => item is Item): value is readonly Item[] {
  return Array.isArray(value) && value.every(is);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a text in JSON says; null: it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
