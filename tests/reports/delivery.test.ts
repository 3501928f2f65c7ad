import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import { CATALOGUE } from '../../src/reports/catalogue/all.js';
import { isByInterval } from '../../src/reports/catalogue/report.js';
import { maskedNumber } from '../../src/reports/delivery/masked.js';
import { contentOf, reportOf } from '../../src/reports/schedules/kept-report.js';
import { resend } from '../../src/reports/schedules/resend.js';
import { renderRunLog, renderSchedules } from '../../src/reports/schedules/run-log.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import { writeParts, type Format } from '../../src/reports/render/write-report.js';
import { documentOf, NOTHING_ASKED } from '../../src/reports/run-report.js';
import { factsOf, readerOf, type Facts } from './day-of-calls.js';
import { partOf, ScheduleScene, schedulesIn } from './schedule-scene.js';

const DUE = '2026-03-02T05:00:10Z';

function calls(count: number, from = '+79160000001', name: string | null = null): Facts {
  const at = Date.parse('2026-03-01T09:00:00Z');
  const facts = factsOf(
    Array.from({ length: count }, (_, index) => ({
      at: at + index * 1_000,
      waitMs: 4_000,
      answeredBy: 'anna',
    })),
  );
  facts.calls = facts.calls.map((call) => ({ ...call, from, fromName: name, dialled: '+74950000001' }));
  return facts;
}

function journal(rest: string): string {
  return `inside: [example.com]
schedules:
  - name: journal
    report: journal
    every: day
    at: "08:00"
    timezone: Europe/Moscow
${rest}`;
}

const TO_BOTH = journal(
  '    mail: { to: [boss@example.com, client@elsewhere.example], attach: [csv, json, xlsx] }\n',
);

test('V45: people outside get the same report without the numbers and names of callers', async (t) => {
  const scene = await ScheduleScene.open(t, TO_BOTH, '2026-03-01T12:00:00Z');
  scene.facts = calls(2, '+79160000001', 'Иван');
  await scene.lookAt(DUE);
  const mails = scene.taken();
  const mailTo = (to: string) => mails.find((mail) => mail.to.includes(to));
  const inside = partOf(mailTo('boss@example.com'), 'text/csv');
  const outside = partOf(mailTo('client@elsewhere.example'), 'text/csv');
  assert.match(inside, /\+79160000001,Иван,\+74950000001/);
  assert.match(outside, /\+7916\*\*\*0001,\*\*\*,\+74950000001/);
  for (const part of mailTo('client@elsewhere.example')?.parts ?? [])
    if (part.type !== 'image/png' && !part.type.includes('spreadsheet'))
      assert.doesNotMatch(part.content.toString(), /9160000001|Иван/, part.type);
  const xlsx = mailTo('client@elsewhere.example')?.parts.find(({ type }) => type.includes('spreadsheet'));
  const sheets = Object.values(unzipSync(xlsx?.content ?? new Uint8Array())).map((each) =>
    Buffer.from(each).toString(),
  );
  assert.doesNotMatch(sheets.join(), /9160000001|Иван/);
  assert.match(sheets.join(), /\+7916\*\*\*0001/);
  assert.match(partOf(mailTo('client@elsewhere.example'), 'text/html'), /numbers are shown in part/);
});

test('a number is shown in part only where the part is not the whole', () => {
  const masked = ['+79160000001', '89160000001', '+359 88 800 0001', '5550001', '112', ''].map(maskedNumber);
  assert.deepEqual(masked, ['+7916***0001', '8916***0001', '+3598***0001', '***', '***', '***']);
});

test('pictures go as related parts that the HTML shows; «Отчёт» in the subject', async (t) => {
  const text = `schedules:
  - { name: calls, report: calls, every: day, at: "08:00", timezone: Europe/Moscow, language: ru,
      mail: { to: [a@example.com], subject: "Отчёт «{title}» за {period}" } }
`;
  const scene = await ScheduleScene.open(t, text, '2026-03-01T12:00:00Z');
  scene.facts = calls(3);
  await scene.lookAt(DUE);
  const [mail] = scene.taken();
  assert.match(mail?.subject ?? '', /^Отчёт «.*» за 2026-03-01$/);
  assert.equal(mail?.shape, 'multipart/alternative > multipart/related');
  const picture = mail.parts.find(({ type }) => type === 'image/png');
  assert.equal(picture?.content.subarray(1, 4).toString(), 'PNG');
  const html = partOf(mail, 'text/html');
  assert.ok(html.includes(`<img src="cid:${picture.cid ?? ''}"`), 'the picture stands in the page');
  assert.doesNotMatch(html, /<svg|https?:/, 'mail programs drop inline SVG, and nothing is loaded');
});

