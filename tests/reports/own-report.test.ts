import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INDICATOR_NAMES } from '../../src/reports/indicators/all.js';
import { readOwnReport } from '../../src/reports/own/own-report.js';
import { formatOwnFault } from '../../src/reports/own/yaml-place.js';
import { NOTHING_ASKED, runReport, type RunRequest } from '../../src/reports/run-report.js';
import { factsOf, readerOf, stateOf, type Facts } from './day-of-calls.js';

const DAY = { from: Date.UTC(2026, 2, 1, 22), to: Date.UTC(2026, 2, 2, 22) };
const MINUTE = 60_000;

function aDay(): Facts {
  const callers = [4_000, 9_000, 30_000, 50_000].map((waitMs, index) => ({
    ...{ at: DAY.from + (index + 1) * 60 * MINUTE, waitMs, queue: index < 3 ? 'sales' : 'support' },
    ...(index === 2 ? {} : { answeredBy: 'anna' }),
  }));
  const facts = factsOf(callers);
  facts.states = [stateOf('anna', 'available', DAY.from, DAY.to)];
  return facts;
}

async function run(text: string, change: Partial<RunRequest> = {}, zone = 'Europe/Sofia'): Promise<string> {
  const request: RunRequest = {
    ...NOTHING_ASKED,
    ...{ what: { file: 'own.yml', text }, language: 'en', format: 'table', bom: 'without' },
    ...change,
  };
  const [made] = await runReport(readerOf(aDay()), request, { zone, now: DAY.to + MINUTE });
  return made?.content.toString() ?? '';
}

const OWN = `
report: queues-of-yesterday
title: Queues of yesterday
count: visits
by: [queue]
columns: [entered, answered, service-level, asa]
period: yesterday
order: { by: asa, direction: falling }
flag:
  service-level: { below: 60% }
  asa: { above: 30s }
`;

test('C50: a report of one’s own has the columns, rows, order and flags of its file', async () => {
  const shown = await run(OWN);
  const rows = shown.split('\n').filter((line) => /^ {2}(support|sales|total)/.test(line));
  assert.deepEqual(
    rows.map((row) => row.trim().split(/ {2,}/)),
    [
      ['support', '1', '1', '0.0% (0/1) !', '50.0 s !'],
      ['sales', '3', '2', '66.7% (2/3)', '6.5 s'],
      ['total', '4', '3', '50.0% (2/4) !', '21.0 s'],
    ],
  );
  assert.match(shown, /^Queues of yesterday: 2026-03-02 00:00 – 2026-03-03 00:00, Europe\/Sofia/);
});

test('what the command line says comes before what the file says', async () => {
  const shown = await run(`${OWN}filter: { queues: [support] }\n`, { queues: ['sales'] });
  assert.match(shown, /sales/);
  assert.doesNotMatch(shown, /support/);
});

function faultsOf(text: string): string[] {
  const read = readOwnReport(text);
  return read.ok ? [] : read.faults.map((fault) => formatOwnFault('own.yml', fault));
}

test('every name of the file is checked, all at once, with its place and the names that there are', () => {
  const faults = faultsOf(`report: Odd Name
by: [hour, planet]
columns: [entered, luck]
colour: red
period: someday
flag: { entered: { above: 10s } }
`);
  assert.deepEqual(
    faults.map((fault) => fault.slice(0, 12)),
    ['own.yml:4:1:', 'own.yml:1:9:', 'own.yml:2:12', 'own.yml:3:20', 'own.yml:6:27', 'own.yml:5:9:'],
  );
  assert.match(
    faults[3] ?? '',
    new RegExp(`found "luck"; right would be one of ${INDICATOR_NAMES.join(', ')}$`),
  );
  assert.match(faults[4] ?? '', /found "10s"; right would be a number$/);
});

test('a column that cannot stand in such rows is refused with those that can', () => {
  const [fault = ''] = faultsOf('report: x\nby: [queue]\ncolumns: [missed-calls]\n');
  assert.match(
    fault,
    /^own\.yml:3:11: found missed-calls, which cannot be divided by queue; right would be a column that can/,
  );
  assert.match(fault, /conversations, talk/);
  assert.deepEqual(faultsOf('report: x\nby: [queue]\ncount: visits\ncolumns: [service-level]\n'), []);
  assert.equal(faultsOf('report: x\nby: [queue]\ncolumns: [service-level]\n').length, 1);
});

test('a file that is no report is refused, whatever is in it', () => {
  assert.match(
    faultsOf('')[0] ?? '',
    /^own\.yml:1:1: found nothing; right would be a group of keys: report, title/,
  );
  assert.match(faultsOf('[1, 2]')[0] ?? '', /found a list/);
  assert.match(faultsOf('report: [')[0] ?? '', /text that is not YAML/);
  assert.match(
    faultsOf('report: 7\ncolumns: [entered]')[0] ?? '',
    /found 7; right would be a text; a number goes in quotes/,
  );
  assert.match(faultsOf('report: x\ncolumns: {}')[0] ?? '', /found a group of keys; right would be a list/);
});

test('the faults of a file end the run with their places', async () => {
  await assert.rejects(
    run('report: x\ncolumns: [luck]'),
    /^ReportFault: own\.yml:2:11: found "luck"; right would be one of entered, /,
  );
});

test('names on the command line are checked in the same way', async () => {
  await assert.rejects(
    run('', { what: { name: 'queue' } }),
    /"queue" is no report; there are: summary, queues, calls, agents/,
  );
  await assert.rejects(run(OWN, { queues: ['salles'] }), /"salles" is no queue; there are: sales, support\./);
  await assert.rejects(
    run(OWN, { interval: '5min' }),
    /"5min" is no interval; there are: 15min, hour, day, week, month/,
  );
  await assert.rejects(run(OWN, { from: '2026-02-30' }), /"2026-02-30" is no date/);
  await assert.rejects(
    run(OWN, { from: '2026-03-02', to: '2026-03-01' }),
    /ends on 2026-03-01, before it begins/,
  );
  await assert.rejects(run(OWN, { from: 'yesterday', to: '2026-03-02' }), /yesterday has its own last day/);
  await assert.rejects(run(OWN, {}, 'Europe/Sofa'), /"Europe\/Sofa" is no time zone; right would be/);
  for (const share of ['2', '0%', '101%', 'some'])
    await assert.rejects(run(OWN, { share }), /is no share; right would be 2%, at most 100%/);
  await assert.rejects(run(OWN, { longerThan: 'ages' }), /"ages" is no time; right would be 90s, 10m or 1h/);
});
