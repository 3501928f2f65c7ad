import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { REPORT_NAMES } from '../../src/reports/catalogue/all.js';
import { writeParts } from '../../src/reports/render/write-report.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import { NOTHING_ASKED, runReport } from '../../src/reports/run-report.js';
import { contentOf, reportOf } from '../../src/reports/schedules/kept-report.js';
import { resend } from '../../src/reports/schedules/resend.js';
import { readerOf } from './day-of-calls.js';
import { madeUpDay, reportOfMadeUpDay } from './made-up-day.js';
import { ScheduleScene, schedulesIn } from './schedule-scene.js';

/** In Sofia, when the reports of 3 March are due. */
const [BEFORE, DUE] = ['2026-03-03T12:00:00+02:00', '2026-03-04T08:00:10+02:00'];

/** Reads a CSV as RFC 4180 has it: a record that is not as wide as the first one is a fault. */
function recordsOf(content: string | Buffer): readonly (readonly string[])[] {
  const text = content.toString();
  assert.ok(text.endsWith('\r\n'));
  return parse(text, { bom: true, record_delimiter: '\r\n' });
}

function scheduled(report: string, rest: string): string {
  return `inside: [example.com]
schedules:
  - { name: daily, report: ${report}, every: day, at: "08:00", ${rest} }
`;
}

const MAILED = 'mail: { to: [boss@example.com], attach: [csv, xlsx] }';

async function sceneOf(t: Parameters<typeof ScheduleScene.open>[0], text: string): Promise<ScheduleScene> {
  const scene = await ScheduleScene.open(t, text, BEFORE);
  scene.facts = madeUpDay();
  return scene;
}

test('every report of the catalogue as CSV: each table a file with one heading and rows as wide as it', async () => {
  for (const name of REPORT_NAMES) {
    const report = await reportOfMadeUpDay(name);
    assert.equal(report.balance, 'balanced', name);
    const parts = await writeParts(report, { format: 'csv', bom: 'with' });
    assert.deepEqual(
      parts.map(({ table }) => table),
      report.tables.map((table) => table.name),
    );
    assert.equal(new Set(parts.map(({ suffix }) => suffix)).size, parts.length, `${name}: each once`);
    for (const { table, suffix, content } of parts) {
      assert.match(suffix, /^(\.[a-z][a-z-]*)?$/);
      const [headings = [], ...rows] = recordsOf(content);
      const shown = report.tables.find((each) => each.name === table);
      assert.equal(rows.length, shown?.rows.length, `${name}${suffix}`);
      assert.equal(new Set(headings).size, headings.length, `${name}${suffix}: ${headings.join()}`);
    }
  }
});

test('C52: the summary of a day arrives as a CSV file for each table, usable as it is', async (t) => {
  const scene = await sceneOf(t, scheduled('summary', MAILED));
  await scene.lookAt(DUE);
  const [mail] = scene.taken();
  const files = mail?.parts.filter(({ type }) => type === 'text/csv') ?? [];
  assert.deepEqual(
    files.map(({ name }) => name),
    ['queues', 'partners', 'calls', 'dispositions', 'places', 'agents'].map(
      (table) => `daily-2026-03-03.${table}.csv`,
    ),
  );
  for (const { name, content } of files) {
    assert.equal(content.subarray(0, 3).toString('hex'), 'efbbbf', 'spreadsheets know Cyrillic by it');
    const [headings = [], ...rows] = recordsOf(content);
    assert.ok(headings.length > 1 && rows.length > 0, name ?? '');
  }
  const [headings = [], ...agents] = recordsOf(files.at(-1)?.content ?? '');
  assert.equal(headings[0], 'agent');
  assert.deepEqual(
    agents.map(([agent]) => agent).filter((agent) => !agent?.startsWith('partner: ')),
    ['Anna Petrova', 'Boris Ivanov', 'Georgi Dimov', 'Vera Koleva'],
  );
  const names = mail?.parts.flatMap(({ name }) => name ?? []) ?? [];
  assert.ok(names.includes('daily-2026-03-03.xlsx'), 'a workbook has all of them');
});

test('C52: agents who make calls: the table of agents is called as the report, those of the calls beside it', async (t) => {
  const scene = await sceneOf(t, scheduled('agents', MAILED));
  await scene.lookAt(DUE);
  const [mail] = scene.taken();
  const files = mail?.parts.filter(({ type }) => type === 'text/csv') ?? [];
  assert.deepEqual(
    files.map(({ name }) => name),
    ['daily-2026-03-03.csv', 'daily-2026-03-03.calls-made.csv', 'daily-2026-03-03.calls-made-by-result.csv'],
  );
  const heads = files.map(({ content }) => recordsOf(content)[0]?.slice(0, 3));
  assert.deepEqual(heads, [
    ['agent', 'offers-answered', 'offers-missed'],
    ['agent', 'calls-made', 'calls-made-answered'],
    ['agent', 'made-result', 'calls-asked-for'],
  ]);
});

