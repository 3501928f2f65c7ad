import assert from 'node:assert/strict';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { SnapshotKeeper } from '../../src/journal/snapshot-keeper.js';
import type { JournalWriter } from '../../src/ports/journal.js';
import {
  durable,
  KeptLog,
  readAll,
  reader,
  record,
  records,
  scratchFolder,
  until,
  writer,
} from './journal-scene.js';

const has = async (folder: string, name: string): Promise<boolean> => (await readdir(folder)).includes(name);
const nameOf = (sequence: number): string => `state-${String(sequence).padStart(16, '0')}.snapshot`;

async function grow(journal: JournalWriter, to: number): Promise<void> {
  for (const item of records(journal.next, to)) journal.append(item);
  await durable(journal, to);
}

async function snapshotAt(journal: JournalWriter, folder: string, sequence: number): Promise<void> {
  journal.snapshot(sequence, 5000 + sequence, [`{"as of":${sequence},`, '"ü":"ж"}']);
  await until(`snapshot ${sequence}`, () => has(folder, nameOf(sequence)));
}

test('the newest snapshot is loaded', async (t) => {
  const folder = await scratchFolder(t);
  const journal = await writer(folder);
  assert.equal(await reader(folder).newestSnapshot(), null);
  await grow(journal, 10);
  await snapshotAt(journal, folder, 5);
  await snapshotAt(journal, folder, 9);
  const newest = await reader(folder).newestSnapshot();
  assert.deepEqual(newest, { sequence: 9, at: 5009, state: '{"as of":9,"ü":"ж"}' });
  await journal.close();
});

test('a snapshot waits until its records are durable', async (t) => {
  const folder = await scratchFolder(t);
  const keeper = new SnapshotKeeper(folder, new KeptLog(), null);
  keeper.take({ sequence: 3, at: 1, state: ['state'] }, 2);
  await keeper.settled();
  assert.deepEqual(await readdir(folder), []);
  keeper.durable(3);
  await keeper.settled();
  assert.deepEqual(await readdir(folder), [nameOf(3)]);
});

test('a snapshot asked for before its records are on the disk is there when the journal has closed', async (t) => {
  const folder = await scratchFolder(t);
  const journal = await writer(folder);
  for (const item of records(1, 3)) journal.append(item);
  journal.snapshot(3, 1, ['state']);
  await journal.close();
  assert.equal((await reader(folder).newestSnapshot())?.sequence, 3);
});

test('a snapshot that is damaged, cut or of a newer version is passed over with a warning', async (t) => {
  const folder = await scratchFolder(t);
  const journal = await writer(folder);
  await grow(journal, 20);
  await snapshotAt(journal, folder, 5);
  await snapshotAt(journal, folder, 9);
  await journal.close();
  const whole = await readFile(join(folder, nameOf(9)));
  const changed = Buffer.from(whole);
  changed[whole.length - 3] = 0x21;
  const newer = Buffer.from(whole.toString('utf8').replace('callplane-snapshot 1', 'callplane-snapshot 2'));
  for (const bytes of [changed, whole.subarray(0, whole.length - 1), newer, Buffer.alloc(0)]) {
    await writeFile(join(folder, nameOf(9)), bytes);
    const log = new KeptLog();
    assert.equal((await reader(folder, log).newestSnapshot())?.sequence, 5);
    assert.ok(log.has('warn', /a snapshot does not load/));
  }
});

