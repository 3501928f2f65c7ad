import type { Instant } from '../core/signal.js';
import type { Ratio } from './ratio.js';
import type { Figure, Unit } from './indicators/indicator.js';

/** What stands in one place of a table. */
export type Value =
  | Figure
  /** How much more or less than before: (now − before) / before, of figures whose own numbers say nothing here. */
  | { readonly unit: 'change'; readonly ratio: Ratio }
  | { readonly unit: 'text'; readonly value: string }
  /** A telephone number: text that a spreadsheet must not take for a sum. null: hidden. */
  | { readonly unit: 'phone'; readonly value: string | null };

export interface Cell {
  readonly value: Value;
  /** Beyond a threshold that the report names. */
  readonly mark: 'flagged' | 'plain';
}

export interface Column {
  /** Stable: for programs. */
  readonly key: string;
  /** For people, in the language of the report. */
  readonly label: string;
  readonly unit: Unit | 'change' | 'text' | 'phone';
}

export interface Table {
  /** Stable: for programs and names of files; small letters, digits and -, each once in a report. */
  readonly name: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Computed over everything, not by adding rows up; null: the table has none. */
  readonly total: readonly Cell[] | null;
}

export function text(value: string): Cell {
  return plain({ unit: 'text', value });
}

export function phone(value: string | null): Cell {
  return plain({ unit: 'phone', value });
}

export function count(value: number): Cell {
  return plain({ unit: 'count', value });
}

export function time(value: number | null): Cell {
  return plain({ unit: 'duration', value });
}

export function moment(value: Instant | null): Cell {
  return plain({ unit: 'instant', value });
}

export function plain(value: Value): Cell {
  return { value, mark: 'plain' };
}

/** A value as one number, to compare and to draw; null: there is none. */
export function numberOf(value: Value): number | null {
  switch (value.unit) {
    case 'share':
    case 'mean':
    case 'score':
    case 'change':
      return value.ratio.denominator === 0 ? null : value.ratio.numerator / value.ratio.denominator;
    case 'count':
    case 'duration':
    case 'instant':
      return value.value;
    case 'text':
    case 'phone':
      return null;
  }
}
