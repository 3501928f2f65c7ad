import type { KnownCaller } from '../../core/plan.js';
import type { Place, Warning } from '../fault.js';
import { Desk, type NameKind } from '../form/desk.js';
import type { Form } from '../form/form.js';
import { label, oneOf } from '../form/scalars.js';
import { priorityForm } from '../language/callers.js';
import { showText, type ScalarNode } from '../source-node.js';
import { didYouMean, enumerate } from '../suggestion.js';
import { type CsvLine, readCsv } from './csv.js';

/** What a column may be called in the first line. */
export const COLUMNS = [
  'number',
  'name',
  'group',
  'tags',
  'priority',
  'greeting',
  'manager',
  'backups',
  'blocked',
] as const;
type Column = (typeof COLUMNS)[number];

/** A line of a table that could be read: the number as it is written, and who calls from it. */
export interface TableRow {
  readonly number: string;
  readonly at: Place;
  readonly caller: KnownCaller;
}

/** A table without a column of numbers has no rows: `null`. */
export interface Table {
  readonly rows: readonly TableRow[] | null;
  readonly warnings: readonly Warning[];
}

/** In a cell with several values these stand between them. */
const BETWEEN = /[;,|]/;

/** Reads a table of callers; what cannot be read is left out, line by line and value by value. Never throws. */
export function readTable(file: string, text: string, desk: Desk): Table {
  return new TableReader(file, desk).read(readCsv(text));
}

class TableReader {
  readonly #warnings: Warning[] = [];

  constructor(
    private readonly file: string,
    private readonly desk: Desk,
  ) {}

  read([first, ...lines]: readonly CsvLine[]): Table {
    const header = first === undefined || 'broken' in first ? [] : first.cells;
    const columns = this.#columns(header, first?.line ?? 1);
    const warnings = this.#warnings;
    if (!columns.has('number')) return { rows: null, warnings: [] };
    return { rows: lines.flatMap((line) => this.#row(line, header.length, columns)), warnings };
  }

  #columns(header: readonly string[], line: number): ReadonlyMap<Column, number> {
    const columns = new Map<Column, number>();
    for (const [index, written] of header.entries()) {
      const column = COLUMNS.find((each) => each === written.toLowerCase());
      if (column !== undefined && !columns.has(column)) columns.set(column, index);
      else if (written !== '') {
        const found = `the column ${showText(written)}${column === undefined ? '' : ' a second time'}, which is passed over`;
        const right = `one of ${enumerate(COLUMNS)}${didYouMean(written, COLUMNS)}`;
        this.#warnings.push({ code: 'caller-column-unknown', at: this.#at(line), found, right });
      }
    }
    return columns;
  }

  #row(line: CsvLine, width: number, columns: ReadonlyMap<Column, number>): readonly TableRow[] {
    const at = this.#at(line.line);
    if ('broken' in line) return this.#leaveOut(at, line.broken, 'cells with a comma or quote in quotes');
    const { cells } = line;
    if (cells.length > width)
      return this.#leaveOut(at, `${cells.length} cells in a line`, `at most ${width}, as in the first line`);
    const cell = (column: Column): string => cells[columns.get(column) ?? -1] ?? '';
    return [{ number: cell('number'), at, caller: this.#caller(cell, at) }];
  }

  #caller(cell: (column: Column) => string, at: Place): KnownCaller {
    return {
      name: this.#value(cell('name'), at, label()),
      group: this.#value(cell('group'), at, label()),
      tags: this.#several(cell('tags'), at, label()),
      priority: this.#value(cell('priority'), at, priorityForm) ?? 0,
      greeting: this.#named('prompt', cell('greeting'), at),
      manager: this.#named('agent', cell('manager'), at),
      backups: [...new Set(parts(cell('backups')).flatMap((name) => this.#named('agent', name, at) ?? []))],
      blocked: this.#value(cell('blocked').toLowerCase(), at, oneOf(['yes', 'no'])) === 'yes',
    };
  }

  #several(written: string, at: Place, form: Form<string>): readonly string[] {
    return [...new Set(parts(written).flatMap((part) => this.#value(part, at, form) ?? []))];
  }

  /** An empty cell says nothing; one that is wrong counts as empty, with a warning. */
  #value<T>(written: string, at: Place, form: Form<T>): T | null {
    if (written === '') return null;
    const scratch = new Desk();
    const value = form.read(cellNode(written, at), scratch);
    for (const { found, right } of scratch.faults)
      this.#warnings.push({ code: 'caller-value-left-out', at, found: `${found}, which is left out`, right });
    return value;
  }

  #named(kind: Extract<NameKind, 'prompt' | 'agent'>, name: string, at: Place): string | null {
    if (name === '') return null;
    const known = this.desk.namesOf(kind);
    if (known.has(name)) {
      this.desk.refer(kind, name, at);
      return name;
    }
    const found = `the unknown ${kind} ${showText(name)}, which is left out`;
    const right = `one of ${enumerate([...known.keys()], 12)}${didYouMean(name, known.keys())}`;
    this.#warnings.push({ code: 'caller-value-left-out', at, found, right });
    return null;
  }

  #leaveOut(at: Place, what: string, right: string): readonly TableRow[] {
    this.#warnings.push({ code: 'caller-line-left-out', at, found: `${what}; the line is left out`, right });
    return [];
  }

  #at(line: number): Place {
    return { file: this.file, line, column: 1 };
  }
}

function parts(written: string): readonly string[] {
  return written
    .split(BETWEEN)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A cell as the file's forms read it: a whole number is one. */
function cellNode(written: string, at: Place): ScalarNode {
  const value = /^-?\d{1,9}$/.test(written) ? Number(written) : written;
  return { kind: 'scalar', value, source: written, at };
}
