import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CONDITION_NAMES } from '../../src/reports/alerts/alert.js';
import { readSchedules } from '../../src/reports/schedules/read-schedules.js';
import { alertsIn } from './alert-scene.js';

const GOOD = `
alerts:
  - name: sales-wait
    when: longest-wait
    above: 3m
    queues: [sales]
    hours: office
    for: 30s
    clear-after: 10m
    language: ru
    mail: { to: [boss@example.com] }
    webhook: { url: "https://chat.example/hooks/abc", token-file: chat-token }
  - { name: many, when: callers-waiting, above: 10, mail: { to: [a@example.com] } }
  - { name: level, when: service-level, below: 80%, over: 1h, at-least: 20, mail: { to: [a@example.com] } }
  - { name: nobody, when: nobody-signed-in, hours: always, webhook: { url: "http://chat.example/x" } }
  - { name: storm, when: unusual-load, deviations: 2.5, weeks: 8, numbers: ["+35920000001"], mail: { to: [a@example.com] } }
  - { name: usual, when: service-level, below: 70%, mail: { to: [a@example.com] } }
  - { name: usual-nobody, when: nobody-signed-in, mail: { to: [a@example.com] } }
  - { name: usual-storm, when: unusual-load, mail: { to: [a@example.com] } }
`;

test('a good file: every condition, with what is usual where nothing is said', () => {
  const [wait, ...others] = alertsIn(GOOD);
  assert.deepEqual(wait, {
    ...{ name: 'sales-wait', condition: { kind: 'longest-wait', aboveMs: 180_000 }, queues: ['sales'] },
    ...{ hours: { kind: 'calendar', name: 'office' }, forMs: 30_000, clearAfterMs: 600_000, language: 'ru' },
    destinations: [
      { kind: 'mail', to: 'boss@example.com' },
      { kind: 'webhook', url: 'https://chat.example/hooks/abc', tokenFile: '/etc/callplane/chat-token' },
    ],
  });
  assert.deepEqual(
    others.map(({ condition }) => condition),
    [
      { kind: 'callers-waiting', above: 10 },
      { kind: 'service-level', below: 0.8, overMs: 3_600_000, atLeast: 20 },
      { kind: 'nobody-signed-in' },
      { kind: 'unusual-load', deviations: 2.5, weeks: 8, atLeast: 10, numbers: ['+35920000001'] },
      { kind: 'service-level', below: 0.7, overMs: 1_800_000, atLeast: 10 },
      { kind: 'nobody-signed-in' },
      { kind: 'unusual-load', deviations: 3, weeks: 4, atLeast: 10, numbers: [] },
    ],
  );
  assert.deepEqual(
    others.slice(-3).map(({ hours, forMs, clearAfterMs }) => [hours.kind, forMs, clearAfterMs]),
    [
      ['always', 0, 300_000],
      ['company', 60_000, 300_000],
      ['always', 0, 3_600_000],
    ],
  );
});

/** A file with one alert. */
function one(text: string): string {
  return `alerts:\n  - { name: one, mail: { to: [a@example.com] }, ${text} }\n`;
}
const TO = 'mail: { to: [a@example.com] }';

