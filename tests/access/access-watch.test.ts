import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { removeAccess, rotateAccess } from '../../src/access/access-desk.js';
import { checkAccess } from '../../src/access/access-watch.js';
import { AccessScene, FIRST, IT, NOW, OLGA } from './access-scene.js';

test('who has a token is known by it, as he was entered', async (t) => {
  const scene = new AccessScene(t);
  const it = await scene.add('it', IT);
  const olga = await scene.add('olga', OLGA);
  const anna = await scene.add('anna', { role: 'agent', teams: [], agent: 'anna' });
  const wall = await scene.add('wall', { role: 'read-only', teams: [], agent: null });
  const { identify } = await scene.watch();
  assert.deepEqual(identify(it), { name: 'it', role: 'administrator' });
  assert.deepEqual(identify(olga), { name: 'olga', role: 'supervisor', teams: ['en'] });
  assert.deepEqual(identify(anna), { name: 'anna', role: 'agent', agent: 'anna' });
  assert.deepEqual(identify(wall), { name: 'wall', role: 'read-only' });
  assert.deepEqual(identify(FIRST), { name: 'first-token', role: 'administrator' });
  for (const wrong of ['', `${FIRST}x`, FIRST.slice(1), 'wall']) assert.equal(identify(wrong), null);
});

test('what changes takes effect without a restart', async (t) => {
  const scene = new AccessScene(t);
  const watch = await scene.watch();
  const olga = await scene.add('olga', OLGA);
  assert.equal(watch.identify(olga), null);
  await watch.look();
  assert.equal(watch.identify(olga)?.name, 'olga');
  const fresh = await rotateAccess(scene.desk, 'olga');
  await watch.look();
  assert.equal(watch.identify(olga), null, 'the old token is void');
  assert.equal(watch.identify(fresh)?.name, 'olga');
  await removeAccess(scene.desk, 'olga');
  await watch.look();
  assert.equal(watch.identify(fresh), null);
});

test('a file that is broken meanwhile leaves access as it was, and says so once; one that is gone lets nobody in', async (t) => {
  const scene = new AccessScene(t);
  const it = await scene.add('it', IT);
  const whole = scene.text();
  const watch = await scene.watch();
  writeFileSync(scene.path, '{');
  await watch.look();
  await watch.look();
  assert.equal(watch.identify(it)?.name, 'it');
  assert.equal(
    scene.log.lines.filter((line) => line.message.includes('access file cannot be used')).length,
    1,
  );
  writeFileSync(scene.path, whole);
  await watch.look();
  assert.equal(watch.identify(it)?.name, 'it');
  rmSync(scene.path);
  await watch.look();
  assert.equal(watch.identify(it), null);
  assert.equal(watch.identify(FIRST)?.role, 'administrator');
});

test('a change is told once in a process, and not again when it was long before', async (t) => {
  const scene = new AccessScene(t);
  await scene.add('it', IT);
  const watch = await scene.watch();
  await watch.look();
  await scene.add('olga', OLGA);
  await watch.look();
  assert.deepEqual(
    scene.told.map(({ about }) => about),
    ['it', 'olga'],
  );
  await scene.watch(FIRST, NOW + 1);
  assert.equal(scene.told.length, 2);
  await scene.watch(FIRST, NOW);
  assert.equal(scene.told.length, 4);
});

test('without any administrator nothing starts, and the message says how to get one', async (t) => {
  const scene = new AccessScene(t);
  const nobody = { path: scene.path, firstToken: null };
  await assert.rejects(
    checkAccess(nobody),
    /CALLPLANE_API_TOKEN is not set, and .*holds no administrator.*openssl rand/s,
  );
  await scene.add('olga', OLGA);
  await assert.rejects(scene.watch(null), /callplane access add NAME --role administrator/);
  await checkAccess({ path: scene.path, firstToken: FIRST });
  await scene.add('it', IT);
  await checkAccess(nobody);
});
