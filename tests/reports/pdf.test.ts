import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ReportRequest } from '../../src/reports/report-request.js';
import { REPORT_NAMES, type ReportName } from '../../src/reports/catalogue/all.js';
import { filesOf } from '../../src/reports/delivery/files.js';
import { fittingWidths, linesOf } from '../../src/reports/render/page-layout.js';
import { writeReport } from '../../src/reports/render/write-report.js';
import { pagesOf, type PdfPage } from '../support/pdf-text.js';
import { factsOf, stateOf, type Facts } from './day-of-calls.js';
import { BOTH, build } from './two-days.js';

const MINUTE = 60_000;

function facts(calls: number): Facts {
  const all = factsOf(
    Array.from({ length: calls }, (_, index) => ({
      ...{ at: BOTH.from + (index + 1) * 7 * MINUTE, waitMs: 4_000 },
      ...(index % 3 === 0 ? {} : { answeredBy: 'anna' }),
    })),
  );
  all.states = [stateOf('anna', 'available', BOTH.from, BOTH.to)];
  all.calls = all.calls.map((call, index) => ({ ...call, fromName: `Клиент ${index + 1}` }));
  return all;
}

async function pdfOf(all: Facts, name: ReportName, change: Partial<ReportRequest> = {}): Promise<Buffer> {
  const made = await writeReport(await build(all, name, change), { format: 'pdf' });
  assert.ok(Buffer.isBuffer(made));
  return made;
}

async function pages(
  all: Facts,
  name: ReportName,
  change: Partial<ReportRequest> = {},
): Promise<readonly PdfPage[]> {
  return pagesOf(await pdfOf(all, name, change));
}

test('«Отчёт» can be selected and copied, in Cyrillic and in Latin, and nothing is a box', async () => {
  const all = facts(1);
  all.calls = all.calls.map((call) => ({ ...call, fromName: 'Отчёт, fi 中' }));
  const [page] = await pages(all, 'journal', { language: 'ru' });
  assert.ok(page !== undefined);
  const text = page.lines.join(' ');
  assert.match(text, /Журнал звонков/);
  // What the font has no sign for is said to be so, and does not look like a fault of the printer.
  assert.match(text, /Отчёт, fi \?/);
  assert.match(text, /\+359880000001/);
  assert.equal(page.boxes, 0);
});

test('the heading of a table stands on every page, and each page says which of how many it is', async () => {
  const all = await pages(facts(150), 'journal', { language: 'ru' });
  assert.ok(all.length >= 4, `${all.length} pages`);
  all.forEach(({ lines, boxes }, index) => {
    assert.equal(lines.at(-1), `${index + 1} / ${all.length}`);
    assert.equal(boxes, 0);
  });
  for (const { lines } of all.slice(0, 3)) assert.ok(lines.includes('поступил'), lines.slice(0, 5).join());
  const text = all.flatMap(({ lines }) => lines);
  const clients = text.filter((line) => /^\d+$|Клиент/.test(line)).join(' ');
  for (let index = 1; index <= 150; index += 1) assert.match(clients, new RegExp(`Клиент ${index}\\b`));
});

test('what fits stands upright, what is wide across, and no text leaves the page', async () => {
  const [narrow] = await pages(facts(5), 'dispositions');
  assert.ok(narrow !== undefined && narrow.width < narrow.height);
  const [wide] = await pages(facts(5), 'agents');
  assert.ok(wide !== undefined && wide.width > wide.height);
});

test('pictures of a report stand in it', async () => {
  const [page] = await pages(facts(5), 'calls');
  assert.equal(page?.pictures, 1);
  const [none] = await pages(facts(5), 'journal');
  assert.equal(none?.pictures, 0);
});

test('every report of the catalogue can be written for paper, in both languages, with calls and without', async () => {
  for (const name of REPORT_NAMES) {
    for (const [language, calls] of [
      ['en', 0],
      ['ru', 12],
    ] as const) {
      const all = await pages(facts(calls), name, { language });
      const text = all.flatMap(({ lines }) => lines).join(' ');
      assert.match(text, language === 'ru' ? /Проверки/ : /Checks/, name);
      assert.ok(
        all.every(({ boxes }) => boxes === 0),
        name,
      );
    }
  }
});

test('the same report is the same file, so that a mail sent again is the mail', async () => {
  const [first, second] = [await pdfOf(facts(3), 'queues'), await pdfOf(facts(3), 'queues')];
  assert.ok(first.equals(second));
});

test('a report that does not balance says so at the top', async () => {
  const all = facts(3);
  all.conversations.pop();
  const [page] = await pages(all, 'queues');
  assert.match(page?.lines[0] ?? '', /^THIS REPORT DOES NOT BALANCE/);
});

test('a table of thousands of rows is shown in part, and says where the rest is', async () => {
  const all = facts(2_050);
  all.calls = all.calls.map((call, index) => ({ ...call, arrivedAt: BOTH.from + index * 1_000 }));
  const text = (await pages(all, 'journal')).flatMap(({ lines }) => lines);
  assert.ok(text.includes('Call journal: the first 2000 of 2050 rows; CSV and XLSX have all'));
});

test('a PDF is an attachment like others', async () => {
  const [file] = await filesOf(await build(facts(1), 'queues'), 'daily', ['pdf']);
  assert.deepEqual([file?.name, file?.type], ['daily.pdf', 'application/pdf']);
  assert.equal(file?.content.subarray(0, 5).toString(), '%PDF-');
});

test('columns fit the page, and give way only where they do not', () => {
  const aWish = fc.record({
    width: fc.double({ min: 10, max: 400, noNaN: true }),
    breaks: fc.constantFrom('anywhere-needed' as const, 'never' as const),
  });
  fc.assert(
    fc.property(fc.array(aWish, { minLength: 1, maxLength: 20 }), (wishes) => {
      const wanted = wishes.reduce((sum, { width }) => sum + width, 0);
      const given = fittingWidths(wishes, 500);
      const sum = given.reduce((all, width) => all + width, 0);
      assert.ok(sum <= 500.001, String(sum));
      if (wanted <= 500)
        assert.deepEqual(
          given,
          wishes.map(({ width }) => width),
        );
      assert.ok(given.every((width, index) => width > 0 && width <= (wishes[index]?.width ?? 0) + 0.001));
    }),
  );
});

test('a text in lines loses no letter, and no line is wider than it may be', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 1, max: 30 }), (text, width) => {
      const lines = linesOf(text, width, (each) => Array.from(each).length);
      assert.ok(lines.every((line) => Array.from(line).length <= width));
      assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
    }),
  );
});
