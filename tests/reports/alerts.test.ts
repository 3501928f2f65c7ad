import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlertScene, alertsIn, fourMondays, planText } from './alert-scene.js';

const MAIL = 'mail: { to: [boss@example.com] }';

function alert(rest: string, to = MAIL): string {
  return `alerts:\n  - { name: one, ${rest}, ${to} }\n`;
}

test('longest wait: told once, with an all-clear that answers it', async (t) => {
  const scene = await AlertScene.open(t, alert('when: longest-wait, above: 3m, queues: [sales]'));
  const enteredAt = scene.now;
  const call = await scene.enters();
  await scene.pass(180);
  assert.deepEqual(scene.mailed(), [], 'three minutes are not more than three minutes');
  await scene.pass(10);
  const [raised] = scene.room.accepted;
  assert.deepEqual(scene.mailed(), ['Alert: sales, longest wait 3:10, limit 3:00 (one)']);
  await scene.pass(120);
  assert.deepEqual(scene.mailed(), [], 'once per incident');
  await scene.leaves(call, enteredAt, 'answered');
  await scene.pass(270);
  assert.deepEqual(scene.mailed(), [], 'not clear until five minutes are over');
  await scene.pass(60);
  const [cleared] = scene.room.accepted;
  assert.deepEqual(scene.mailed(), ['All clear: sales, longest wait 0.0 s, limit 3:00 (one)']);
  assert.equal(cleared?.headers.get('in-reply-to'), raised?.messageId);
  assert.match(
    cleared?.parts[0]?.content.toString() ?? '',
    /^From 2026-03-02 10:03 to 2026-03-02 10:05, Europe\/Sofia; at worst 5:10\.$/m,
  );
  await scene.pass(60);
  assert.deepEqual(scene.mailed(), []);
});

test('whoever waits again within the five minutes belongs to the same incident; later it is another', async (t) => {
  const scene = await AlertScene.open(t, alert('when: callers-waiting, above: 1'));
  const wave = async (): Promise<void> => {
    const enteredAt = scene.now;
    const calls = [await scene.enters(), await scene.enters()];
    await scene.pass(20);
    for (const call of calls) await scene.leaves(call, enteredAt, 'hung-up');
  };
  await wave();
  await scene.pass(200);
  await wave();
  await scene.pass(290);
  assert.deepEqual(scene.mailed(), ['Alert: sales, callers waiting: 2, limit 1 (one)']);
  await scene.pass(30);
  assert.deepEqual(scene.mailed(), ['All clear: sales, callers waiting: 0, limit 1 (one)']);
  await wave();
  assert.deepEqual(scene.mailed(), ['Alert: sales, callers waiting: 2, limit 1 (one)']);
  const ids = (await scene.log()).map(({ messageId }) => messageId);
  assert.equal(new Set(ids).size, 3);
});

test('each queue is looked at by itself, and only those that are named', async (t) => {
  const scene = await AlertScene.open(t, alert('when: callers-waiting, above: 0, queues: [support]'));
  await scene.enters('sales');
  await scene.pass(10);
  assert.deepEqual(scene.mailed(), []);
  scene.alerts = alertsIn(alert('when: callers-waiting, above: 0'));
  await scene.enters('support');
  await scene.pass(10);
  assert.deepEqual([...scene.mailed()].sort(), [
    'Alert: sales, callers waiting: 1, limit 0 (one)',
    'Alert: support, callers waiting: 1, limit 0 (one)',
  ]);
});

