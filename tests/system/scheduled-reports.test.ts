import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { MailRoom } from '../support/mail/mail-room.js';
import { command } from './support/command.js';
import { logOf, Site } from './support/site.js';
import { eventually, until } from './support/until.js';

const SCHEDULES = `schedules:
  - { name: daily, report: queues, every: day, at: "00:00", timezone: UTC, mail: { to: [boss@example.com], attach: [csv] } }
`;
/** It looks four times a minute. */
const SENT_WITHIN_MS = 60_000;

test('the running Callplane sends a report that is asked for, and says when one did not arrive', async (t) => {
  const room = await MailRoom.open({ certificate: null, login: null });
  t.after(() => room.close());
  const site = new Site(t);
  const file = join(site.folder, 'schedules.yml');
  writeFileSync(file, SCHEDULES.replace('00:00', '24:00'));
  const callplane = await site.launch({
    CALLPLANE_SCHEDULES: file,
    CALLPLANE_SMTP_HOST: '127.0.0.1',
    CALLPLANE_SMTP_PORT: String(room.port),
    CALLPLANE_SMTP_SECURITY: 'none',
    CALLPLANE_SMTP_FROM: 'reports@example.com',
  });
  const said = (words: RegExp) => logOf(callplane).find(({ message }) => words.test(message));
  await until('the file to be refused', () => said(/no report is sent:\n.*found "24:00"/) !== undefined);
  const refused = await command(callplane.environment, 'report', 'schedules');
  assert.deepEqual([refused.code, refused.out], [1, '']);
  assert.match(refused.err, /schedules\.yml:2:\d+: found "24:00"; right would be at: a time/);

  writeFileSync(file, SCHEDULES);
  room.mood = 'bounces';
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const asked = await command(callplane.environment, 'report', 'resend', 'daily', '--due', yesterday);
  assert.equal(asked.code, 0, asked.err);
  assert.match(asked.out, /^daily, due \d{4}-\d\d-\d\dT00:00:00\.000Z, is sent again within a minute/);
  await until('it to bounce', () => said(/refused; it is not tried again/) !== undefined, SENT_WITHIN_MS);
  const token = callplane.environment['CALLPLANE_API_TOKEN'] ?? '';
  await eventually('the alarm', async () => {
    const answer = await fetch(`${callplane.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    return (await answer.text()).includes('\ncallplane_reports_undelivered 1\n') ? true : undefined;
  });

  room.mood = 'takes';
  await command(callplane.environment, 'report', 'resend', 'daily', '--to', 'boss@example.com');
  const mail = await eventually('the mail', () => room.accepted[0], SENT_WITHIN_MS);
  assert.match(mail.subject, /^Summary by queue: \d{4}-\d\d-\d\d$/);
  await until('it to be written down', () => said(/a scheduled report was delivered/) !== undefined);
  const log = await command(callplane.environment, 'report', 'log', 'daily');
  assert.match(log.out, /^ {2}mail:boss@example\.com: accepted, /m);
  const list = await command(callplane.environment, 'report', 'schedules');
  assert.match(list.out, /^daily: queues, yesterday, UTC\n {2}next .*\n {2}last .*, done\n/);
  assert.equal(await callplane.stop(), 0);
});
