import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
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
  written,
} from './journal-scene.js';

test('what was appended is read back in order, in pieces of any size', async (t) => {
  const folder = await scratchFolder(t);
  await written(folder, records(1, 500));
  for (const limit of [1, 7, 499, 500, 1000]) {
    const journal = reader(folder);
    assert.deepEqual(await readAll(journal, 0, limit), records(1, 500));
    await journal.close();
  }
});

test('records of one tick become durable together, and progress is told', async (t) => {
  const journal = await writer(await scratchFolder(t));
  const told: number[] = [];
  journal.onProgress((reached) => told.push(reached));
  for (const item of records(1, 10)) journal.append(item);
  assert.equal(journal.durable, 0);
  await durable(journal, 10);
  assert.deepEqual(told, [10]);
  await journal.close();
});

test('the power level syncs and tells the same', async (t) => {
  const folder = await scratchFolder(t);
  const journal = await writer(folder, { durability: 'power' });
  for (const item of records(1, 3)) journal.append(item);
  await durable(journal, 3);
  await journal.close();
  assert.deepEqual(await readAll(reader(folder)), records(1, 3));
});

test('a reader follows a journal that is being written, over the change of segments', async (t) => {
  const folder = await scratchFolder(t);
  const follower = reader(folder);
  assert.deepEqual(await follower.read({ sequence: 0 }, 10), []);
  const journal = await writer(folder, { segmentBytes: 2000 });
  let position = 0;
  for (let round = 0; round < 30; round += 1) {
    const list = records(round * 7 + 1, round * 7 + 7);
    for (const item of list) journal.append(item);
    await durable(journal, round * 7 + 7);
    assert.deepEqual(await readAll(follower, position, 3), list);
    position += 7;
  }
  assert.ok((await readdir(folder)).length > 5, 'there should be several segments');
  assert.deepEqual(await follower.read({ sequence: position }, 10), []);
  await journal.close();
  await follower.close();
});

test('reading begins at any position', async (t) => {
  const folder = await scratchFolder(t);
  await written(folder, records(1, 300), { segmentBytes: 3000 });
  const journal = reader(folder);
  for (const from of [0, 1, 150, 17, 299, 300]) {
    assert.deepEqual(await readAll(journal, from), records(from + 1, 300));
  }
  await journal.close();
});

test('a journal goes on where it ended, in a segment of its own', async (t) => {
  const folder = await scratchFolder(t);
  await written(folder, records(1, 5));
  const journal = await writer(folder);
  assert.equal(journal.next, 6);
  assert.equal(journal.durable, 5);
  for (const item of records(6, 9)) journal.append(item);
  await journal.close();
  assert.deepEqual(await readAll(reader(folder)), records(1, 9));
});

test('a record out of order is refused', async (t) => {
  const journal = await writer(await scratchFolder(t));
  journal.append(record(1));
  assert.throws(() => journal.append(record(3)), /Record 3 was appended where record 2 comes next/);
  await journal.close();
  assert.throws(() => journal.append(record(2)), /closed/);
});

test('a second writer is refused until the first has closed', async (t) => {
  const folder = await scratchFolder(t);
  const first = await writer(folder);
  await assert.rejects(writer(folder), /Another Callplane is writing the journal in/);
  await first.close();
  await (await writer(folder)).close();
});

test('a writer whose former is just ending waits for that, and says so; one that stays is told of', async (t) => {
  const folder = await scratchFolder(t);
  const log = new KeptLog();
  const first = await writer(folder);
  await assert.rejects(writer(folder, { inTurnWithinMs: 10 }), /Another Callplane is writing the journal in/);
  const second = writer(folder, { inTurnWithinMs: 30_000, log });
  await until('it to wait', () => log.lines.length === 1);
  await first.close();
  await (await second).close();
  assert.match(log.lines[0]?.message ?? '', /another process has the journal/);
});

test('after a start of the operating system the numbers leave a hole that readers accept', async (t) => {
  const folder = await scratchFolder(t);
  await written(folder, records(1, 5));
  const journal = await writer(folder, { boot: 'boot-2', beginAt: 1000 });
  assert.equal(journal.next, 1000);
  journal.append(record(1000));
  await journal.close();
  const follower = reader(folder);
  assert.deepEqual(await readAll(follower), [...records(1, 5), record(1000)]);
  // A reader that had seen records that the power cut took.
  assert.deepEqual(await readAll(reader(folder), 8), [record(1000)]);
  assert.deepEqual(await readAll(reader(folder), 5), [record(1000)]);
  await follower.close();
  await (await writer(folder, { boot: 'boot-2', beginAt: 5000 })).close();
  const again = await writer(folder, { boot: 'boot-2', beginAt: 5000 });
  assert.equal(again.next, 1001);
  await again.close();
});

test('a position beyond the end is answered with nothing and one warning', async (t) => {
  const folder = await scratchFolder(t);
  await written(folder, records(1, 5));
  const log = new KeptLog();
  const journal = reader(folder, log);
  assert.deepEqual(await journal.read({ sequence: 50 }, 10), []);
  assert.deepEqual(await journal.read({ sequence: 50 }, 10), []);
  assert.equal(log.lines.length, 1);
  await journal.close();
});

test('a journal of a newer version is refused with what to do, by reader and writer', async (t) => {
  const folder = await scratchFolder(t);
  const file = join(folder, 'segment-0000000000000001.journal');
  await writeFile(file, 'callplane-journal 9 first=1 after=0 boot=b\n');
  const message = /version 9, written by a newer Callplane; this one reads up to version 1/;
  await assert.rejects(reader(folder).read({ sequence: 0 }, 1), message);
  await assert.rejects(writer(folder), message);
});

test('a file that is no segment is named', async (t) => {
  const folder = await scratchFolder(t);
  await writeFile(join(folder, 'segment-0000000000000001.journal'), 'x'.repeat(300));
  await assert.rejects(
    reader(folder).read({ sequence: 0 }, 1),
    /does not begin with the line of a Callplane/,
  );
});

test('a large record travels whole', async (t) => {
  const folder = await scratchFolder(t);
  const large = {
    ...record(1),
    signal: { kind: 'key-pressed', leg: 'l', key: 'ж'.repeat(3_000_000) },
  } as const;
  await written(folder, [large, record(2)]);
  assert.deepEqual(await readAll(reader(folder)), [large, record(2)]);
});

test('a reader meets a segment whose first line is only being written', async (t) => {
  const folder = await scratchFolder(t);
  await written(folder, records(1, 3));
  await writeFile(join(folder, 'segment-0000000000000004.journal'), 'callplane-jou');
  const follower = reader(folder);
  assert.deepEqual(await readAll(follower), records(1, 3));
  await written(folder, records(4, 6));
  await until('the new segment to be read', async () => {
    const list = await follower.read({ sequence: 3 }, 10);
    return list.length === 3;
  });
  await follower.close();
});