test('old segments go only when two snapshots and every reader have passed them', async (t) => {
  const folder = await scratchFolder(t);
  const journal = await writer(folder, { segmentBytes: 500 });
  for (let upTo = 10; upTo <= 100; upTo += 10) await grow(journal, upTo);
  const before = (await readdir(folder)).length;
  assert.ok(before > 5);

  await snapshotAt(journal, folder, 90);
  await snapshotAt(journal, folder, 95);
  await snapshotAt(journal, folder, 97);
  await until('the oldest of three snapshots to go', async () => !(await has(folder, nameOf(90))));
  assert.deepEqual(await readAll(reader(folder)), records(1, 100), 'nothing was released');
  assert.equal(await reader(folder).isComplete(), true);

  journal.release(40);
  await snapshotAt(journal, folder, 98);
  await until(
    'the released segments to go, of which record 31 begins the last',
    async () => !(await has(folder, 'segment-0000000000000031.journal')),
  );
  const kept = await readAll(reader(folder));
  assert.equal(await reader(folder).isComplete(), false);
  assert.ok((kept[0]?.sequence ?? 0) > 1 && (kept[0]?.sequence ?? 0) <= 41);
  assert.deepEqual(await readAll(reader(folder), 40), records(41, 100));

  journal.release(1000);
  await snapshotAt(journal, folder, 100);
  await until(
    'segments behind the older snapshot only, which record 91 begins',
    async () => !(await has(folder, 'segment-0000000000000081.journal')),
  );
  assert.deepEqual(await readAll(reader(folder)), records(91, 100));
  await journal.close();
});

test('segments that nobody needs stay for as long as they are kept, for a database that comes back', async (t) => {
  const folder = await scratchFolder(t);
  const journal = await writer(folder, {
    segmentBytes: 500,
    keep: { forMs: 3_600_000, now: () => Date.now() },
  });
  for (let upTo = 10; upTo <= 100; upTo += 10) await grow(journal, upTo);
  journal.release(1000);
  const old = new Date(Date.now() - 3_700_000);
  await utimes(join(folder, 'segment-0000000000000001.journal'), old, old);
  await snapshotAt(journal, folder, 99);
  await snapshotAt(journal, folder, 100);
  await until(
    'the one that is old to go',
    async () => !(await has(folder, 'segment-0000000000000001.journal')),
  );
  const kept = await readAll(reader(folder));
  assert.ok((kept[0]?.sequence ?? 0) < 21);
  assert.equal(kept.at(-1)?.sequence, 100);
  await journal.close();
});

test('a journal whose records behind the snapshot were lost goes on behind the snapshot', async (t) => {
  const folder = await scratchFolder(t);
  const journal = await writer(folder);
  await grow(journal, 10);
  await snapshotAt(journal, folder, 10);
  await journal.close();
  const segment = join(folder, 'segment-0000000000000001.journal');
  const bytes = await readFile(segment);
  await writeFile(segment, bytes.subarray(0, bytes.length - 200));
  const again = await writer(folder);
  assert.equal(again.next, 11);
  await grow(again, 12);
  await again.close();
  assert.deepEqual(await readAll(reader(folder), 10), records(11, 12));
});

test('a snapshot of an empty journal is written at once', async (t) => {
  const folder = await scratchFolder(t);
  const journal = await writer(folder, { beginAt: 5000 });
  await snapshotAt(journal, folder, 0);
  for (const sequence of [5000, 5001]) journal.append(record(sequence));
  await journal.close();
  assert.equal((await reader(folder).newestSnapshot())?.sequence, 0);
  assert.deepEqual(await readAll(reader(folder), 0), [record(5000), record(5001)]);
  assert.equal(await reader(folder).isComplete(), true);
});

test('a snapshot whose first line tells another sequence than its name is passed over', async (t) => {
  const folder = await scratchFolder(t);
  const journal = await writer(folder);
  await grow(journal, 20);
  await snapshotAt(journal, folder, 5);
  await snapshotAt(journal, folder, 9);
  await journal.close();
  const whole = await readFile(join(folder, nameOf(9)), 'utf8');
  await writeFile(join(folder, nameOf(9)), whole.replace('sequence=9', 'sequence=8'));
  const log = new KeptLog();
  assert.equal((await reader(folder, log).newestSnapshot())?.sequence, 5);
  assert.ok(log.has('warn', /does not load/));
});
