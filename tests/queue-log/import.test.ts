import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { buildDailyReport } from '../../src/reports/daily-report.js';
import { openStore } from '../../src/store/open-store.js';
import { command } from '../system/support/command.js';
import { silentLog } from '../store/sample-facts.js';

const folder = mkdtempSync(join(tmpdir(), 'callplane-import-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const FILE = join(folder, 'queue_log');
const ENVIRONMENT = { CALLPLANE_DATA: join(folder, 'data'), CALLPLANE_ARI_PASSWORD: 'unused' };

/** A day of 300 calls from 2026-03-02 09:00 UTC, two of three answered; with a broken line and an unfinished call. */
function dayOfLines(): string {
  const lines = ['not a line of a queue_log'];
  for (let call = 0; call < 300; call += 1) {
    const at = 1_772_442_000 + call * 60;
    const id = `${at}.${call}`;
    lines.push(`${at}|${id}|sales|NONE|ENTERQUEUE||+35988${String(call).padStart(7, '0')}|1`);
    if (call % 3 === 0) lines.push(`${at + 10}|${id}|sales|NONE|ABANDON|1|1|10`);
    else
      lines.push(
        `${at + 8}|${id}|sales|SIP/101|CONNECT|8|${id}9|4`,
        `${at + 50}|${id}|sales|SIP/101|COMPLETECALLER|8|42|1`,
      );
  }
  return `${lines.join('\r\n')}\r\n1772460000|9.9|sales|NONE|ENTERQUEUE||1|1`;
}

test('an existing centre reads its queue_log: the first report is not empty, balances, and reading again changes nothing', async () => {
  writeFileSync(FILE, dayOfLines());
  const dry = await command(ENVIRONMENT, 'import', 'queue-log', FILE, '--dry-run');
  assert.equal(dry.code, 0, dry.err);
  assert.match(dry.out, /: 802 lines, 2026-03-02 to 2026-03-02; 301 calls not stored\.\n/);
  const told: string[] = [];
  for (const words of [[], ['--agent', 'SIP/101=anna'], []]) {
    const done = await command(ENVIRONMENT, 'import', 'queue-log', FILE, ...words);
    assert.equal(done.code, 0, done.err);
    told.push(done.out);
  }
  assert.equal(
    told[0],
    `${FILE}: 802 lines, 2026-03-02 to 2026-03-02; 301 calls stored.\n` +
      'Calls whose end is not in the file (stored as not known): 1.\nLines that cannot be read: 1.\n' +
      `  ${FILE}:1: found 1 of the fields ("not a line of a queue_log"); right would be time|call|queue|agent|event|data…\n`,
  );
  const store = await openStore({ sqliteFile: join(folder, 'data/callplane.sqlite'), log: silentLog });
  const report = await store.atOneMoment((reader) =>
    buildDailyReport(reader, { date: '2026-03-02', zone: 'UTC', now: Date.UTC(2026, 2, 3) }),
  );
  assert.equal(await store.recorder.position(), 0, 'the journal is not touched');
  await store.close();
  assert.equal(report.balance, 'balanced', JSON.stringify(report.checks.filter(({ holds }) => !holds)));
  assert.deepEqual(
    [report.calls.entered, report.calls.answered, report.calls.dispositions.abandoned.calls],
    [301, 200, 100],
  );
  assert.equal(report.calls.dispositions.unknown.calls, 1);
  assert.deepEqual(report.calls.waits.averageSpeedOfAnswer, { numerator: 1_600_000, denominator: 200 });
});

test('a file that is none, or not there, is told in one message; nothing is stored', async () => {
  const none = await command(ENVIRONMENT, 'import', 'queue-log', join(folder, 'nowhere'));
  assert.deepEqual([none.code, none.out], [1, '']);
  assert.match(none.err, /nowhere cannot be read: ENOENT/);
  const other = join(folder, 'other.bin');
  writeFileSync(
    other,
    Buffer.concat([Buffer.alloc(300_000, 0xff), readFileSync(process.execPath).subarray(0, 100_000)]),
  );
  const refused = await command(ENVIRONMENT, 'import', 'queue-log', other);
  assert.equal(refused.code, 1);
  assert.match(
    refused.err,
    /other\.bin is no queue_log: none of its \d+ lines can be read\.\n {2}\S+:1: found /,
  );
  const usage = await command(ENVIRONMENT, 'import', 'queue-log', FILE, '--agent', 'anna');
  assert.equal(usage.code, 2);
  assert.match(usage.err, /right would be a member and an agent, like SIP\/101=anna/);
});
