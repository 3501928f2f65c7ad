import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { WebHook } from '../support/web/web-hook.js';
import { command } from './support/command.js';
import { logOf, Site } from './support/site.js';
import { eventually, until } from './support/until.js';

const TOLD_WITHIN_MS = 60_000;

test('the running Callplane tells that nobody is signed in, once, whatever restarts; another alert is heard at once', async (t) => {
  const hook = await WebHook.open();
  t.after(() => hook.close());
  const site = new Site(t);
  const file = join(site.folder, 'schedules.yml');
  const alert = (name: string): string =>
    `  - { name: ${name}, when: nobody-signed-in, hours: always, for: 0s, webhook: { url: "${hook.url}" } }\n`;
  writeFileSync(file, `alerts:\n${alert('nobody')}`);
  const first = await site.launch({ CALLPLANE_SCHEDULES: file });
  const told = await eventually('the alert', () => hook.posted[0], TOLD_WITHIN_MS);
  assert.deepEqual(
    [told.body['event'], told.body['alert'], told.body['queue']],
    ['raised', 'nobody', 'main'],
  );
  await until('it to be written down', () =>
    logOf(first).some(({ message }) => message === 'an alert was delivered'),
  );
  const list = await command(first.environment, 'report', 'alerts');
  assert.match(
    list.out,
    /^nobody: nobody-signed-in, to webhook:127[^/]*\/[0-9a-f]{12}\n {2}raised for main since /,
  );
  assert.match(list.out, /Alert: main, nobody is signed in \(nobody\)\n {2}webhook:\S+: accepted, /);
  assert.equal(await first.stop(), 0);

  writeFileSync(file, `alerts:\n${alert('nobody')}${alert('second')}`);
  const second = await site.launch({ CALLPLANE_SCHEDULES: file });
  await eventually('the second alert', () => hook.posted[1], TOLD_WITHIN_MS);
  assert.deepEqual(
    hook.posted.map(({ body }) => body['alert']),
    ['nobody', 'second'],
    'the first was not told again',
  );
  assert.equal(await second.stop(), 0);
});
