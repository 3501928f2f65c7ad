import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildDailyReport, type DailyReport } from '../../src/reports/daily-report.js';
import { csvField } from '../../src/reports/render/csv-field.js';
import { renderCsv } from '../../src/reports/render-csv.js';
import { renderTable } from '../../src/reports/render-table.js';
import { factsOf, planOf, readerOf, stateOf, type Caller } from './day-of-calls.js';

const HOUR = 3_600_000;
const DAY = { from: Date.UTC(2026, 2, 1, 22), to: Date.UTC(2026, 2, 2, 22) };

function reportOf(callers: readonly Caller[], agentName = 'Анна "A" Petrova'): Promise<DailyReport> {
  const facts = factsOf(callers);
  facts.states = [stateOf('anna', 'available', DAY.from, DAY.to)];
  const rule = { target: 0.8, withinMs: 20_000, shortAbandonMs: 5_000 };
  facts.plans.set('plan-1', planOf('sales', rule, { anna: { name: agentName } }));
  return buildDailyReport(readerOf(facts), { date: '2026-03-02', zone: 'Europe/Sofia', now: DAY.to + HOUR });
}

const BUSY = Array.from({ length: 400 }, (_, index) => ({
  at: DAY.from + index * 60_000,
  waitMs: index * 700,
  queue: ['sales', 'a queue with quite a long name', null][index % 3] ?? null,
  answeredBy: 'anna',
  talkMs: HOUR,
}));

test('the table fits a terminal of 110 columns, its sections in order', async () => {
  const lines = renderTable(await reportOf(BUSY)).split('\n');
  assert.deepEqual(
    lines.filter((line) => Array.from(line).length > 110),
    [],
  );
  const sections = lines.filter((line) => /^(Queues|Calls|Agents|Checks)/.test(line));
  assert.deepEqual(sections, ['Queues (visits)', 'Calls', 'Agents', 'Checks']);
});

test('the columns of the table stand below one another, whatever the names', async () => {
  const lines = renderTable(await reportOf(BUSY.slice(0, 30))).split('\n');
  const start = lines.indexOf('Queues (visits)');
  const rows = lines.slice(start + 1, start + 5);
  const ends = rows.map((row) => [...row.matchAll(/(?:\d|d)(?= {2})/g)].length);
  assert.equal(rows.length, 4);
  assert.equal(new Set(rows.map((row) => Array.from(row).length)).size, 1);
  assert.ok(ends.every((count) => count > 0));
});

test('a name cannot play with the terminal', async () => {
  const shown = renderTable(await reportOf(BUSY.slice(0, 3), 'Anna\u001b[2J\u202eb'));
  assert.match(shown, /Anna\?\[2J\?b/);
});

test('CSV: one heading, every line as many fields, lines end with CRLF, UTF-8 and quotes kept', async () => {
  const text = renderCsv(await reportOf(BUSY.slice(0, 3)));
  assert.ok(text.endsWith('\r\n'));
  const records = parseCsv(text);
  assert.deepEqual(records[0]?.slice(0, 6), ['date', 'zone', 'section', 'id', 'name', 'figure']);
  assert.ok(records.every((record) => record.length === 10));
  const talk = records.find((record) => record[2] === 'agent' && record[5] === 'talk');
  assert.deepEqual(talk, [
    ...['2026-03-02', 'Europe/Sofia', 'agent', 'anna', 'Анна "A" Petrova'],
    ...['talk', 'ms', String(3 * HOUR), '', ''],
  ]);
  const level = records.find((record) => record[2] === 'calls' && record[5] === 'service level');
  assert.deepEqual(level?.slice(6), ['fraction', '1', '3', '3']);
});

test('CSV: a value that cannot be computed is empty, with its numbers beside it', async () => {
  const records = parseCsv(renderCsv(await reportOf([])));
  const level = records.find((record) => record[2] === 'calls' && record[5] === 'service level');
  assert.deepEqual(level?.slice(6), ['fraction', '', '0', '0']);
});

test('CSV: the same figures as the table, number by number', async () => {
  const report = await reportOf(BUSY);
  const records = parseCsv(renderCsv(report));
  const value = (section: string, id: string, figure: string): number =>
    Number(records.find((record) => record[2] === section && record[3] === id && record[5] === figure)?.[7]);
  for (const row of report.queues) {
    const section = row.queue === null ? 'ring-steps' : 'queue';
    assert.equal(value(section, row.queue ?? '', 'answered'), row.answered);
    assert.equal(value(section, row.queue ?? '', 'talk'), row.talkMs);
  }
  assert.equal(value('calls', '', 'entered'), report.calls.entered);
  assert.equal(value('report', '', 'checks failed'), 0);
});

const FIELDS: readonly (readonly [string, string])[] = [
  ['=1+1', "'=1+1"],
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-2+3', "'-2+3"],
  ['+cmd|x', "'+cmd|x"],
  ['\t=1', "'\t=1"],
  ['\r=1', `"'\r=1"`],
  ['+359880000001', '+359880000001'],
  ['+359 2 000 0001', '+359 2 000 0001'],
  ['00359880000001', '00359880000001'],
  ['+7916***0001', '+7916***0001'],
  ['+7916***', "'+7916***"],
  ['+2*3', "'+2*3"],
  ['-12.5', '-12.5'],
  ['＝1+1', "'＝1+1"],
  ['＋1', "'＋1"],
  ['－1', "'－1"],
  ['＠SUM(1)', "'＠SUM(1)"],
  ['Anna, "A"', '"Anna, ""A"""'],
  ['two\nlines', '"two\nlines"'],
  ['', ''],
];
for (const [text, expected] of FIELDS) {
  test(`CSV: ${JSON.stringify(text)} becomes ${JSON.stringify(expected)}`, () => {
    assert.equal(csvField(text), expected);
  });
}

/** RFC 4180, read back by hand. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  for (const line of text.split('\r\n').slice(0, -1)) {
    const fields = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((match) => match[1] ?? '');
    if (!line.endsWith(',')) fields.pop();
    records.push(
      fields.map((field) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field)),
    );
  }
  return records;
}