test('a long table is shown in part, its file has all; too large for a mail: packed; too large even so: kept, with a link', async (t) => {
  const rest = '    mail: { to: [boss@example.com], attach: [csv, json] }\n';
  const scene = await ScheduleScene.open(t, journal(rest), '2026-03-01T12:00:00Z');
  scene.facts = calls(2_000);
  await scene.lookAt(DUE);
  const [whole] = scene.taken();
  assert.match(partOf(whole, 'text/html'), /the first 200 of 2000 rows/);
  assert.equal(partOf(whole, 'text/csv').split('\r\n').length, 2_002);
  scene.limitBytes = 1_300_000;
  const again = (): Promise<unknown> =>
    resend(
      {
        book: scene.book,
        schedules: scene.schedules ?? [],
        companyZone: 'UTC',
        domain: 'example.com',
        now: scene.now,
      },
      { schedule: 'journal', due: null, to: null },
    );
  await again();
  await scene.pass(1);
  const [packed] = scene.taken();
  const zip = packed?.parts.find(({ type }) => type === 'application/zip');
  assert.equal(zip?.name, 'journal-2026-03-01.zip');
  assert.deepEqual(Object.keys(unzipSync(zip.content)).sort(), [
    'journal-2026-03-01.csv',
    'journal-2026-03-01.json',
  ]);
  scene.limitBytes = 50_000;
  scene.link = 'https://pbx.example.com/reports/';
  await again();
  await scene.pass(1);
  const [linked] = scene.taken();
  assert.deepEqual(
    linked?.parts.map(({ type }) => type),
    ['text/plain', 'text/html'],
  );
  assert.match(
    partOf(linked, 'text/html'),
    /too large for a mail\. They are here: https:\/\/pbx\.example\.com\/reports\/journal\/shown\/journal-2026-03-01\.csv/,
  );
  const kept = readFileSync(join(scene.folder, 'large/journal/shown/journal-2026-03-01.csv'), 'utf8');
  assert.equal(kept, partOf(whole, 'text/csv'));
});

test('into a folder: whole files, and the same again changes nothing', async (t) => {
  const scene = await ScheduleScene.open(
    t,
    journal('    folder: { path: out, write: [csv, html] }\n'),
    '2026-03-01T12:00:00Z',
  );
  scene.facts = calls(1);
  await scene.lookAt(DUE);
  assert.deepEqual(readdirSync(join(scene.folder, 'out')).sort(), [
    'journal-2026-03-01.csv',
    'journal-2026-03-01.html',
  ]);
  assert.equal((await scene.log())[0]?.state, 'done');
});

test('a folder that cannot be written is tried again', async (t) => {
  const scene = await ScheduleScene.open(
    t,
    journal('    folder: { path: out, write: [csv] }\n'),
    '2026-03-01T12:00:00Z',
  );
  writeFileSync(join(scene.folder, 'out'), 'a file is in the way');
  await scene.lookAt(DUE);
  const [slot] = await scene.log();
  assert.equal(slot?.deliveries[0]?.state, 'waiting');
  assert.match(slot.deliveries[0].said ?? '', /cannot be written/);
});

const COMMAND = `#!/bin/sh
[ -e "$0.fails" ] && { echo 'no route to host'; exit 7; }
[ -e "$0.hangs" ] && exec sleep 60
cp "$2" "$0.got"
echo "$1 $CALLPLANE_REPORT_SCHEDULE $CALLPLANE_REPORT_PERIOD $CALLPLANE_REPORT_ID $CALLPLANE_ARI_PASSWORD" >> "$0.told"
`;

test('by a command: it gets the files and a word that stays the same, and sees no secret of ours', async (t) => {
  process.env['CALLPLANE_ARI_PASSWORD'] = 'a-secret';
  t.after(() => delete process.env['CALLPLANE_ARI_PASSWORD']);
  const scene = await ScheduleScene.open(
    t,
    journal('    folder: { path: x, write: [csv] }\n'),
    '2026-03-01T12:00:00Z',
  );
  const program = join(scene.folder, 'upload');
  writeFileSync(program, COMMAND);
  chmodSync(program, 0o755);
  scene.schedules = schedulesIn(
    journal(`    command: { run: [${program}, --sftp], write: [csv] }\n`),
    scene.folder,
  );
  scene.facts = calls(1);
  writeFileSync(`${program}.fails`, '');
  await scene.lookAt(DUE);
  const first = (await scene.log())[0]?.deliveries[0];
  assert.deepEqual([first?.state, first?.said], ['waiting', 'the command ended with 7: no route to host']);
  rmSync(`${program}.fails`);
  writeFileSync(`${program}.hangs`, '');
  await scene.pass(1);
  const hung = (await scene.log())[0]?.deliveries[0];
  assert.equal(hung?.state, 'handed-over', 'nobody knows whether it has the files');
  rmSync(`${program}.hangs`);
  await scene.pass(3);
  const last = (await scene.log())[0]?.deliveries[0];
  assert.deepEqual([last?.state, last?.mark], ['accepted', 'maybe-twice']);
  assert.equal(
    readFileSync(`${program}.told`, 'utf8'),
    `--sftp journal 2026-03-01 ${last?.messageId ?? ''} \n`,
  );
  assert.match(readFileSync(`${program}.got`, 'utf8'), /\+7916\*\*\*0001/, 'whoever gets it is outside');
});

