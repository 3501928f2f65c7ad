import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync, unzipSync, strFromU8 } from 'fflate';
import { drawSvg } from '../../src/reports/charts/draw.js';
import { rasterised } from '../../src/reports/charts/raster.js';
import type { Format } from '../../src/reports/render/write-report.js';
import { NOTHING_ASKED, runReport, type RunRequest } from '../../src/reports/run-report.js';
import { factsOf, planOf, readerOf, stateOf, type Facts } from './day-of-calls.js';

const ZONE = 'Europe/Sofia';
const DAY = { from: Date.UTC(2026, 2, 1, 22), to: Date.UTC(2026, 2, 2, 22) };
const MINUTE = 60_000;

function aDay(): Facts {
  const facts = factsOf([
    { at: DAY.from + 9 * 60 * MINUTE, waitMs: 4_000, answeredBy: 'anna', talkMs: 90_000 },
    { at: DAY.from + 10 * 60 * MINUTE, waitMs: 40_000 },
    { at: DAY.from + 10 * 60 * MINUTE + 1, waitMs: 31_000, answeredBy: 'anna' },
  ]);
  facts.states = [stateOf('anna', 'available', DAY.from, DAY.to)];
  const rule = { target: 0.8, withinMs: 20_000, shortAbandonMs: 5_000 };
  facts.plans.set('plan-1', planOf('sales', rule, { anna: { name: '=Анна & "A"' } }));
  facts.calls = facts.calls.map((call) => ({ ...call, fromName: '@SUM(A1)\r\n<b>' }));
  return facts;
}

const NOTHING_ELSE: Omit<RunRequest, 'what'> = {
  ...NOTHING_ASKED,
  ...{ from: '2026-03-02', language: 'en', format: 'csv', bom: 'without' },
};

async function run(name: string, change: Partial<RunRequest> = {}, facts = aDay()): Promise<string | Buffer> {
  const request: RunRequest = { what: { name }, ...NOTHING_ELSE, ...change };
  const [first] = await runReport(readerOf(facts), request, { zone: ZONE, now: DAY.to + MINUTE });
  return first?.content ?? '';
}

async function textOf(name: string, format: Format, change: Partial<RunRequest> = {}): Promise<string> {
  return (await run(name, { format, ...change })).toString();
}

test('CSV: units in the headings, a share with its two numbers, times in ISO 8601, numbers as they are', async () => {
  const queues = await textOf('queues', 'csv');
  const [headings = '', row = ''] = queues.split('\r\n');
  assert.match(
    headings,
    /^queue,entered,.*service-level,service-level numerator,service-level denominator,asa \(ms\),/,
  );
  assert.match(row, /^sales,3,2,1,0,0,0\.3333333333333333,1,3,17500,35000,2,40000,/);
  const journal = await textOf('journal', 'csv');
  assert.match(journal, /\r\n2026-03-02T07:00:00\.000Z,\+359880000001,/);
});

test('CSV: what looks like a formula is none, whoever wrote it', async () => {
  assert.match(await textOf('journal', 'csv'), /"'@SUM\(A1\)\r\n<b>"/);
  assert.match(await textOf('agents', 'csv'), /\r\n"'=Анна & ""A""",2,/);
});

test('CSV: a byte order mark where it is asked for', async () => {
  assert.ok(!(await textOf('queues', 'csv')).startsWith('\uFEFF'));
  assert.ok((await textOf('queues', 'csv', { bom: 'with' })).startsWith('\uFEFFqueue,'));
});

test('JSON: rows by column key, checks and what is flagged', async () => {
  const report = JSON.parse(await textOf('queues', 'json')) as {
    readonly balance: string;
    readonly from: string;
    readonly tables: readonly {
      readonly rows: readonly Record<string, unknown>[];
      readonly flagged: unknown[];
    }[];
  };
  assert.equal(report.balance, 'balanced');
  assert.equal(report.from, '2026-03-01T22:00:00.000Z');
  assert.deepEqual(report.tables[0]?.rows[0]?.['service-level'], {
    value: 1 / 3,
    numerator: 1,
    denominator: 3,
  });
  assert.deepEqual(report.tables[0].flagged, [
    { row: 0, column: 'service-level' },
    { row: 0, column: 'asa' },
  ]);
});

