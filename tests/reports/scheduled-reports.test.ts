import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOf, type Facts } from './day-of-calls.js';
import { partOf, ScheduleScene, schedulesIn } from './schedule-scene.js';

const MINUTE = 60_000;

/** Three calls on 1 March 2026 in Moscow: two answered. */
function threeCalls(): Facts {
  const at = Date.parse('2026-03-01T09:00:00Z');
  return factsOf([
    { at, waitMs: 4_000, answeredBy: 'anna' },
    { at: at + 5 * MINUTE, waitMs: 9_000, answeredBy: 'anna' },
    { at: at + 9 * MINUTE, waitMs: 30_000 },
  ]);
}

function daily(change = ''): string {
  return `schedules:
  - name: daily
    report: queues
    every: day
    at: "08:00"
    timezone: Europe/Moscow
    mail: { to: [boss@example.com], attach: [csv] }
${change}`;
}

test('no calls: a file with its headings only', async (t) => {
  const scene = await ScheduleScene.open(t, daily(), '2026-03-01T12:00:00Z');
  await scene.lookAt('2026-03-02T05:00:10Z');
  const [mail] = scene.taken();
  assert.match(partOf(mail, 'text/csv'), /^\uFEFFqueue,entered,[^\r]*\r\n$/);
});

test('what was due while nothing ran is made up for, each run once and with its own day; older runs are missed', async (t) => {
  const scene = await ScheduleScene.open(t, daily(), '2026-03-01T12:00:00Z');
  await scene.lookAt('2026-03-08T12:00:00Z');
  await scene.restart();
  await scene.pass(2);
  assert.deepEqual(
    scene.taken().map(({ subject }) => subject),
    ['Summary by queue: 2026-03-05', 'Summary by queue: 2026-03-06', 'Summary by queue: 2026-03-07'],
  );
  const missed = (await scene.log()).filter(({ state }) => state === 'missed');
  assert.equal(missed.length, 4);
  assert.equal(scene.undelivered, 4);
  assert.equal(scene.errors.filter((line) => line.startsWith('a report was missed')).length, 4);
});

test('a schedule that is new, or due at another time, sends nothing for the time before', async (t) => {
  const scene = await ScheduleScene.open(t, daily(), '2026-03-02T06:00:00Z');
  await scene.pass(1);
  assert.deepEqual(await scene.log(), []);
  await scene.lookAt('2026-03-03T05:00:10Z');
  assert.equal(scene.taken().length, 1);
  scene.schedules = schedulesIn(daily().replace('08:00', '07:00'));
  await scene.lookAt('2026-03-03T06:00:10Z');
  assert.deepEqual(scene.taken(), [], 'the period of today was sent already');
  await scene.lookAt('2026-03-04T04:00:10Z');
  assert.equal(scene.taken().length, 1);
});

test('a clock that goes back sends nothing twice', async (t) => {
  const scene = await ScheduleScene.open(t, daily(), '2026-03-01T12:00:00Z');
  for (const at of ['05:00:10', '04:30:00', '05:00:10', '04:59:00', '05:10:00'])
    await scene.lookAt(`2026-03-02T${at}Z`);
  assert.equal(scene.taken().length, 1);
});

test('the mail server is away: tried again with growing pauses, then sent once', async (t) => {
  const scene = await ScheduleScene.open(t, daily(), '2026-03-01T12:00:00Z');
  scene.room.mood = 'silent';
  await scene.lookAt('2026-03-02T05:00:10Z');
  await scene.pass(40);
  assert.equal(scene.room.connections, 6, 'at once, and after 1, 2, 4, 8 and 16 minutes');
  scene.room.mood = 'takes';
  await scene.pass(30, 10);
  const [slot] = await scene.log();
  assert.deepEqual(
    [slot?.state, slot?.deliveries[0]?.state, slot?.deliveries[0]?.mark],
    ['done', 'accepted', 'once'],
  );
  assert.equal(slot?.deliveries[0]?.tries, 7);
  assert.equal(scene.taken().length, 1);
  assert.deepEqual(scene.errors, []);
});

test('the connection breaks after the message: sent again with the same Message-ID, and marked', async (t) => {
  const scene = await ScheduleScene.open(t, daily(), '2026-03-01T12:00:00Z');
  scene.room.mood = 'cuts-after-data';
  await scene.lookAt('2026-03-02T05:00:10Z');
  scene.room.mood = 'takes';
  await scene.pass(2);
  const ids = scene.room.received.map(({ messageId }) => messageId);
  assert.equal(ids.length, 2);
  assert.equal(new Set(ids).size, 1);
  const [slot] = await scene.log();
  assert.deepEqual([slot?.deliveries[0]?.state, slot?.deliveries[0]?.mark], ['accepted', 'maybe-twice']);
});

const TWO = daily().replace('[boss@example.com]', '[gone@example.com, boss@example.com]');

test('a recipient that bounces: the other one gets his, and an alarm says who did not', async (t) => {
  const scene = await ScheduleScene.open(t, TWO, '2026-03-01T12:00:00Z');
  scene.room.mood = (to) => (to.startsWith('gone@') ? 'bounces' : 'takes');
  await scene.lookAt('2026-03-02T05:00:10Z');
  await scene.pass(30, 10);
  assert.deepEqual(
    scene.taken().map(({ to }) => to.join()),
    ['boss@example.com'],
  );
  const [slot] = await scene.log();
  const states = slot?.deliveries.map(({ target, state, tries }) => [target, state, tries]);
  assert.deepEqual(states, [
    ['mail:boss@example.com', 'accepted', 1],
    ['mail:gone@example.com', 'refused', 1],
  ]);
  assert.match(slot?.deliveries[1]?.said ?? '', /550/);
  assert.equal(scene.undelivered, 1);
  assert.match(scene.errors.join('\n'), /refused.*gone@example\.com.*No such user/);
});

