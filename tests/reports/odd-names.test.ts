import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import type { Format } from '../../src/reports/render/write-report.js';
import { NOTHING_ASKED, runReport } from '../../src/reports/run-report.js';
import { factsOf, planOf, readerOf, stateOf, type Facts } from './day-of-calls.js';

const DAY = { from: Date.UTC(2026, 2, 1, 22), to: Date.UTC(2026, 2, 2, 22) };
/** What carriers and administrators have sent and written: half a character, a zero, keys of a terminal, text that runs backwards. */
const ODD = [
  ...[
    'half \ud800 a character',
    'a zero \u0000 byte',
    'bell \u0007 and escape \u001b[2J',
    'backwards \u202e drow',
  ],
  ...[
    'no character \uffff \ufffe',
    'Ёлка 👩‍👩‍👧 家',
    '=HYPERLINK("http://x")',
    '<script>alert(1)</script>&amp;',
    '\r\n',
  ],
];

function factsWith(name: string): Facts {
  const facts = factsOf([{ at: DAY.from + 36_000_000, waitMs: 4_000, answeredBy: 'anna', queue: name }]);
  facts.calls = facts.calls.map((call) => ({ ...call, fromName: name, tags: [name] }));
  facts.states = [stateOf('anna', 'available', DAY.from, DAY.to)];
  const rule = { target: 0.8, withinMs: 20_000, shortAbandonMs: 5_000 };
  facts.plans.set('plan-1', planOf(name, rule, { anna: { name } }));
  return facts;
}

async function written(report: string, format: Format, name: string): Promise<Buffer> {
  const request = { ...NOTHING_ASKED, what: { name: report }, from: '2026-03-02', format } as const;
  const made = await runReport(
    readerOf(factsWith(name)),
    { ...request, language: 'en', bom: 'without' },
    { zone: 'Europe/Sofia', now: DAY.to },
  );
  for (const { content } of made)
    if (typeof content === 'string')
      assert.ok(!/\p{Cs}/u.test(content), `${report} ${format}: half a character`);
  return Buffer.concat(made.map(({ content }) => Buffer.from(content)));
}

/** What XML 1.0 allows (section 2.2). */
const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const NOT_IN_A_PAGE = /[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

for (const name of ODD) {
  test(`a name like ${JSON.stringify(name)} breaks no report in any format`, async () => {
    for (const report of ['journal', 'agents', 'queues', 'sources']) {
      assert.ok((await written(report, 'csv', name)).length > 0);
      JSON.parse((await written(report, 'json', name)).toString());
      assert.doesNotMatch((await written(report, 'html', name)).toString(), NOT_IN_A_PAGE);
      assert.doesNotMatch((await written(report, 'table', name)).toString(), /(?!\n)[\p{Cc}\u202e]/u);
      const files = unzipSync(new Uint8Array(await written(report, 'xlsx', name)));
      for (const [path, content] of Object.entries(files))
        if (path.endsWith('.xml')) assert.doesNotMatch(strFromU8(content), NOT_IN_XML, `${report} ${path}`);
      assert.match((await written(report, 'pdf', name)).subarray(0, 8).toString(), /^%PDF-1\./);
    }
    for (const picture of ['svg', 'png'] as const)
      assert.ok((await written('agents', picture, name)).length > 1_000);
  });
}
