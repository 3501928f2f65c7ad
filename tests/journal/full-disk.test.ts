import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { JournalRecord } from '../../src/ports/journal.js';
import { durable, KeptLog, readAll, reader, records, until, writer } from './journal-scene.js';

/** A disk of 64 kB. */
async function smallDisk(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callplane-small-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
  t.after(async () => {
    execFileSync('umount', [folder]);
    await rmdir(folder);
  });
  return folder;
}

async function everything(folder: string): Promise<readonly JournalRecord[]> {
  const journal = reader(folder);
  const all = await readAll(journal);
  await journal.close();
  return all;
}

test('a full disk is reported once, loses nothing, and writing goes on when there is space again', async (t) => {
  const folder = await smallDisk(t);
  const filler = join(folder, 'filler');
  await writeFile(filler, Buffer.alloc(48 * 1024));
  const log = new KeptLog();
  const journal = await writer(folder, { log, retryMs: 5, segmentBytes: 4096 });
  const errors: (Error | null)[] = [];
  journal.onProgress((_, error) => errors.push(error));
  for (const item of records(1, 200)) journal.append(item);
  await until('the disk to refuse', () => errors.some((error) => error !== null));
  assert.match(errors.find((error) => error !== null)?.message ?? '', /ENOSPC/);
  assert.ok(log.has('error', /the disk refuses the journal/));
  for (const item of records(201, 250)) journal.append(item);
  assert.ok(journal.durable < 200);
  assert.ok(journal.backlog > 0);

  await rm(filler);
  await durable(journal, 250);
  assert.equal(errors.at(-1), null);
  assert.ok(log.has('info', /the disk takes the journal again/));
  assert.equal(log.lines.filter((line) => line.level === 'error').length, 1);
  await journal.close();
  assert.deepEqual(await everything(folder), records(1, 250));
});

test('what waits for a full disk is bounded; a record beyond is refused with what to do', async (t) => {
  const folder = await smallDisk(t);
  await writeFile(join(folder, 'filler'), Buffer.alloc(64 * 1024));
  const journal = await writer(folder, { retryMs: 5, backlogLimit: 1500 });
  const appendAll = (): void => records(1, 100).forEach((item) => journal.append(item));
  assert.throws(appendAll, /wait for the disk and no more fit into memory.*Free space/s);
  assert.ok(journal.backlog > 0.8 && journal.backlog <= 1);
  await assert.rejects(journal.close(), /closed while the disk refused it: \d+ records are not written/);
});

test('a snapshot that finds no space leaves nothing half-written and the journal goes on', async (t) => {
  const folder = await smallDisk(t);
  const log = new KeptLog();
  const journal = await writer(folder, { log });
  for (const item of records(1, 3)) journal.append(item);
  journal.snapshot(3, 1, ['x'.repeat(100 * 1024)]);
  await until('the warning', () => log.has('warn', /a snapshot could not be written/));
  for (const item of records(4, 6)) journal.append(item);
  await journal.close();
  assert.equal(await reader(folder).newestSnapshot(), null);
  assert.deepEqual(await everything(folder), records(1, 6));
});
