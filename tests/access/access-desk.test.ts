import assert from 'node:assert/strict';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  addAccess,
  givePin,
  removePin,
  type AskedReach,
  listAccess,
  removeAccess,
  rotateAccess,
} from '../../src/access/access-desk.js';
import { tokenHash } from '../../src/access/access-file.js';
import type { NewPin } from '../../src/access/pin-entry.js';
import { AccessScene, IT, NOW, OLGA } from './access-scene.js';

test('a token is told once and kept as a hash, in a file that only its owner reads', async (t) => {
  const scene = new AccessScene(t);
  const token = await scene.add('olga', OLGA);
  assert.ok(!scene.text().includes(token), 'the token stands in the file');
  assert.deepEqual(await listAccess(scene.path), [
    {
      name: 'olga',
      role: 'supervisor',
      teams: ['en'],
      sha256: tokenHash(token),
      madeAt: '2026-03-02T09:00:00.000Z',
    },
  ]);
  assert.equal(statSync(scene.path).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(scene.folder), ['access.json']);
});

test('a rotated token has the same reach and another secret; a removed one is gone', async (t) => {
  const scene = new AccessScene(t);
  const old = await scene.add('anna', { role: 'agent', teams: [], agent: 'anna' });
  const fresh = await rotateAccess(scene.desk, 'anna');
  assert.notEqual(fresh, old);
  const [entry] = await listAccess(scene.path);
  assert.deepEqual([entry?.sha256, entry?.role === 'agent' ? entry.agent : ''], [tokenHash(fresh), 'anna']);
  await removeAccess(scene.desk, 'anna');
  assert.deepEqual(await listAccess(scene.path), []);
});

const fresh = (pin: string): NewPin => ({ pin, salt: '5a'.repeat(16) });

test('a PIN is told once and kept as a slow hash; another takes its place, and it can be taken away', async (t) => {
  const scene = new AccessScene(t);
  await scene.add('olga', OLGA);
  const watch = await scene.watch();
  assert.equal(await givePin(scene.desk, 'anna', fresh('004711')), '004711');
  assert.ok(!scene.text().includes('004711'), 'the PIN stands in the file');
  assert.equal(await watch.checkPin('anna', '004711'), 'none', 'the file is not looked at yet');
  await watch.look();
  assert.equal(await watch.checkPin('anna', '004711'), 'right');
  assert.equal(await watch.checkPin('anna', '4711'), 'wrong');
  assert.equal(await watch.checkPin('boris', '004711'), 'none');
  assert.equal(await watch.checkPin(null, '004711'), 'wrong');
  await givePin(scene.desk, 'anna', fresh('000815'));
  await watch.look();
  assert.equal(await watch.checkPin('anna', '004711'), 'wrong');
  assert.equal(await watch.checkPin('anna', '000815'), 'right');
  await removePin(scene.desk, 'anna');
  await watch.look();
  assert.equal(await watch.checkPin('anna', '000815'), 'none');
  const madeAt = new Date(NOW).toISOString();
  assert.deepEqual(
    scene.told.slice(-3).map(({ what, about, before, after }) => [what, about, before, after]),
    [
      ['access pin', 'anna', {}, { madeAt }],
      ['access pin', 'anna', { madeAt }, { madeAt }],
      ['access remove-pin', 'anna', { madeAt }, {}],
    ],
  );
  await assert.rejects(removePin(scene.desk, 'anna'), /has no PIN; give one with: callplane access pin anna/);
  await assert.rejects(
    givePin(scene.desk, 'anna petrova', fresh('1')),
    /right is the name of a team or agent/,
  );
  assert.equal((await listAccess(scene.path)).length, 1, 'tokens are left as they are');
});

test('a PIN that is not whole is refused, and a file of before has none', async (t) => {
  const scene = new AccessScene(t);
  const write = (pins: unknown): void => {
    writeFileSync(scene.path, JSON.stringify({ callplaneAccess: 1, tokens: [], pins, changes: [] }), {
      mode: 0o600,
    });
  };
  const whole = { agent: 'anna', salt: '0'.repeat(32), scrypt: '0'.repeat(64), madeAt: '2026-01-05' };
  write(undefined);
  assert.deepEqual(await listAccess(scene.path), []);
  for (const [pins, words] of [
    [{}, /"pins" must be a list/],
    [[null], /pins\[0\] is not whole/],
    [[{ ...whole, salt: '00' }], /pins\[0\] is not whole/],
    [[{ ...whole, scrypt: 'x'.repeat(64) }], /pins\[0\] is not whole/],
    [[{ ...whole, agent: '' }], /pins\[0\] is not whole/],
    [[{ ...whole, madeAt: 'never' }], /pins\[0\] is not whole/],
    [[whole, whole], /holds an agent twice/],
  ] as const) {
    write(pins);
    await assert.rejects(listAccess(scene.path), words);
  }
});

test('every change is kept with who, what, when, before and after, and without a hash', async (t) => {
  const scene = new AccessScene(t);
  const watch = await scene.watch();
  await scene.add('olga', OLGA);
  await rotateAccess(scene.desk, 'olga');
  await removeAccess(scene.desk, 'olga');
  await watch.look();
  const olga = { role: 'supervisor', teams: ['en'], agent: null, madeAt: new Date(NOW).toISOString() };
  assert.deepEqual(
    scene.told.map(({ what, before, after }) => ({ what, before, after })),
    [
      { what: 'access add', before: {}, after: olga },
      { what: 'access rotate', before: olga, after: olga },
      { what: 'access remove', before: olga, after: {} },
    ],
  );
  for (const change of scene.told) {
    assert.deepEqual(change.by, { name: 'root', role: 'command-line', request: null });
    assert.deepEqual([change.at, change.about], [NOW, 'olga']);
  }
  assert.equal(new Set(scene.told.map(({ id }) => id)).size, 3);
});

