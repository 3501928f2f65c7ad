import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSchedules } from '../../src/reports/schedules/read-schedules.js';
import { ScheduleDesk } from '../../src/reports/schedules/schedule-desk.js';
import type { Log } from '../../src/ports/log.js';
import { silentLog } from '../store/sample-facts.js';

const OWN = 'report: client\ncolumns: [entered, answered]\nby: [hour]\n';
const GOOD = `
inside: [example.com]
schedules:
  - name: client-daily
    report: client.yml
    every: day
    at: "08:00"
    timezone: Europe/Moscow
    language: ru
    interval: hour
    filter: { queues: [sales] }
    mail:
      to: [boss@Example.com, client@elsewhere.example, { address: x@elsewhere.example, numbers: shown }]
      subject: "Calls {period}"
      attach: [csv, xlsx, pdf]
    folder: { path: out, write: [html] }
    command: { run: [/usr/local/bin/upload, --sftp], write: [csv] }
    catch-up: 12h
    give-up: 6h
  - { name: weekly, report: agents, every: week, on: monday, at: "08:00", mail: { to: [a@example.com] } }
  - { name: monthly, report: queues, every: month, on: 31, at: "08:00", mail: { to: [a@example.com], body: text } }
  - { name: often, report: calls, every: "*/15 8-18 * * 1-5", period: today, mail: { to: [a@example.com] } }
`;

function read(text: string, own = OWN) {
  return readSchedules('/etc/callplane/schedules.yml', text, (path) => {
    if (path === '/etc/callplane/client.yml') return own;
    throw new Error(`ENOENT: ${path}`);
  });
}

test('a good file: every way to say when and where', () => {
  const found = read(GOOD);
  assert.ok(found.ok, found.ok ? '' : found.faults.join('\n'));
  const [daily, weekly, monthly, often] = found.schedules;
  assert.deepEqual(daily?.what, { file: '/etc/callplane/client.yml', text: OWN });
  assert.deepEqual(daily.timing, { every: 'day', minute: 480 });
  assert.deepEqual(
    [daily.zone, daily.language, daily.period, daily.interval, daily.filters.queues],
    ['Europe/Moscow', 'ru', 'yesterday', 'hour', ['sales']],
  );
  assert.deepEqual([daily.catchUpMs, daily.giveUpMs], [12 * 3_600_000, 6 * 3_600_000]);
  assert.deepEqual(
    daily.destinations.map((each) => [each.kind, each.kind === 'mail' ? each.to : '', each.numbers]),
    [
      ['mail', 'boss@Example.com', 'shown'],
      ['mail', 'client@elsewhere.example', 'masked'],
      ['mail', 'x@elsewhere.example', 'shown'],
      ['folder', '', 'shown'],
      ['command', '', 'masked'],
    ],
  );
  assert.deepEqual(
    daily.destinations.flatMap((each) => (each.kind === 'folder' ? [each.path] : [])),
    ['/etc/callplane/out'],
  );
  assert.deepEqual(
    [weekly?.timing, weekly?.period],
    [{ every: 'week', weekday: 0, minute: 480 }, 'last-week'],
  );
  assert.deepEqual(
    [monthly?.timing, monthly?.period],
    [{ every: 'month', day: 31, minute: 480 }, 'last-month'],
  );
  assert.deepEqual([often?.timing.every, often?.period], ['cron', 'today']);
});

/** A file with one schedule, of which something is changed. */
function one(change: string): string {
  const lines = [
    'name: daily',
    'report: queues',
    'every: day',
    'at: "08:00"',
    'mail: { to: [a@example.com] }',
  ];
  const key = change.split(':')[0] ?? '';
  const others = lines.filter((line) => !line.startsWith(`${key}:`));
  return `schedules:\n  - ${[...others, change].join('\n    ')}\n`;
}