/** Files that are refused, each with what is said of it. */
const BAD: readonly (readonly [string, RegExp])[] = [
  ['inside: []', /no schedules and no alerts here; right would be schedules: a list, or alerts: a list/],
  ['alerts: 5', /:1:9: found 5; right would be a list/],
  [`alerts:\n  - { when: nobody-signed-in, ${TO} }`, /no name here/],
  [
    `alerts:\n  - { name: One, when: nobody-signed-in, ${TO} }`,
    /found "One"; right would be name: at most 48/,
  ],
  [one('above: 5'), /no when here; right would be when: one of longest-wait, callers-waiting/],
  [one('when: long-wait'), /found "long-wait"; right would be one of longest-wait/],
  [one('when: longest-wait'), /no above here; right would be above: a time from 1s to 24h/],
  [one('when: longest-wait, above: 3'), /found 3; right would be a time from 1s to 24h/],
  [one('when: longest-wait, above: 25h'), /found "25h"/],
  [
    one('when: longest-wait, above: 3m, below: 80%'),
    /below beside when: longest-wait; right would be of these only above, queues/,
  ],
  [one('when: callers-waiting'), /no above here; right would be above: a whole number from 0/],
  [one('when: callers-waiting, above: 2.5'), /found 2\.5; right would be a whole number/],
  [one('when: callers-waiting, above: 1m'), /found "1m"; right would be a whole number/],
  [one('when: service-level'), /no below here; right would be below: a share such as 80%/],
  [one('when: service-level, below: 0.8'), /found 0\.8; right would be a share such as 80%/],
  [one('when: service-level, below: 0%'), /found "0%"/],
  [one('when: service-level, below: 80%, over: 1m'), /found "1m"; right would be a time from 300s to 24h/],
  [one('when: service-level, below: 80%, at-least: 0'), /found 0; right would be a whole number from 1/],
  [one('when: unusual-load, queues: [sales]'), /queues beside when: unusual-load/],
  [one('when: unusual-load, deviations: 0.5'), /found 0\.5; right would be a number from 1 to 10/],
  [one('when: unusual-load, weeks: 2'), /found 2; right would be a whole number from 3 to 52/],
  [one('when: unusual-load, numbers: [700]'), /found 700; right would be a text; a number goes in quotes/],
  [one('when: nobody-signed-in, for: soon'), /found "soon"; right would be a time from 0s to 24h/],
  [one('when: nobody-signed-in, clear-after: 5'), /found 5/],
  [one('when: nobody-signed-in, hours: []'), /found a list; right would be a text/],
  [one('when: nobody-signed-in, language: de'), /found "de"; right would be one of en, ru/],
  [one('when: nobody-signed-in, to: x'), /the key "to"; right would be one of name, when/],
  ['alerts:\n  - { name: one, when: nobody-signed-in }', /an alert that goes nowhere/],
  [
    'alerts:\n  - { name: one, when: nobody-signed-in, mail: { to: [] } }',
    /an empty list; right would be to: \[a mail/,
  ],
  [
    'alerts:\n  - { name: one, when: nobody-signed-in, mail: { to: [anna] } }',
    /found "anna"; right would be a mail address/,
  ],
  ['alerts:\n  - { name: one, when: nobody-signed-in, mail: {} }', /no to here/],
  [
    'alerts:\n  - { name: one, when: nobody-signed-in, mail: { to: [a@example.com, a@example.com] } }',
    /one place twice/,
  ],
  ['alerts:\n  - { name: one, when: nobody-signed-in, webhook: {} }', /no url here/],
  [
    'alerts:\n  - { name: one, when: nobody-signed-in, webhook: { url: "ftp://chat.example/s3cret" } }',
    /found something that is no such address; right would be url: a web address, https/,
  ],
  [
    'alerts:\n  - { name: one, when: nobody-signed-in, webhook: { url: "https://u:p@chat.example/" } }',
    /no such address/,
  ],
  [
    'alerts:\n  - { name: one, when: nobody-signed-in, webhook: { url: "http://chat.example/", token-file: t } }',
    /a token that would travel in the clear; right would be an address with https/,
  ],
  [
    `alerts:\n  - { name: one, when: nobody-signed-in, ${TO} }\n  - { name: one, when: nobody-signed-in, ${TO} }`,
    /:3:5: found a second alert one; right would be another name/,
  ],
];
test('every bad file says where, what was found, and what would be right', () => {
  for (const [text, message] of BAD) {
    const found = readSchedules('/etc/callplane/schedules.yml', text, () => '');
    assert.ok(!found.ok, `this was taken:\n${text}`);
    const faults = found.faults.join('\n');
    assert.match(faults, message, text);
    assert.match(found.faults[0] ?? '', /^\/etc\/callplane\/schedules\.yml:\d+:\d+: found /, text);
    assert.doesNotMatch(faults, /s3cret/, text);
  }
});

test('a fault in an alert spoils nothing but the file: schedules and alerts are taken together or not at all', () => {
  const text = `schedules:\n  - { name: a, report: queues, every: day, at: "08:00", ${TO} }\n${one('when: x')}`;
  const found = readSchedules('/etc/callplane/schedules.yml', text, () => '');
  assert.ok(!found.ok);
  assert.equal(found.faults.length, 1);
});

test('the example of the guide is read, every condition in it', () => {
  const guide = readFileSync(new URL('../../docs/reports.md', import.meta.url), 'utf8');
  const [, example = ''] = /```yaml\n(alerts:\n[\s\S]*?)```/.exec(guide) ?? [];
  assert.deepEqual(
    alertsIn(example).map(({ condition }) => condition.kind),
    [...CONDITION_NAMES],
  );
});
