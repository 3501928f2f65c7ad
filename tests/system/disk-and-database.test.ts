import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { freshDatabase, startServers, type Servers } from '../store/databases.js';
import type { Callplane } from '../support/callplane/callplane.js';
import { freePort } from '../support/callplane/free-port.js';
import { Door } from './support/door.js';
import { storedFacts } from './support/facts.js';
import { logOf, toldOf } from './support/site.js';
import { agentIs, agentOf, readinessIs, readinessOf, Stage } from './support/stage.js';
import { until } from './support/until.js';

let stage: Stage;
let servers: Servers;
before(async () => {
  stage = await Stage.open('system-disk');
  servers = await startServers('system', 'mariadb');
});
after(async () => {
  await stage.close();
  await servers.stop();
});

/** A disk of 16 MB for the data folder. */
function smallDisk(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder]);
  t.after(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmdirSync(folder);
  });
  return folder;
}

/** Takes all the space that is left; what is returned takes it no more. */
function fill(folder: string): string {
  const filler = join(folder, 'filler');
  for (;;) {
    try {
      writeFileSync(filler, Buffer.alloc(4096), { flag: 'a' });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return filler;
      throw error;
    }
  }
}

/** The last started page of a file may still take something: so much is asked that it overflows. */
async function writeUntilRefused(callplane: Callplane): Promise<void> {
  await until('the disk to refuse', async () => {
    await callplane.api('POST', '/api/agents/boris/pause', { reason: 'disk' });
    await callplane.api('POST', '/api/agents/boris/resume');
    const reasons = (await readinessOf(callplane))?.reasons ?? [];
    return reasons.some((reason) => reason.includes('journal cannot be written'));
  });
}

test('a full disk: it says so, calls go on, and what waited is written when there is space', async (t) => {
  const site = stage.site(t);
  const disk = smallDisk(t);
  const callplane = await site.start({ CALLPLANE_DATA: disk, CALLPLANE_JOURNAL_ALARM_MB: '4' });
  const talk = await stage.talkTo(callplane, 'anna');
  await callplane.api('POST', '/api/agents/boris/sign-in');
  await agentIs(callplane, 'boris', 'available');
  await readinessIs(callplane, 'ready');

  const filler = fill(disk);
  await until('the alarm', () =>
    logOf(callplane).some(({ message, level }) => level === 'error' && /MB left/.test(message)),
  );
  await writeUntilRefused(callplane);
  assert.match(await readinessIs(callplane, 'degraded'), /journal cannot be written.*ENOSPC/);
  await stage.nobodyHangsUp(talk);
  await stage.talkTo(callplane, 'boris');
  const refusals = await toldOf(callplane, /the disk refuses the journal/, 1);
  assert.equal(refusals.length, 1, 'it says so once');
  assert.match(JSON.stringify(refusals[0]), /free space on the disk of the data folder/);

  rmSync(filler);
  await readinessIs(callplane, 'ready');
  await stage.everybodyHangsUp();
  await agentIs(callplane, 'anna', 'available');
  await agentIs(callplane, 'boris', 'available');
  assert.equal(await callplane.stop(), 0, callplane.logTail());
  const facts = await storedFacts({ sqliteFile: join(disk, 'callplane.sqlite') });
  assert.deepEqual(
    [facts.calls.length, facts.openCalls, facts.conversations.length],
    [2, 0, 2],
    callplane.logTail(200),
  );
});

test('without its database it handles calls and says so; the facts arrive when the database comes', async (t) => {
  const database = new URL(await freshDatabase(servers.url('mariadb')));
  const door = new Door(await freePort(), { host: database.hostname, port: Number(database.port) });
  t.after(() => door.close());
  const behindDoor = new URL(database);
  behindDoor.host = `127.0.0.1:${door.port}`;

  const callplane = await stage.site(t).launch({ DATABASE_URL: behindDoor.href });
  assert.match(await readinessIs(callplane, 'degraded'), /facts wait in the journal/);
  const call = await stage.talkTo(callplane, 'anna');
  await stage.hangUp(call);
  await agentIs(callplane, 'anna', 'available');
  const told = await toldOf(callplane, /the database cannot be used/, 1);
  assert.equal(told.length, 1, 'it says so once');
  assert.match(told[0]?.message ?? '', /facts wait in the journal: .*(refused|answers|reach)/i);
  assert.ok(!callplane.logTail(200).includes(database.password), 'the password stands in the log');

  await door.open();
  await readinessIs(callplane, 'ready');
  await until('the call in the database', async () => {
    const { calls, conversations } = await storedFacts({ url: database.href });
    return calls.length === 1 && conversations.length === 1;
  });
  const { changes } = await storedFacts({ url: database.href });
  assert.deepEqual(
    changes.map(({ what, about, by }) => [what, about, by.name]),
    [
      ['reload', 'routing', 'start'],
      ['sign-in', 'anna', 'first-token'],
    ],
    'what was changed without the database is in it',
  );

  // Away once more in the middle of work: the same, without a restart.
  door.close();
  const next = await stage.talkTo(callplane, 'anna');
  await stage.hangUp(next);
  await agentIs(callplane, 'anna', 'available');
  assert.equal((await agentOf(callplane, 'anna')).missedInRow, 0);
  await door.open();
  await until('the second call in the database', async () => {
    const { calls } = await storedFacts({ url: database.href });
    return calls.length === 2;
  });
  assert.equal(await callplane.stop(), 0, callplane.logTail());
});