test('tried for too long: given up with an alarm', async (t) => {
  const scene = await ScheduleScene.open(t, daily('    give-up: 2h\n'), '2026-03-01T12:00:00Z');
  scene.room.mood = 'busy';
  await scene.lookAt('2026-03-02T05:00:10Z');
  await scene.pass(70, 10);
  assert.equal(scene.undelivered, 1, 'what waits for an hour is an alarm already');
  await scene.pass(90, 10);
  const [slot] = await scene.log();
  assert.deepEqual([slot?.state, slot?.deliveries[0]?.state], ['done', 'given-up']);
  assert.match(scene.errors.join('\n'), /given up.*452/);
  assert.equal(scene.undelivered, 1);
  await scene.lookAt('2026-03-20T12:00:00Z');
  assert.equal((await scene.book.undelivered(scene.now - 7 * 24 * 60 * MINUTE, scene.now)) > 0, true);
});

test('facts that are not all in the database yet are waited for', async (t) => {
  const scene = await ScheduleScene.open(t, daily(), '2026-03-01T12:00:00Z');
  scene.isBehind = true;
  await scene.lookAt('2026-03-02T05:00:10Z');
  await scene.pass(1);
  assert.deepEqual(scene.taken(), []);
  scene.isBehind = false;
  scene.facts = threeCalls();
  await scene.pass(3);
  const [mail, ...more] = scene.taken();
  assert.match(partOf(mail, 'text/csv'), /\r\nsales,3,/);
  assert.deepEqual(more, []);
});

test('the database goes away in mid-report: nothing goes out, later the whole report does, once', async (t) => {
  const scene = await ScheduleScene.open(t, daily(), '2026-03-01T12:00:00Z');
  scene.facts = threeCalls();
  scene.onRead = () => {
    throw new Error('No database answers at mysql://…');
  };
  await scene.lookAt('2026-03-02T05:00:10Z');
  assert.deepEqual(scene.taken(), []);
  const [slot] = await scene.log();
  assert.deepEqual([slot?.state, slot?.tries, slot?.said], ['due', 1, 'No database answers at mysql://…']);
  await scene.pass(3);
  const [mail, ...more] = scene.taken();
  assert.match(partOf(mail, 'text/csv'), /\r\nsales,3,/);
  assert.deepEqual(more, []);
});

test('a report that can never be built is given up with its reason', async (t) => {
  const scene = await ScheduleScene.open(
    t,
    daily('    filter: { queues: [nowhere] }\n    give-up: 1h\n'),
    '2026-03-01T12:00:00Z',
  );
  await scene.lookAt('2026-03-02T05:00:10Z');
  await scene.pass(100, 10);
  const [slot] = await scene.log();
  assert.equal(slot?.state, 'failed');
  assert.match(slot.said ?? '', /"nowhere" is no queue/);
  assert.equal(scene.undelivered, 1);
});

test('calls in progress are named, and the report is corrected once when they are over', async (t) => {
  const scene = await ScheduleScene.open(t, daily(), '2026-03-01T12:00:00Z');
  scene.facts = threeCalls();
  const [first] = scene.facts.calls;
  assert.ok(first !== undefined);
  const open = {
    call: 'c9',
    from: '+359880000009',
    dialled: '+35920000001',
    arrivedAt: first.arrivedAt + 60 * MINUTE,
    planVersion: first.planVersion,
  };
  scene.facts.openCalls.push(open);
  await scene.lookAt('2026-03-02T05:00:10Z');
  const [report] = scene.taken();
  assert.match(partOf(report, 'text/html'), /Calls in progress when it was made: 1 \(c9\)/);
  await scene.pass(5);
  assert.deepEqual(scene.taken(), [], 'nothing to correct while it goes on');
  scene.facts.openCalls.length = 0;
  scene.facts.calls.push({
    ...first,
    call: 'c9',
    arrivedAt: open.arrivedAt,
    endedAt: open.arrivedAt + 40_000_000,
  });
  await scene.pass(2);
  const [correction, ...more] = scene.taken();
  assert.equal(correction?.subject, 'Corrected: Summary by queue: 2026-03-01');
  assert.equal(correction.headers.get('in-reply-to'), report?.messageId);
  assert.notEqual(correction.messageId, report?.messageId);
  assert.deepEqual(
    correction.parts.flatMap(({ name }) => name ?? []),
    ['daily-2026-03-01-corrected.csv'],
  );
  scene.facts.openCalls.push(open);
  await scene.pass(3);
  scene.facts.openCalls.length = 0;
  await scene.pass(3);
  assert.deepEqual([more, scene.taken()], [[], []], 'corrected once');
  const versions = (await scene.log()).map(({ edition, state, hash }) => [edition, state, hash]);
  assert.deepEqual(
    versions.map(([edition, state]) => [edition, state]),
    [
      [1, 'done'],
      [0, 'done'],
    ],
  );
  assert.notEqual(versions[0]?.[2], versions[1]?.[2], 'the run log keeps both');
});

test('a schedule that is taken out of the file is not sent any more', async (t) => {
  const scene = await ScheduleScene.open(t, daily(), '2026-03-01T12:00:00Z');
  scene.room.mood = 'silent';
  await scene.lookAt('2026-03-02T05:00:10Z');
  scene.schedules = null;
  await scene.pass(5);
  assert.equal((await scene.log())[0]?.state, 'built', 'a file that cannot be read changes nothing');
  scene.schedules = [];
  await scene.pass(2);
  assert.equal((await scene.log())[0]?.state, 'failed');
});
