import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReportFile, ReportRunRequest } from '../../src/cli/report-commands.js';
import { type Run, run } from './run.js';

interface ReportRun extends Run {
  readonly asked: readonly ReportRunRequest[];
  readonly written: readonly (readonly [string, string])[];
}

/** A report that is the text `made`. */
const WHOLE: readonly ReportFile[] = [{ table: null, suffix: '', content: 'made' }];
/** One of three tables, the second of which is called as the report. */
const TABLES: readonly ReportFile[] = [
  { table: 'agents', suffix: '.agents', content: 'of agents' },
  { table: 'ratings', suffix: '', content: 'of ratings' },
  { table: 'scores', suffix: '.scores', content: 'of scores' },
];

/** Runs `callplane report …`. */
function report(...args: readonly string[]): Promise<ReportRun> {
  return reportOf(WHOLE, ...args);
}

/** The same with a report of these files. */
async function reportOf(made: readonly ReportFile[], ...args: readonly string[]): Promise<ReportRun> {
  const asked: ReportRunRequest[] = [];
  const written: [string, string][] = [];
  const ran = await run(['report', ...args], {
    schedules: () => Promise.resolve('schedules\n'),
    alerts: (newest) => Promise.resolve(`alerts ${newest}\n`),
    runLog: (request) => Promise.resolve(`${JSON.stringify(request)}\n`),
    resend: (request) => Promise.resolve(`${JSON.stringify(request)}\n`),
    runReport: (request) => {
      asked.push(request);
      return Promise.resolve(made);
    },
    listReports: (language) => Promise.resolve(`reports in ${language}\n`),
    writeFile: (path, content) => {
      written.push([path, content.toString()]);
      return Promise.resolve();
    },
  });
  return { ...ran, asked, written };
}

test('a report is run with everything that was said, and nothing else', async () => {
  const { code, out, asked } = await report('run', 'queues');
  assert.equal(code, 0);
  assert.equal(out, 'made');
  assert.deepEqual(asked, [
    {
      name: 'queues',
      from: null,
      to: null,
      interval: null,
      against: null,
      queues: [],
      agents: [],
      teams: [],
      numbers: [],
      tags: [],
      caller: null,
      dispositions: [],
      calls: [],
      longerThan: null,
      seed: null,
      share: null,
      include: [],
      standard: null,
      withinMs: null,
      zone: null,
      language: null,
      format: 'table',
      bom: 'without',
      table: null,
    },
  ]);
});

test('names may be given several times', async () => {
  const { asked } = await report(
    ...['run', 'own.yml', '--from', 'last-week', '--queue', 'sales', '--queue', 'vip', '--caller', '0888 1'],
    ...[
      '--tag',
      'site',
      '--team',
      'en',
      '--team',
      'ru',
      '--format',
      'csv',
      '--bom',
      '--language',
      'ru',
      '--zone',
      'UTC',
    ],
    ...['--within', '30'],
  );
  assert.equal(asked[0]?.withinMs, 30_000);
  assert.deepEqual(asked[0].queues, ['sales', 'vip']);
  assert.deepEqual(asked[0].teams, ['en', 'ru']);
  assert.deepEqual([asked[0].name, asked[0].from, asked[0].caller], ['own.yml', 'last-week', '0888 1']);
  assert.deepEqual(
    [asked[0].tags, asked[0].format, asked[0].bom, asked[0].language, asked[0].zone],
    [['site'], 'csv', 'with', 'ru', 'UTC'],
  );
});

test('a file is written where it is asked for; a workbook or a picture needs one', async () => {
  const saved = await report('run', 'queues', '--format', 'xlsx', '--output', 'q.xlsx');
  assert.deepEqual([saved.code, saved.out, saved.written], [0, '', [['q.xlsx', 'made']]]);
  const refused = await report('run', 'calls', '--format', 'png');
  assert.deepEqual([refused.code, refused.asked], [2, []]);
  assert.match(refused.err, /A report as png needs a file: --output report\.png/);
});

test('CSV of several tables: one is printed, and said which others there are; all are written side by side', async () => {
  const printed = await reportOf(TABLES, 'run', 'ratings', '--format', 'csv');
  assert.deepEqual([printed.code, printed.out], [0, 'of agents']);
  assert.equal(
    printed.err,
    'This was the table agents; ratings also has: ratings, scores. --table NAME prints one, --output FILE writes all.\n',
  );
  const saved = await reportOf(TABLES, 'run', 'ratings', '--format', 'csv', '--output', 'out/r.csv');
  assert.deepEqual(saved.written, [
    ['out/r.agents.csv', 'of agents'],
    ['out/r.csv', 'of ratings'],
    ['out/r.scores.csv', 'of scores'],
  ]);
  assert.equal(saved.out, 'Each table is a file of its own: out/r.agents.csv, out/r.csv, out/r.scores.csv\n');
  const one = await reportOf(TABLES.slice(0, 1), 'run', 'ratings', '--table', 'agents', '--output', 'r.csv');
  assert.deepEqual([one.asked[0]?.table, one.written, one.out], ['agents', [['r.csv', 'of agents']], '']);
});

test('a time that is no whole number of seconds is wrong usage', async () => {
  for (const within of ['0', '1.5', '30s', '-3']) {
    const { code, err, asked } = await report('run', 'queues', `--within=${within}`);
    assert.deepEqual([code, asked], [2, []], within);
    assert.match(err, /right would be whole seconds, 1 to 99999, for instance 30/);
  }
});

test('a format that there is not is wrong usage', async () => {
  const { code, err } = await report('run', 'calls', '--format', 'odt');
  assert.equal(code, 2);
  assert.match(err, /Allowed choices are table, csv, json, html, xlsx, pdf, svg, png/);
});

test('the list is in the language asked for', async () => {
  assert.equal((await report('list', '--language', 'ru')).out, 'reports in ru\n');
});

test('the log of scheduled reports: all or one, the newest, for people or programs', async () => {
  assert.deepEqual(JSON.parse((await report('log')).out), { schedule: null, newest: 20, format: 'table' });
  assert.deepEqual(JSON.parse((await report('log', 'daily', '--last', '3', '--json')).out), {
    schedule: 'daily',
    newest: 3,
    format: 'json',
  });
  const wrong = await report('log', '--last', 'all');
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /Right would be a whole number from 1 to 9999/);
  assert.equal((await report('schedules')).out, 'schedules\n');
});

test('a report is asked for again: by its name, its run and its recipient', async () => {
  assert.deepEqual(JSON.parse((await report('resend', 'daily')).out), {
    schedule: 'daily',
    due: null,
    to: null,
  });
  const words = ['resend', 'daily', '--due', '2026-03-02', '--to', 'a@example.com'];
  assert.deepEqual(JSON.parse((await report(...words)).out), {
    schedule: 'daily',
    due: '2026-03-02',
    to: 'a@example.com',
  });
  assert.equal((await report('resend')).code, 2);
});