/** Files that are refused, each with what is said of it. */
const BAD: readonly (readonly [string, RegExp])[] = [
  ['', /found nothing; right would be a group of keys: inside, schedules/],
  ['schedules: 5', /:1:12: found 5; right would be a list/],
  ['inside: [five@six]\nschedules: []', /:1:10: found "five@six"; right would be a domain/],
  [one('name: Daily Report'), /found "Daily Report"; right would be name: small letters/],
  [one('report: quues'), /found "quues"; right would be one of summary, queues, calls/],
  [one('report: other.yml'), /other\.yml, which cannot be read \(ENOENT/],
  [one('every: hour'), /found "hour"; right would be every: day, week, month, or a cron line/],
  [one('every: week'), /no on here; right would be the day, like on: monday/],
  [one('every: "61 8 * * *"'), /at or on beside a cron line/],
  [one('at: 8 am'), /found "8 am"; right would be at: a time of the clock in quotes/],
  [one('at: "24:00"'), /found "24:00"/],
  [one('on: monday'), /on beside every: day/],
  [one('timezone: Europe/Sophia'), /found "Europe\/Sophia"; right would be an IANA name/],
  [one('period: last-year'), /found "last-year"; right would be one of today, yesterday/],
  [one('mail: { to: [] }'), /an empty list; right would be at least a mail address/],
  [one('mail: { to: [anna] }'), /found "anna"; right would be a mail address/],
  [one('mail: { to: ["a@example.com\\nBcc: b@example.com"] }'), /right would be a mail address/],
  [one('mail: { to: [a@example.com, a@example.com] }'), /a@example\.com twice/],
  [
    one('mail: { to: [a@example.com], subject: "Calls {day}" }'),
    /found \{day\}; right would be one of \{title\}/,
  ],
  [one('mail: { to: [a@example.com], subject: "a\\nBcc: x@example.com" }'), /a subject of one line/],
  [
    one('mail: { to: [a@example.com], attach: [docx] }'),
    /found "docx"; right would be one of csv, xlsx, json, html, pdf/,
  ],
  [
    one('mail: { to: [{ address: a@example.com, numbers: some }] }'),
    /found "some"; right would be one of shown, masked/,
  ],
  [one('folder: { write: [csv] }'), /no path here/],
  [one('folder: { path: out }'), /no write here/],
  [
    one('command: { run: [upload], write: [csv] }'),
    /found "upload"; right would be run: \[program with its whole path/,
  ],
  [one('command: { run: "/bin/upload x", write: [csv] }'), /right would be a list/],
  [one('catch-up: 800h'), /found "800h"; right would be a time from 1m to 744h/],
  [one('give-up: soon'), /found "soon"/],
  [one('filter: { queue: [sales] }'), /the key "queue"/],
  [one('recipients: [a]'), /the key "recipients"; right would be one of name, report/],
  [
    'schedules:\n  - { name: a, report: queues, every: "*/5 * * * *", period: today, mail: { to: [a@example.com] } }',
    /a run every 5 min/,
  ],
  [
    'schedules:\n  - { name: a, report: queues, every: "0 8 * * *", mail: { to: [a@example.com] } }',
    /a cron line and no period/,
  ],
  [
    'schedules:\n  - { name: a, report: queues, every: "0 8 * *", period: today, mail: { to: [a@example.com] } }',
    /4 fields/,
  ],
  [
    'schedules:\n  - { name: a, report: queues, every: month, on: 32, at: "08:00", mail: { to: [a@example.com] } }',
    /found 32; right would be a day of the month/,
  ],
  ['schedules:\n  - { name: a, report: queues, every: day, at: "08:00" }', /a report that goes nowhere/],
  [
    `${one('at: "08:00"')}  - { name: daily, report: queues, every: day, at: "09:00", mail: { to: [a@example.com] } }`,
    /a second schedule daily/,
  ],
  ['schedules: [', /text that is not YAML/],
  [
    'schedules:\n  - { name: a, report: journal, every: day, at: "08:00", interval: hour, mail: { to: [a@example.com] } }',
    /:2:68: found an interval for journal, which has no rows by interval; right would be no interval, or one of the reports that have them: summary, /,
  ],
  [one('interval: 5min'), /found "5min"; right would be one of 15min, hour, day, week, month/],
];
test('every bad file says where, what was found, and what would be right', () => {
  for (const [text, message] of BAD) {
    const found = read(text);
    assert.ok(!found.ok, `this was taken:\n${text}`);
    assert.match(found.faults.join('\n'), message, text);
    assert.match(found.faults[0] ?? '', /^\/etc\/callplane\/schedules\.yml:\d+:\d+: found /, text);
  }
});

test('all faults of a file come at once, those of an own report with its own lines', () => {
  const found = read(
    GOOD.replace('every: week', 'every: weak').replace('[csv, xlsx, pdf]', '[csv, doc]'),
    'report: x\n',
  );
  assert.ok(!found.ok);
  assert.equal(found.faults.length, 3, found.faults.join('\n'));
  assert.match(found.faults.join('\n'), /\/etc\/callplane\/client\.yml:1:1: found no columns here/);
});

test('a file that is broken while it runs changes nothing, and is told once', () => {
  const said: string[] = [];
  const log: Log = {
    ...silentLog,
    error: (message) => said.push(message),
    info: (message) => said.push(message),
  };
  let text = one('at: "08:00"');
  const desk = new ScheduleDesk('/etc/callplane/schedules.yml', () => text, log);
  assert.equal(desk.look()?.schedules[0]?.name, 'daily');
  text = one('at: "8"');
  assert.equal(desk.look()?.schedules[0]?.name, 'daily');
  desk.look();
  text = one('at: "09:00"');
  assert.deepEqual(desk.look()?.schedules[0]?.timing, { every: 'day', minute: 540 });
  assert.equal(said.length, 3, said.join('\n'));
  assert.match(said[1] ?? '', /those that were read before go on:\n.*found "8"/);
});

test('a file that is broken from the start, or not there, sends nothing', () => {
  const said: string[] = [];
  const log: Log = { ...silentLog, error: (message) => said.push(message) };
  const desk = new ScheduleDesk(
    '/nowhere.yml',
    () => {
      throw new Error('ENOENT');
    },
    log,
  );
  assert.equal(desk.look(), null);
  assert.match(said[0] ?? '', /no report is sent:\n\/nowhere\.yml cannot be read: ENOENT/);
});
