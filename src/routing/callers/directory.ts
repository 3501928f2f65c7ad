import { dirname, join } from 'node:path';
import type { KnownCaller } from '../../core/plan.js';
import { formatPlace, type Place, type Warning } from '../fault.js';
import type { Desk, Name } from '../form/desk.js';
import { NUMBER } from '../form/names.js';
import type { RoutingDraft } from '../routing-draft.js';
import { showText } from '../source-node.js';
import { didYouMean } from '../suggestion.js';
import { e164Of } from './e164.js';
import { readTable } from './table.js';

/** The text of a table, or why there is none, as it completes "found …". */
export type TableText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly found: string };
/** Fetches the text of a table at its path; never throws. */
export type FetchTable = (path: string) => TableText;

/** Everybody who is known, by his number in E.164, and what was left out of tables. */
export interface Directory {
  readonly callers: Readonly<Record<string, KnownCaller>>;
  readonly warnings: readonly Warning[];
}

/** Plan, journal and snapshots hold the directory; more callers than this belong behind a lookup. */
export const MOST_CALLERS = 10_000;
/** Warnings of one table that are told one by one. */
const MOST_WARNINGS = 20;

/**
 * Puts the directory together. What stands in the routing file must be right; a table comes from elsewhere, so a line
 * or value that cannot be read is left out with a warning. Without `fetch` tables are not looked at.
 */
export function readDirectory(draft: RoutingDraft, fetch: FetchTable | undefined, desk: Desk): Directory {
  return new DirectoryReader(draft, desk).read(fetch);
}

class DirectoryReader {
  readonly #places = new Map<string, Place>();
  readonly #callers: [string, KnownCaller][] = [];
  readonly #warnings: Warning[] = [];
  readonly #country: string | null;

  constructor(
    private readonly draft: RoutingDraft,
    private readonly desk: Desk,
  ) {
    this.#country = draft.company?.country ?? null;
  }

  read(fetch: FetchTable | undefined): Directory {
    for (const { key, at, value } of this.draft.callers.known) this.#addWritten(key, at, value);
    const { tables } = this.draft.callers;
    if (fetch !== undefined) for (const table of tables) this.#addTable(table, fetch);
    if (fetch !== undefined || tables.length === 0) this.#tellUnusedMarks();
    if (this.#callers.length > MOST_CALLERS) this.#refuseSoMany();
    return { callers: Object.fromEntries(this.#callers), warnings: this.#warnings };
  }

  #addWritten(number: string, at: Place, caller: KnownCaller | null): void {
    // Its fault is told already.
    if (!NUMBER.test(number)) return;
    const e164 = e164Of(number, this.#country);
    const first = e164 === null ? undefined : this.#places.get(e164);
    if (e164 === null)
      this.desk.add('wrong-value', at, `the number ${showText(number)}`, this.#rightNumber());
    else if (first !== undefined) {
      const found = `the caller ${showText(number)} a second time (first at ${formatPlace(first)})`;
      this.desk.add('number-twice', at, found, 'each once in all files together');
    } else {
      this.#places.set(e164, at);
      if (caller !== null) this.#callers.push([e164, caller]);
    }
  }

  #addTable({ name, at }: Name, fetch: FetchTable): void {
    const path = join(dirname(at.file), name);
    const fetched = fetch(path);
    if (!fetched.ok) {
      const right = 'a CSV file in UTF-8 beside the routing file';
      this.desk.add('caller-table-unreadable', at, fetched.found, right);
      return;
    }
    const { rows, warnings } = readTable(path, fetched.text, this.desk);
    if (rows === null) {
      const right = 'a first line with the names of the columns, number among them';
      const found = `the table ${showText(name)}, which has no column of numbers`;
      this.desk.add('caller-table-without-numbers', at, found, right);
      return;
    }
    const all = [...warnings, ...rows.flatMap((row) => this.#addRow(row))];
    all.sort((a, b) => a.at.line - b.at.line);
    this.#warnings.push(...all.slice(0, MOST_WARNINGS));
    const more = all[MOST_WARNINGS];
    if (more === undefined) return;
    const found = `${all.length - MOST_WARNINGS} more lines and values that are left out`;
    this.#warnings.push({ code: more.code, at: more.at, found, right: 'fewer: mend these first' });
  }

  /** What stands in the file, or further up in the table, holds. */
  #addRow({ number, at, caller }: { number: string; at: Place; caller: KnownCaller }): readonly Warning[] {
    const e164 = e164Of(number, this.#country);
    if (e164 === null) return [leftOut(at, `the number ${showText(number)}`, this.#rightNumber())];
    const first = this.#places.get(e164);
    if (first !== undefined) {
      const found = `the caller ${showText(number)} a second time (first at ${formatPlace(first)})`;
      return [leftOut(at, found, 'each once in all files together')];
    }
    this.#places.set(e164, at);
    this.#callers.push([e164, caller]);
    return [];
  }

  #rightNumber(): string {
    return this.#country === null
      ? 'a telephone number with its country code, such as "+359 2 000 0001" (or company.country for others)'
      : `a telephone number of ${this.#country}, or one with its country code, such as "+359 2 000 0001"`;
  }

  #refuseSoMany(): void {
    const at = this.draft.callers.tables[0]?.at ?? this.draft.callers.known[0]?.at;
    if (at === undefined) return;
    const right = `at most ${MOST_CALLERS}; a lookup asks for more`;
    this.desk.add('callers-too-many', at, `${this.#callers.length} callers`, right);
  }

  /** A condition on a tag or group that nobody has is a slip, or a table that has lost a column. */
  #tellUnusedMarks(): void {
    const known = this.#callers.map(([, caller]) => caller);
    this.#tellUnused('tag of callers', new Set(known.flatMap(({ tags }) => tags)));
    this.#tellUnused('group of callers', new Set(known.flatMap(({ group }) => group ?? [])));
  }

  #tellUnused(kind: 'tag of callers' | 'group of callers', given: ReadonlySet<string>): void {
    for (const [name, at] of this.desk.namesOf(kind)) {
      if (given.has(name)) continue;
      const found = `the ${kind} ${showText(name)}, which nobody in the directory has`;
      const right = `one that somebody has${didYouMean(name, given)}`;
      this.#warnings.push({ code: 'caller-mark-unused', at, found, right });
    }
  }
}

function leftOut(at: Place, found: string, right: string): Warning {
  return { code: 'caller-line-left-out', at, found: `${found}; the line is left out`, right };
}