test('service level of the last 30 minutes: those still waiting too long count, a few calls do not', async (t) => {
  const scene = await AlertScene.open(t, alert('when: service-level, below: 80%, at-least: 5'));
  const visit = async (waitMs: number): Promise<void> => {
    const enteredAt = scene.now;
    const call = await scene.enters();
    scene.now += waitMs;
    await scene.leaves(call, enteredAt, 'answered');
  };
  for (const waitMs of [5_000, 20_000, 10_000]) await visit(waitMs);
  await visit(20_001);
  await scene.pass(10);
  assert.deepEqual(scene.mailed(), [], '3 of 4 is 75 %, but of fewer than five');
  await visit(1_000);
  await scene.pass(10);
  assert.deepEqual(scene.mailed(), [], '4 of 5 is 80 %');
  await scene.enters();
  await scene.pass(20);
  assert.deepEqual(scene.mailed(), [], 'whoever waits for 20 s may still be answered in time');
  await scene.pass(10);
  assert.deepEqual(scene.mailed(), [
    'Alert: sales, service level of the last 30 min 66.7%, limit 80.0% (one)',
  ]);
  await scene.pass(35 * 60);
  assert.deepEqual(
    scene.mailed(),
    ['All clear: sales, service level of the last 30 min —, limit 80.0% (one)'],
    'half an hour later there is nothing to say',
  );
});

test('nobody signed in: after a minute, in the hours of the company only', async (t) => {
  const scene = await AlertScene.open(
    t,
    alert('when: nobody-signed-in, queues: [sales]'),
    '2026-03-02T08:50:00+02:00',
  );
  await scene.pass(9 * 60);
  assert.deepEqual(scene.mailed(), [], 'before nine nobody has to be there');
  await scene.pass(60);
  assert.deepEqual(scene.mailed(), [], 'at nine it begins');
  await scene.pass(60);
  assert.deepEqual(scene.mailed(), ['Alert: sales, nobody is signed in (one)']);
  await scene.agentIs('vera', 'available');
  await scene.pass(400);
  assert.deepEqual(scene.mailed(), [], 'Vera is in another queue');
  await scene.agentIs('boris', 'available');
  await scene.pass(310);
  assert.deepEqual(scene.mailed(), ['All clear: sales, signed in: 1 (one)']);
  await scene.agentIs('boris', 'signed-out');
  await scene.pass(70);
  assert.deepEqual(scene.mailed(), ['Alert: sales, nobody is signed in (one)']);
  scene.now = Date.parse('2026-03-02T18:00:00+02:00');
  await scene.pass(10);
  const [cleared] = scene.room.accepted;
  assert.deepEqual(scene.mailed(), ['All clear: sales, signed in: — (one)']);
  assert.match(
    cleared?.parts[0]?.content.toString() ?? '',
    /It is not looked at any more: its hours are over/,
  );
});

test('what is usual is told of once, and the next hour is another', async (t) => {
  const scene = await AlertScene.open(t, alert('when: unusual-load'), '2026-03-02T10:20:00+02:00');
  await fourMondays(scene);
  await scene.cameAt('2026-03-02T10:05:00+02:00', 32);
  await scene.enters();
  await scene.pass(10);
  assert.deepEqual(scene.mailed(), ['Alert: far more calls than usual in this hour: 33, limit 32 (one)']);
  await scene.cameAt('2026-03-02T10:40:00+02:00', 7);
  await scene.pass(40 * 60);
  assert.deepEqual(scene.mailed(), [], 'the next hour begins with no calls: no all-clear yet');
  await scene.pass(70 * 60);
  assert.match(scene.mailed().join(), /^All clear: far more calls than usual in this hour: 0, limit /);
});

test('what is usual is not said of too few weeks, of a gap, or of other numbers', async (t) => {
  const text = alert('when: unusual-load, numbers: ["+359 2 000 0001"]');
  const scene = await AlertScene.open(t, text, '2026-03-02T10:20:00+02:00');
  await fourMondays(scene);
  await scene.cameAt('2026-03-02T10:05:00+02:00', 60, '+35920000002');
  await scene.pass(10);
  assert.deepEqual(scene.mailed(), [], 'another number was called');
  await scene.cameAt('2026-03-02T10:05:00+02:00', 60);
  const gap = (day: string) => ({
    ...({ kind: 'gap', from: Date.parse(`${day}T10:10:00+02:00`), cause: 'x' } as const),
    to: Date.parse(`${day}T10:12:00+02:00`),
  });
  await scene.tell(gap('2026-02-09'), gap('2026-02-16'));
  await scene.restart();
  await scene.pass(10);
  assert.deepEqual(scene.mailed(), [], 'two weeks are left: too few');
});

