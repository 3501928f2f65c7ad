import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { postWebhook } from '../../src/reports/alerts/post-webhook.js';
import { WebHook } from '../support/web/web-hook.js';
import { AlertScene } from './alert-scene.js';

const BOTH = `alerts:
  - { name: full, when: callers-waiting, above: 0, mail: { to: [a@example.com, b@example.com] }, webhook: { url: "HOOK" } }
`;

test('by mail and by web hook, everybody his own; the hook gets what programs and chats read', async (t) => {
  const scene = await AlertScene.open(t, BOTH);
  await scene.enters();
  await scene.pass(10);
  assert.deepEqual(scene.room.accepted.flatMap(({ to }) => to).sort(), ['a@example.com', 'b@example.com']);
  const [posted, ...more] = scene.hook.posted;
  assert.deepEqual(more, []);
  assert.equal(posted?.path, '/hooks/s3cret');
  const { id, ...body } = posted.body;
  assert.deepEqual(body, {
    ...{ event: 'raised', alert: 'full', condition: 'callers-waiting', queue: 'sales' },
    ...{ figure: 1, limit: 0, worst: 1, unit: 'callers' },
    ...{ since: '2026-03-02T08:00:10.000Z', at: '2026-03-02T08:00:10.000Z' },
    text: 'Alert: sales, callers waiting: 1, limit 0 (full)\nSince 2026-03-02 10:00, Europe/Sofia.',
  });
  assert.equal(posted.headers['idempotency-key'], id);
  const everything = JSON.stringify([await scene.log(), scene.said]);
  assert.doesNotMatch(everything, /s3cret/, 'the address of a web hook is a secret');
});

test('places that hang hold up neither the others nor the next look', async (t) => {
  const scene = await AlertScene.open(t, BOTH);
  scene.hook.mood = 'hangs';
  scene.room.mood = (to) => (to.startsWith('a@') ? 'hangs-after-data' : 'takes');
  await scene.enters();
  scene.now += 10_000;
  const looking = scene.watch.look();
  while (scene.room.accepted.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(scene.room.accepted[0]?.to, ['b@example.com']);
  await scene.tell({ kind: 'gap', from: 1, to: 2, cause: 'facts are written on' });
  await Promise.all([looking, scene.watch.look()]);
  assert.equal(scene.hook.posted.length, 1, 'what is on its way is not sent by the next look');
  const open = (await scene.book.open()).map(({ target, state }) => `${target.split(':')[0] ?? ''} ${state}`);
  assert.deepEqual(open.sort(), ['mail handed-over', 'webhook handed-over']);
});

test('a place that is away is tried again with growing pauses, and the all-clear comes behind the alert', async (t) => {
  const scene = await AlertScene.open(t, BOTH);
  scene.hook.mood = 'fails';
  const enteredAt = scene.now;
  const call = await scene.enters();
  await scene.pass(10);
  await scene.leaves(call, enteredAt, 'hung-up');
  await scene.pass(320);
  assert.equal(scene.mailed().length, 4, 'alert and all-clear, twice');
  assert.equal(scene.hook.posted.length, 6, 'at once, and after 10, 30, 70, 150 and 310 s');
  scene.hook.mood = 'takes';
  scene.hook.posted.length = 0;
  await scene.pass(400);
  assert.deepEqual(
    scene.hook.posted.map(({ body }) => body['event']),
    ['raised', 'cleared'],
  );
  const log = await scene.log();
  assert.ok(log.every(({ state, mark }) => state === 'accepted' && mark === 'once'));
});

test('what broke off behind the last byte goes out again with the same id, and is marked', async (t) => {
  const scene = await AlertScene.open(t, BOTH.replace('a@example.com, ', ''));
  scene.hook.mood = 'cuts-after-body';
  scene.room.mood = 'cuts-after-data';
  await scene.enters();
  await scene.pass(10);
  scene.hook.mood = 'takes';
  scene.room.mood = 'takes';
  await scene.pass(20);
  assert.equal(scene.hook.posted.length, 2);
  assert.equal(new Set(scene.hook.posted.map(({ body }) => body['id'])).size, 1);
  assert.equal(scene.room.received.length, 2);
  assert.equal(new Set(scene.room.received.map(({ messageId }) => messageId)).size, 1);
  assert.ok((await scene.log()).every(({ state, mark }) => state === 'accepted' && mark === 'maybe-twice'));
});

test('what nobody takes for an hour is given up, and an alarm counts it', async (t) => {
  const scene = await AlertScene.open(t, BOTH);
  scene.hook.mood = 'fails';
  scene.room.mood = (to) => (to.startsWith('a@') ? 'bounces' : 'takes');
  await scene.enters();
  await scene.pass(10);
  assert.equal(scene.undelivered, 1, 'one bounced at once');
  await scene.pass(660);
  assert.equal(scene.undelivered, 2, 'what waits for ten minutes is late');
  for (let minutes = 0; minutes < 65; minutes += 5) {
    scene.now += 300_000;
    await scene.watch.look();
  }
  const states = (await scene.log()).map(({ target, state }) => [target.replace(/:.*/, ''), state].join(' '));
  assert.deepEqual(states.sort(), ['mail accepted', 'mail refused', 'webhook given-up']);
  assert.match(scene.said.join('\n'), /given up .*"said":"503 come back later"/);
});

test('an alert whose place is taken out of the file is not sent there any more', async (t) => {
  const scene = await AlertScene.open(t, BOTH);
  scene.hook.mood = 'fails';
  await scene.enters();
  await scene.pass(10);
  scene.hook.mood = 'takes';
  scene.alerts = (scene.alerts ?? []).map((alert) => ({ ...alert, destinations: [] }));
  await scene.pass(60);
  assert.equal(scene.hook.posted.length, 1);
  const notice = (await scene.log()).find(({ target }) => target.startsWith('webhook:'));
  assert.deepEqual([notice?.state, notice?.said], ['refused', 'the alert goes there no longer']);
});

test('a web hook: token from a file, nothing taken where nobody is, in doubt where nobody answers', async (t) => {
  const hook = await WebHook.open();
  const folder = mkdtempSync(join(tmpdir(), 'callplane-hook-'));
  t.after(async () => {
    await hook.close();
    rmSync(folder, { recursive: true });
  });
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, 't0ken\n');
  const order = { url: hook.url, tokenFile, id: 'x', body: '{}' };
  assert.deepEqual(await postWebhook(order), { kind: 'accepted', said: '200 ok' });
  assert.equal(hook.posted[0]?.headers.authorization, 'Bearer t0ken');
  hook.mood = 'hangs';
  assert.deepEqual(await postWebhook(order, 200), { kind: 'in-doubt', said: 'no end after 0.2 s' });
  const lost = await postWebhook({ ...order, tokenFile: join(folder, 'none') });
  assert.deepEqual([lost.kind, lost.said.slice(0, 6)], ['not-taken', 'ENOENT']);
  const nobody = await postWebhook({ ...order, url: 'http://127.0.0.1:9/' });
  assert.deepEqual([nobody.kind, nobody.said], ['not-taken', 'connect ECONNREFUSED 127.0.0.1:9']);
});
