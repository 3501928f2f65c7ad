import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { CONTRACT_CASES } from './cases/all.js';
import { WIRE_CASES } from './wire/cases.js';

/** How many rows each section of the description has: one that is taken out of the table is missed here. */
const ROWS: Readonly<Record<string, number>> = { '2.2': 13, '2.3': 6, '4.1': 12 };
const SCENARIOS = join(import.meta.dirname, '../scenarios');

interface Row {
  readonly section: string;
  readonly row: string;
  readonly by: 'port' | 'wire' | 'scenario';
  readonly name: string;
}

/** The table; a line without a row belongs to the one above. */
function rowsIn(text: string): readonly Row[] {
  const rows: Row[] = [];
  let section = '';
  for (const line of text.split('\n')) {
    section = /^## (\S+)/.exec(line)?.[1] ?? section;
    const [, row = '', by, name = ''] = /^\| (.*?) ?\| (port|wire|scenario): (.+) \|$/.exec(line) ?? [];
    if (by !== 'port' && by !== 'wire' && by !== 'scenario') continue;
    rows.push({ section, row: row === '' ? (rows.at(-1)?.row ?? '') : row, by, name });
  }
  return rows;
}

const rows = rowsIn(readFileSync(join(import.meta.dirname, 'rows.md'), 'utf8'));

describe('the table of what Asterisk was seen to do', () => {
  it('has every row of every section', () => {
    const found = Object.keys(ROWS).map((section) => [
      section,
      new Set(rows.filter((one) => one.section === section).map(({ row }) => row)).size,
    ]);
    assert.deepEqual(Object.fromEntries(found), ROWS);
  });

  it('names cases that exist', () => {
    const known = {
      port: new Set(CONTRACT_CASES.map(({ name }) => name)),
      wire: new Set(WIRE_CASES.map(({ name }) => name)),
      scenario: { has: (name: string) => existsSync(join(SCENARIOS, name)) },
    };
    assert.deepEqual(
      rows.filter(({ by, name }) => !known[by].has(name)).map(({ name }) => name),
      [],
    );
  });

  it('names every case about one of its rows', () => {
    const named = new Set(rows.map(({ name }) => name));
    const about = [...CONTRACT_CASES, ...WIRE_CASES].filter(({ row }) => /^(2\.2|2\.3|4\.1) /.test(row));
    assert.deepEqual(
      about.filter(({ name }) => !named.has(name)).map(({ name }) => name),
      [],
    );
  });

  it('has no two cases of one name', () => {
    const names = [...CONTRACT_CASES, ...WIRE_CASES].map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
  });
});