test('HTML: one page that needs nothing from anywhere, with everything escaped', async () => {
  const page = await textOf('journal', 'html');
  assert.doesNotMatch(page, /<script|<link|src=|url\(|@import|<b>/);
  assert.match(page, /@SUM\(A1\)\r\n&lt;b&gt;/);
  assert.match(await textOf('agents', 'html'), /=Анна &amp; &quot;A&quot;/);
});

test('HTML: the picture stands in the saved page, in Russian as well', async () => {
  const page = await textOf('heat-map', 'html', { language: 'ru' });
  assert.match(page, /<svg[^>]*>.*понедельник.*<\/svg>/s);
  assert.match(page, /<html lang="ru">/);
});

test('a report that does not balance says so first, in every format for people', async () => {
  const facts = aDay();
  facts.conversations.pop();
  for (const format of ['table', 'html'] as const) {
    const text = (await run('queues', { format }, facts)).toString();
    const body = text.slice(Math.max(0, text.indexOf('<body')));
    assert.match(body, /^(<body[^>]*>\n<p[^>]*>)?THIS REPORT DOES NOT BALANCE: 2 of \d+ checks fail/);
    assert.match(body, /offers answered = conversations/);
  }
  const { balance } = JSON.parse((await run('queues', { format: 'json' }, facts)).toString()) as {
    balance: string;
  };
  assert.equal(balance, 'unbalanced');
});

test('XLSX: typed cells and a header that stays', async () => {
  const files = unzipSync(new Uint8Array((await run('journal', { format: 'xlsx' })) as Buffer));
  const sheet = strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
  assert.match(sheet, /<pane ySplit="1" [^>]*topLeftCell="A2" [^>]*state="frozen"/);
  const cell = (name: string): string =>
    new RegExp(`<c r="${name}"[^>]*?(?:/>|>.*?</c>)`, 's').exec(sheet)?.[0] ?? '';
  // 2026-03-02 09:00 in Sofia as a serial date, then a number that must not become one.
  assert.match(cell('A2'), /<v>46083\.375<\/v>/);
  assert.match(cell('B2'), / t="s"/);
  assert.match(cell('J2'), /<v>0\.0000462\d*<\/v>/);
  const texts = strFromU8(files['xl/sharedStrings.xml'] ?? new Uint8Array());
  assert.match(texts, /\+359880000001/);
  assert.doesNotMatch(sheet, /<f>/);
});

test('XLSX: the pictures of the report stand in a sheet of their own; a report without any has no such sheet', async () => {
  const workbook = async (name: string, language: 'en' | 'ru') => {
    const made = await run(name, { format: 'xlsx', language });
    const files = unzipSync(new Uint8Array(made as Buffer));
    const text = strFromU8(files['xl/workbook.xml'] ?? new Uint8Array());
    const sheets = [...text.matchAll(/<sheet [^>]*name="([^"]*)"/g)].map((match) => match[1]);
    return { sheets, pictures: Object.entries(files).filter(([path]) => path.startsWith('xl/media/')) };
  };
  const summary = await workbook('summary', 'en');
  assert.deepEqual(summary.sheets.slice(-2), ['Charts', 'Checks']);
  assert.equal(summary.pictures.length, 2, 'of hours and of agents');
  for (const [path, bytes] of summary.pictures)
    assert.equal(Buffer.from(bytes).subarray(1, 4).toString('latin1'), 'PNG', path);
  assert.deepEqual((await workbook('heat-map', 'ru')).sheets.slice(-2), ['Графики', 'Проверки']);
  const journal = await workbook('journal', 'en');
  assert.deepEqual([journal.sheets, journal.pictures], [['Call journal', 'Checks'], []]);
});

test('SVG and PNG: a picture without a browser; a report without one says which have', async () => {
  assert.match(await textOf('calls', 'svg'), /^<svg /);
  const png = (await run('calls', { format: 'png' })) as Buffer;
  assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
  await assert.rejects(
    run('journal', { format: 'png' }),
    /journal has no picture; right would be summary, calls, agents or heat-map/,
  );
});

test('«Отчёт» is drawn letter by letter and not as boxes', () => {
  const shapes = ['О', 'т', 'ч', 'ё', 'т'].map((letter) => inkOf(letter));
  const box = inkOf('\u{10FFFD}');
  for (const [index, ink] of shapes.entries()) assert.notDeepEqual(ink, box, 'Отчёт'[index]);
  // О, т, ч, ё: four different letters; both т are the same.
  assert.equal(new Set(shapes.map((ink) => ink.toString('base64'))).size, 4);
  assert.deepEqual(shapes[1], shapes[4]);
  assert.ok(shapes.every((ink) => ink.some((byte) => byte < 128)));
});

/** The dots of a picture with this one text. */
function inkOf(text: string): Buffer {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><text x="5" y="30" font-size="24">${text}</text></svg>`;
  const png = rasterised(svg);
  const chunks: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      chunks.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  return Buffer.from(inflateSync(new Uint8Array(Buffer.concat(chunks).subarray(2, -4))));
}

test('a name in a picture cannot break out of it', async () => {
  const svg = await drawSvg({
    kind: 'bars',
    title: '<script>&',
    categories: ['<b>'],
    bars: { name: 'x', values: [1] },
    scale: 'count',
    line: null,
  });
  assert.doesNotMatch(svg, /<script|<b>/);
});