test('a report that is kept as text makes the same files', async () => {
  const situation = { zone: 'Europe/Moscow', now: Date.parse(DUE) };
  const ask = { ...NOTHING_ASKED, from: '2026-03-01', to: '2026-03-01' };
  for (const name of [
    ...(['queues', 'calls', 'agents', 'journal', 'heat-map', 'comparison', 'to-call-back'] as const),
  ]) {
    const interval = isByInterval(CATALOGUE[name]) ? 'hour' : null;
    const report = await documentOf(
      readerOf(calls(5, '+79160000001', 'Ёж')),
      { ...ask, interval, what: { name }, language: 'ru' },
      situation,
    );
    const kept = reportOf(contentOf(report).content);
    for (const format of ['csv', 'json', 'html', 'table'] as const)
      assert.ok((await written(kept, format)) === (await written(report, format)), `${name} as ${format}`);
  }
});

/** Without the names that pictures give their parts, which are others each time. */
async function written(report: ReportDocument, format: Format): Promise<string> {
  const parts = await writeParts(report, { format, bom: 'with' });
  const text = parts.map(({ content }) => content.toString()).join('\n');
  return text.replace(/zr\d+-c[\w-]*/g, '');
}

test('sent again on request: another mail, to those named; a run that was missed is made', async (t) => {
  const scene = await ScheduleScene.open(t, TO_BOTH, '2026-03-01T12:00:00Z');
  scene.facts = calls(1);
  await scene.lookAt(DUE);
  const [first] = scene.taken();
  const parts = () => ({
    ...{
      book: scene.book,
      schedules: scene.schedules ?? [],
      companyZone: 'UTC',
      domain: 'example.com',
      now: scene.now,
    },
  });
  const asked = await resend(parts(), { schedule: 'journal', due: '2026-03-02', to: 'boss@example.com' });
  assert.deepEqual(asked.targets, ['mail:boss@example.com']);
  await scene.pass(1);
  const [second, ...more] = scene.taken();
  assert.deepEqual([second?.to, more], [['boss@example.com'], []]);
  assert.notEqual(second?.messageId, first?.messageId);
  assert.equal(second?.subject, 'Call journal: 2026-03-01');
  // Long gone, and its content is kept no longer.
  await scene.lookAt('2026-05-01T12:00:00Z');
  scene.taken();
  await resend(parts(), { schedule: 'journal', due: '2026-03-02', to: 'boss@example.com' });
  await resend(parts(), { schedule: 'journal', due: '2026-04-10', to: null });
  await scene.pass(1);
  assert.deepEqual(
    scene.taken().map(({ to, subject }) => `${to.join()} ${subject}`),
    [
      'boss@example.com Call journal: 2026-03-01',
      'boss@example.com Call journal: 2026-04-09',
      'client@elsewhere.example Call journal: 2026-04-09',
    ],
  );
  await assert.rejects(
    resend(parts(), { schedule: 'nightly', due: null, to: null }),
    /"nightly" is no schedule; there are: journal/,
  );
  await assert.rejects(
    resend(parts(), { schedule: 'journal', due: '2019-01-01', to: null }),
    /was not due at 2019-01-01; the newest runs: /,
  );
  await assert.rejects(
    resend(parts(), { schedule: 'journal', due: null, to: 'x@example.com' }),
    /"x@example\.com" is no place/,
  );
});

test('the run log and the list of schedules, as people read them', async (t) => {
  const scene = await ScheduleScene.open(t, TO_BOTH, '2026-03-01T12:00:00Z');
  assert.equal(renderRunLog(await scene.log(), 'Europe/Moscow'), 'No scheduled report has been due yet.\n');
  scene.facts = calls(3);
  scene.room.mood = (to) => (to.startsWith('boss') ? 'bounces' : 'takes');
  await scene.lookAt(DUE);
  const text = renderRunLog(await scene.log(), 'Europe/Moscow');
  assert.match(
    text,
    /^journal, due 2026-03-02 08:00, 2026-03-01, done, 3 rows, sha256 [0-9a-f]{12}, built in 0\.0 s$/m,
  );
  assert.match(
    text,
    /^ {2}mail:boss@example\.com: refused, <journal\.20260302T050000Z\.0\.0\.\w+@example\.com>, .*550/m,
  );
  assert.match(text, /^ {2}mail:client@elsewhere\.example: accepted, 2026-03-02 08:00, </m);
  const [schedule] = scene.schedules ?? [];
  const [last = null] = await scene.log();
  assert.ok(schedule !== undefined);
  assert.equal(
    renderSchedules([{ schedule, zone: 'Europe/Moscow', next: Date.parse('2026-03-03T05:00:00Z'), last }]),
    'journal: journal, yesterday, Europe/Moscow\n  next  2026-03-03 08:00\n  last  2026-03-02 08:00, done\n' +
      '  to    mail:boss@example.com, mail:client@elsewhere.example\n',
  );
});
