import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccessCommands, Since, ToldChange } from '../../src/cli/access-commands.js';
import { run } from './run.js';

test('access makes, lists, renews and takes tokens; the token alone is on standard output', async () => {
  const asked: unknown[] = [];
  const commands: AccessCommands = {
    list: () =>
      Promise.resolve([
        { name: 'it', role: 'administrator', teams: [], agent: null, madeAt: '2026-01-05' },
        { name: 'olga', role: 'supervisor', teams: ['en', 'ru'], agent: null, madeAt: '2026-01-05' },
        { name: 'desk', role: 'agent', teams: [], agent: 'anna', madeAt: '2026-01-05' },
      ]),
    add: (name, reach) => {
      asked.push([name, reach]);
      return Promise.resolve('callplane_secret');
    },
    rotate: (name) => Promise.resolve(`callplane_new-of-${name}`),
    remove: (name) => {
      asked.push(name);
      return Promise.resolve();
    },
    givePin: (agent) => Promise.resolve(agent === 'anna' ? '004711' : 'another'),
    removePin: (agent) => {
      asked.push(agent);
      return Promise.resolve();
    },
  };
  const access = (): Promise<AccessCommands> => Promise.resolve(commands);
  const added = await run(['access', 'add', 'olga', '--role', 'supervisor', '--team', 'en', '--team', 'ru'], {
    access,
  });
  assert.deepEqual([added.code, added.out], [0, 'callplane_secret\n']);
  assert.match(added.err, /shown once/);
  await run(['access', 'add', 'desk', '--role', 'agent', '--agent', 'anna'], { access });
  assert.equal((await run(['access', 'rotate', 'olga'], { access })).out, 'callplane_new-of-olga\n');
  assert.equal((await run(['access', 'remove', 'olga'], { access })).out, 'olga has no access any more\n');
  const pin = await run(['access', 'pin', 'anna'], { access });
  assert.deepEqual(
    [pin.out, pin.err],
    [
      '004711\n',
      'This PIN is shown once and kept nowhere:\n(if wrong ones have locked the old one: callplane agent unlock-pin anna)\n',
    ],
  );
  const gone = await run(['access', 'remove-pin', 'anna'], { access });
  assert.equal(gone.out, 'anna has no PIN any more\n');
  assert.deepEqual(asked, [
    ['olga', { role: 'supervisor', teams: ['en', 'ru'], agent: null }],
    ['desk', { role: 'agent', teams: [], agent: 'anna' }],
    'olga',
    'anna',
  ]);
  assert.equal(
    (await run(['access', 'list'], { access })).out,
    'it: administrator, since 2026-01-05\nolga: supervisor of en, ru, since 2026-01-05\n' +
      'desk: agent anna, since 2026-01-05\n',
  );
  assert.equal((await run(['access', 'add', 'x'], { access })).code, 2, 'a role must be given');
  assert.equal((await run(['access', 'add', 'x', '--role', 'god'], { access })).code, 2);
});

test('audit prints one line per change since when it is asked for', async () => {
  const asked: Since[] = [];
  const audit = (since: Since): Promise<readonly ToldChange[]> => {
    asked.push(since);
    const by = { name: 'olga', role: 'supervisor', request: 'r-7' };
    const change = {
      at: Date.UTC(2026, 0, 5),
      by,
      what: 'pause',
      about: 'anna',
      before: { pause: null },
      after: { pause: 'lunch' },
    };
    return Promise.resolve([change]);
  };
  const line =
    '2026-01-05T00:00:00.000Z olga (supervisor) request r-7: pause anna {"pause":null} -> {"pause":"lunch"}\n';
  assert.equal((await run(['audit'], { audit })).out, line);
  await run(['audit', '--since', '30m'], { audit });
  await run(['audit', '--since', '2026-03-02'], { audit });
  await run(['audit', '--since', '2026-03-02T08:00Z'], { audit });
  assert.deepEqual(asked, [
    { ago: 7 * 86_400_000 },
    { ago: 30 * 60_000 },
    { at: Date.UTC(2026, 2, 2) },
    { at: Date.UTC(2026, 2, 2, 8) },
  ]);
  for (const wrong of ['yesterday', '2026-13-01', '5w', ''])
    assert.equal((await run(['audit', '--since', wrong], { audit })).code, 2, wrong);
});