test('too large for a mail: every table is in the packed file; run log and content are those of one report', async (t) => {
  const scene = await sceneOf(
    t,
    scheduled('agents', 'mail: { to: [boss@example.com], attach: [csv, json] }'),
  );
  await scene.lookAt(DUE);
  const [whole] = scene.taken();
  // Texts have other line ends on their way.
  const bytesOf = (type: string, content: Buffer): number =>
    type.startsWith('text/') ? content.toString().replaceAll('\r\n', '\n').length : content.length;
  const bytes = whole?.parts.reduce((sum, { type, content }) => sum + bytesOf(type, content), 0) ?? 0;
  // A little less than a mail program makes of it.
  scene.limitBytes = Math.floor(bytes * 1.37) - 2_000;
  const { book, now } = scene;
  const parts = { book, now, schedules: scene.schedules ?? [], companyZone: 'UTC', domain: 'example.com' };
  await resend(parts, { schedule: 'daily', due: null, to: null });
  await scene.pass(1);
  const [mail] = scene.taken();
  const zip = mail?.parts.find(({ type }) => type === 'application/zip');
  const packed = Object.keys(unzipSync(zip?.content ?? new Uint8Array())).sort();
  assert.deepEqual(packed, [
    'daily-2026-03-03.calls-made-by-result.csv',
    'daily-2026-03-03.calls-made.csv',
    'daily-2026-03-03.csv',
    'daily-2026-03-03.json',
  ]);
  const [slot] = await scene.log();
  const report = await reportOfMadeUpDay('agents');
  assert.equal(
    slot?.rows,
    report.tables.reduce((sum, { rows }) => sum + rows.length, 0),
  );
  assert.match(slot.hash ?? '', /^[0-9a-f]{64}$/);
});

test('into a folder and through a command: every table is a file', async (t) => {
  const scene = await sceneOf(t, scheduled('agents', 'folder: { path: out, write: [csv] }'));
  const program = join(scene.folder, 'upload');
  writeFileSync(program, `#!/bin/sh\nfor file in "$@"; do basename "$file" >> "$0.got"; done\n`);
  chmodSync(program, 0o755);
  const uploaded = scheduled('agents', `command: { run: [${program}], write: [csv] }`);
  scene.schedules = [
    ...(scene.schedules ?? []),
    ...schedulesIn(uploaded.replace('name: daily', 'name: upload'), scene.folder),
  ];
  await scene.runner.look();
  await scene.lookAt(DUE);
  const namesBehind = (name: string): string[] =>
    ['calls-made-by-result.csv', 'calls-made.csv', 'csv'].map((end) => `${name}-2026-03-03.${end}`);
  assert.deepEqual(readdirSync(join(scene.folder, 'out')).sort(), namesBehind('daily'));
  const got = readFileSync(`${program}.got`, 'utf8').trim().split('\n');
  assert.deepEqual(got.sort(), namesBehind('upload'));
});

test('on request one table alone, in any format; a table that there is not is refused with those that there are', async () => {
  const run = (table: string | null, format: 'csv' | 'json') =>
    runReport(
      readerOf(madeUpDay()),
      {
        ...{ ...NOTHING_ASKED, what: { name: 'agents' }, from: '2026-03-03', table, format },
        ...{ language: 'en', bom: 'without' },
      },
      { zone: 'Europe/Sofia', now: Date.parse(DUE) },
    );
  const [only, ...more] = await run('calls-made', 'csv');
  assert.deepEqual([only?.table, more], ['calls-made', []]);
  assert.match(only?.content.toString() ?? '', /^agent,calls-made,/);
  const [json] = await run('calls-made', 'json');
  const { tables } = JSON.parse(json?.content.toString() ?? '') as {
    readonly tables: readonly { readonly name: string }[];
  };
  assert.deepEqual(
    tables.map(({ name }) => name),
    ['calls-made'],
  );
  await assert.rejects(
    run('queues', 'csv'),
    /"queues" is no table of the report agents; there are: agents, calls-made, calls-made-by-result\./,
  );
});

test('a report that a version before has kept, whose tables have no names, can be sent again', async () => {
  const report = await reportOfMadeUpDay('agents');
  const tables = report.tables.map((table) => ({ ...table, name: undefined }));
  const before = contentOf({ ...report, tables } as unknown as ReportDocument);
  const parts = await writeParts(reportOf(before.content), { format: 'csv', bom: 'with' });
  assert.deepEqual(
    parts.map(({ suffix }) => suffix),
    ['', '.table-2', '.table-3'],
  );
});