test('what does not fit is refused with what would be right, and changes nothing', async (t) => {
  const scene = new AccessScene(t);
  await scene.add('it', IT);
  const before = scene.text();
  const cases: readonly (readonly [string, AskedReach, RegExp])[] = [
    ['it', IT, /it has a token already.*callplane access rotate it/],
    ['../x', IT, /found the name "\.\.\/x"; right is up to 64 letters/],
    ['', IT, /found the name ""/],
    [
      'x',
      { ...IT, role: 'god' },
      /found the role "god"; right is administrator, supervisor, agent, read-only/,
    ],
    ['x', { role: 'supervisor', teams: [], agent: null }, /--team NAME/],
    ['x', { role: 'agent', teams: [], agent: null }, /--agent NAME/],
    ['x', { ...IT, teams: ['en'] }, /only a supervisor has teams/],
    ['x', { ...IT, agent: 'anna' }, /only the role agent has an agent/],
    ['x', { role: 'supervisor', teams: ['a b'], agent: null }, /found "a b"; right is the name of a team/],
  ];
  for (const [name, reach, says] of cases)
    await assert.rejects(
      scene.add(name, reach),
      (error: Error) => error.name === 'AccessFault' && says.test(error.message),
      name,
    );
  await assert.rejects(removeAccess(scene.desk, 'nobody'), /nobody is called nobody; there are it/);
  await assert.rejects(rotateAccess(scene.desk, 'nobody'), /nobody is called nobody/);
  assert.equal(scene.text(), before);
});

test('many changes at once: each is made whole or refused, none is lost', async (t) => {
  const scene = new AccessScene(t);
  const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
  const results = await Promise.allSettled(names.map((name) => scene.add(name, IT)));
  const made = names.filter((_, index) => results[index]?.status === 'fulfilled');
  assert.ok(made.length > 0);
  assert.deepEqual((await listAccess(scene.path)).map(({ name }) => name).sort(), [...made].sort());
  for (const result of results)
    if (result.status === 'rejected')
      assert.match(String(result.reason), /another "callplane access" is at work/);
});

test('a change that was cut off leaves the file whole and says what to do', async (t) => {
  const scene = new AccessScene(t);
  await scene.add('it', IT);
  writeFileSync(`${scene.path}.new`, '{"half":');
  await assert.rejects(scene.add('olga', OLGA), /was cut off\. When none runs: rm .*access\.json\.new/);
  assert.equal((await listAccess(scene.path)).length, 1);
});

test('what root changes stays the file of the user that Callplane runs as', async (t) => {
  const scene = new AccessScene(t);
  const folder = join(scene.folder, 'data');
  mkdirSync(folder);
  chownSync(folder, 4711, 4712);
  const desk = { ...scene.desk, path: join(folder, 'access.json') };
  await addAccess(desk, 'it', IT);
  assert.deepEqual([statSync(desk.path).uid, statSync(desk.path).gid], [4711, 4712]);
  chownSync(desk.path, 4713, 4712);
  await addAccess(desk, 'olga', OLGA);
  assert.equal(statSync(desk.path).uid, 4713);
});

test('a file that cannot be used is refused with its place and fault', async (t) => {
  const scene = new AccessScene(t);
  const entry = { name: 'it', role: 'administrator', sha256: 'a'.repeat(64), madeAt: '2026-03-02T09:00:00Z' };
  const file = (tokens: unknown, changes: unknown = []): string =>
    JSON.stringify({ callplaneAccess: 1, tokens, changes });
  const cases: readonly (readonly [string, RegExp])[] = [
    ['{', /access\.json is not JSON/],
    ['[]', /"callplaneAccess" is not 1/],
    ['{"callplaneAccess":2,"tokens":[],"changes":[]}', /of a later version/],
    [file({}), /"tokens" and "changes" must be lists/],
    [file([{ ...entry, token: 'plain' }]), /tokens\[0\]: "token" is not known here/],
    [file([{ ...entry, sha256: 'plain' }]), /tokens\[0\]: "sha256" must be 64/],
    [file([{ ...entry, role: 'root' }]), /tokens\[0\]: found the role "root"/],
    [file([{ ...entry, madeAt: 'today' }]), /tokens\[0\]: "madeAt"/],
    [file([{ ...entry, teams: 'en' }]), /"teams" must be a list/],
    [file([null]), /tokens\[0\]/],
    [file([entry, entry]), /the token of it stands there twice/],
    [file([entry, { ...entry, name: 'other' }]), /the token of other stands there twice/],
    [file([entry], [{}]), /one of "changes" is not whole/],
  ];
  for (const [text, says] of cases) {
    writeFileSync(scene.path, text, { mode: 0o600 });
    await assert.rejects(
      listAccess(scene.path),
      (error: Error) => error.name === 'AccessFault' && says.test(error.message),
      text,
    );
    await assert.rejects(scene.add('new', IT), says, 'a file with faults is not written over');
    assert.equal(scene.text(), text);
    assert.ok(!existsSync(`${scene.path}.new`));
  }
  writeFileSync(scene.path, file([entry]));
  chmodSync(scene.path, 0o640);
  await assert.rejects(listAccess(scene.path), /may be read or written by others \(mode 640\): chmod 600/);
});