test('hours that resemble one another by chance: a tenth of the mean is usual all the same', async (t) => {
  const scene = await AlertScene.open(t, alert('when: unusual-load'), '2026-03-02T10:20:00+02:00');
  for (const day of ['02', '09', '16', '23']) await scene.cameAt(`2026-02-${day}T10:30:00+02:00`, 20);
  await scene.cameAt('2026-03-02T10:05:00+02:00', 26);
  await scene.pass(10);
  assert.deepEqual(scene.mailed(), []);
  await scene.enters();
  await scene.pass(10);
  assert.deepEqual(scene.mailed(), ['Alert: far more calls than usual in this hour: 27, limit 26 (one)']);
});

test('an alert has to hold for as long as it says, without a break', async (t) => {
  const scene = await AlertScene.open(t, alert('when: callers-waiting, above: 0, for: 1m'));
  const enteredAt = scene.now;
  const call = await scene.enters();
  await scene.pass(60);
  await scene.leaves(call, enteredAt, 'hung-up');
  await scene.pass(10);
  await scene.enters();
  await scene.pass(60);
  assert.deepEqual(scene.mailed(), []);
  await scene.pass(10);
  assert.equal(scene.mailed().length, 1);
});

test('a restart in the middle of an incident tells nothing twice and forgets nothing', async (t) => {
  const scene = await AlertScene.open(t, alert('when: callers-waiting, above: 0'));
  const enteredAt = scene.now;
  const call = await scene.enters();
  await scene.pass(10);
  assert.equal(scene.mailed().length, 1);
  await scene.restart();
  await scene.pass(60);
  assert.deepEqual(scene.mailed(), []);
  await scene.leaves(call, enteredAt, 'hung-up');
  scene.now += 3_600_000;
  await scene.restart();
  await scene.pass(10);
  assert.deepEqual(scene.mailed(), ['All clear: sales, callers waiting: 0, limit 0 (one)']);
});

test('facts that are not all in the database, or a file that cannot be used, change nothing', async (t) => {
  const scene = await AlertScene.open(t, alert('when: callers-waiting, above: 0'));
  await scene.enters();
  scene.isBehind = true;
  await scene.pass(30);
  assert.equal(await scene.standing('one'), null);
  scene.isBehind = false;
  const { alerts } = scene;
  scene.alerts = null;
  await scene.pass(30);
  assert.equal(await scene.standing('one'), null);
  scene.alerts = alerts;
  await scene.pass(10);
  assert.equal(await scene.standing('one'), 'raised');
});

test('an alert or a queue that is gone stands no longer; a name that is wrong is told', async (t) => {
  const scene = await AlertScene.open(t, alert('when: callers-waiting, above: 0, queues: [sales, sails]'));
  await scene.enters();
  await scene.pass(20);
  assert.equal(scene.mailed().length, 1);
  const strangers = scene.said.filter((line) => line.includes('does not have'));
  assert.deepEqual(strangers, [
    'an alert names what the routing file does not have {"alert":"one","name":"sails"}',
  ]);
  await scene.planIs(planText({ queues: {} }));
  await scene.pass(10);
  assert.deepEqual(scene.mailed(), ['All clear: sales, callers waiting: —, limit — (one)']);
  await scene.planIs(planText(), scene.now + 1);
  await scene.pass(10);
  assert.equal(scene.mailed().length, 1);
  scene.alerts = [];
  await scene.pass(10);
  assert.equal(await scene.standing('one'), 'calm');
  assert.deepEqual(scene.mailed(), []);
});

test('in Russian, where the company or the alert says so', async (t) => {
  const scene = await AlertScene.open(t, alert('when: longest-wait, above: 1m, language: ru'));
  await scene.enters();
  await scene.pass(70);
  assert.deepEqual(scene.mailed(), ['Тревога: sales, самое долгое ожидание 1:10, предел 1:00 (one)']);
});
