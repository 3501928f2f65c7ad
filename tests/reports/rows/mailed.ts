import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoreAddress } from '../../../src/store/open-store.js';
import { AlertScene, fourMondays } from '../alert-scene.js';
import { factsOf } from '../day-of-calls.js';
import { partOf, ScheduleScene } from '../schedule-scene.js';
import { MINUTE } from './centre.js';
import { answered, changed, hungUp, oneByOne } from './people.js';

const ALL_THREE = `inside: [example.com]
schedules:
  - { name: daily, report: queues, every: day, at: "08:00", timezone: Europe/Moscow, mail: { to: [a@example.com, b@example.com], attach: [csv] } }
  - { name: weekly, report: queues, every: week, on: monday, at: "08:00", timezone: Europe/Moscow, mail: { to: [a@example.com] } }
  - { name: monthly, report: queues, every: month, on: 1, at: "08:00", timezone: Europe/Moscow, mail: { to: [a@example.com] } }
`;
const DAILY = `schedules:
  - { name: daily, report: queues, every: day, at: "08:00", timezone: Europe/Moscow, mail: { to: [boss@example.com], attach: [csv] } }
`;
const JOURNAL = `inside: [example.com]
schedules:
  - { name: journal, report: journal, every: day, at: "08:00", timezone: Europe/Moscow,
      mail: { to: [boss@example.com, client@elsewhere.example], attach: [csv] } }
`;
const UNUSUAL = `alerts:
  - { name: one, when: unusual-load, mail: { to: [boss@example.com] } }
`;
/** Noon in Moscow. */
const NOON = Date.parse('2026-03-01T09:00:00Z');

/** The rows of capabilities.md that send something, made of what is stored, each on an empty database. */
export function mailedRowsHold(place: string, fresh: () => Promise<StoreAddress>): void {
  test(`${place}: C51: as the clock passes 08:00 in Moscow, one mail per period and recipient; a missed one once after a restart`, async (t) => {
    // 1 June 2026 is a Monday.
    const scene = await ScheduleScene.open(t, ALL_THREE, '2026-05-31T10:00:00Z', await fresh());
    await scene.lookAt('2026-06-01T04:59:59Z');
    assert.deepEqual(scene.taken(), []);
    await scene.lookAt('2026-06-01T05:00:10Z');
    await scene.pass(3);
    const sent = scene.taken().map(({ to, subject }) => `${to.join()} ${subject}`);
    assert.deepEqual(sent.sort(), [
      'a@example.com Summary by queue: 2026-05-01–2026-05-31',
      'a@example.com Summary by queue: 2026-05-25–2026-05-31',
      'a@example.com Summary by queue: 2026-05-31',
      'b@example.com Summary by queue: 2026-05-31',
    ]);
    await scene.restart();
    await scene.pass(2);
    assert.deepEqual(scene.taken(), [], 'after a restart nothing is sent again');
    // Nothing runs when it is due.
    scene.now = Date.parse('2026-06-02T09:00:00Z');
    await scene.restart();
    await scene.pass(2);
    await scene.restart();
    await scene.pass(2);
    assert.deepEqual(
      scene.taken().map(({ subject }) => subject),
      ['Summary by queue: 2026-06-01', 'Summary by queue: 2026-06-01'],
    );
  });

  test(`${place}: S25: a restart a second before it is due and one a second after: one mail, with the figures`, async (t) => {
    const scene = await ScheduleScene.open(t, DAILY, '2026-03-01T12:00:00Z', await fresh());
    await scene.stores(factsOf(oneByOne([answered(4_000), answered(9_000), hungUp(30_000)], NOON)));
    await scene.lookAt('2026-03-02T04:59:59Z');
    await scene.restart();
    await scene.lookAt('2026-03-02T05:00:01Z');
    await scene.restart();
    await scene.pass(2);
    const [mail, ...more] = scene.taken();
    assert.deepEqual(more, []);
    assert.deepEqual(
      mail?.parts.map(({ type, name }) => [type, name]),
      [
        ['text/plain', null],
        ['text/html', null],
        ['text/csv', 'daily-2026-03-01.csv'],
      ],
    );
    const [headings, row, ...rest] = partOf(mail, 'text/csv').slice(1).split('\r\n');
    assert.deepEqual(rest, ['']);
    const figure = (name: string): string | undefined =>
      row?.split(',')[headings?.split(',').indexOf(name) ?? -1];
    assert.deepEqual([figure('queue'), figure('entered'), figure('answered')], ['sales', '3', '2']);
  });

  test(`${place}: C52, V45: the CSV is usable as it comes, formulas are none, and people outside see +7916***0001`, async (t) => {
    const scene = await ScheduleScene.open(t, JOURNAL, '2026-03-01T12:00:00Z', await fresh());
    const names = ['=HYPERLINK("http://example.com";"Анна")', 'Ёж, Иван', '@SUM(1)', '-1+1', '+cmd'];
    const facts = factsOf(
      oneByOne(
        names.map(() => answered(4_000)),
        NOON,
        MINUTE,
      ),
    );
    changed(facts, (_, index) => ({ fromName: names[index] ?? null, from: '+79160000001' }));
    await scene.stores(facts);
    await scene.lookAt('2026-03-02T05:00:10Z');
    const mails = scene.taken();
    const csvTo = (to: string): string =>
      partOf(
        mails.find((mail) => mail.to.includes(to)),
        'text/csv',
      );
    const inside = csvTo('boss@example.com');
    assert.equal(inside.charCodeAt(0), 0xfeff, 'spreadsheets know Cyrillic by the byte order mark');
    const [headings = '', ...rows] = inside.slice(1).split('\r\n');
    assert.match(headings, /^arrived,caller,name,number,/);
    const begin = (clock: string, name: string): string =>
      `2026-03-01T${clock}:00.000Z,+79160000001,${name},+35920000001,`;
    [
      begin('09:00', '"\'=HYPERLINK(""http://example.com"";""Анна"")"'),
      begin('09:01', '"Ёж, Иван"'),
      begin('09:02', "'@SUM(1)"),
      begin('09:03', "'-1+1"),
      begin('09:04', "'+cmd"),
    ].forEach((line, index) => {
      assert.equal(rows[index]?.slice(0, line.length), line);
    });
    assert.deepEqual(rows.slice(5), ['']);
    const outside = csvTo('client@elsewhere.example');
    assert.match(outside, /Z,\+7916\*\*\*0001,\*\*\*,\+35920000001,/);
    assert.doesNotMatch(outside, /9160000001|Иван/);
  });

  test(`${place}: V12: a mean of 20 with a deviation of 4: 24 calls are ordinary, what passes 32 is told within a minute`, async (t) => {
    const scene = await AlertScene.open(t, UNUSUAL, '2026-03-02T10:20:00+02:00', await fresh());
    await fourMondays(scene);
    await scene.cameAt('2026-03-02T10:05:00+02:00', 24);
    await scene.pass(60);
    assert.deepEqual(scene.mailed(), []);
    await scene.cameAt('2026-03-02T10:21:00+02:00', 7);
    await scene.enters();
    await scene.pass(60);
    assert.deepEqual(scene.mailed(), [], '32 is not above 20 + 3 × 4');
    const passedAt = scene.now;
    await scene.cameAt('2026-03-02T10:22:00+02:00', 8);
    await scene.pass(10);
    assert.deepEqual(scene.mailed(), ['Alert: far more calls than usual in this hour: 40, limit 32 (one)']);
    assert.ok(scene.now - passedAt < 60_000);
  });
}
