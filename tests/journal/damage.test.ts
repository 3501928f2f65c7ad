import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  KeptLog,
  readAll,
  reader,
  record,
  records,
  scratchFolder,
  writer,
  written,
} from './journal-scene.js';

const FIRST = 'segment-0000000000000001.journal';

/** Runs the case on a fresh folder that holds one segment with these bytes. */
async function withSegment<T>(bytes: Buffer, run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'callplane-journal-'));
  try {
    await writeFile(join(folder, FIRST), bytes);
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function wholeSegment(folder: string, count: number): Promise<Buffer> {
  await written(folder, records(1, count));
  return readFile(join(folder, FIRST));
}

test('cut at every byte, the reader returns the whole records and the writer goes on behind them', async (t) => {
  const bytes = await wholeSegment(await scratchFolder(t), 4);
  for (let length = 0; length < bytes.length; length += 1) {
    await withSegment(bytes.subarray(0, length), async (folder) => {
      const found = await readAll(reader(folder));
      assert.deepEqual(found, records(1, found.length), `cut at byte ${length}`);
      const journal = await writer(folder);
      assert.equal(journal.next, found.length + 1, `cut at byte ${length}`);
      journal.append(record(journal.next));
      await journal.close();
      assert.deepEqual(await readAll(reader(folder)), records(1, found.length + 1), `cut at byte ${length}`);
    });
  }
});

test('a byte changed anywhere behind the first line: the reader returns a prefix, never rubbish', async (t) => {
  const bytes = await wholeSegment(await scratchFolder(t), 6);
  const header = bytes.indexOf(0x0a) + 1;
  for (let at = header; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
    await withSegment(changed, async (folder) => {
      const found = await readAll(reader(folder));
      assert.deepEqual(found, records(1, found.length), `changed at byte ${at}`);
      assert.ok(found.length < 6, `the change at byte ${at} must be seen`);
    });
  }
});

test('any bytes behind whole records are never taken for records', async (t) => {
  const bytes = await wholeSegment(await scratchFolder(t), 3);
  const rubbish = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.stringMatching(/^[0-9a-f ]{0,40}\n?$/).map((text) => Buffer.from(text)),
    fc.constant(new Uint8Array(4096)),
  );
  await fc.assert(
    fc.asyncProperty(rubbish, async (tail) =>
      withSegment(Buffer.concat([bytes, tail]), async (folder) => {
        assert.deepEqual(await readAll(reader(folder)), records(1, 3));
        const journal = await writer(folder);
        assert.equal(journal.next, 4);
        journal.append(record(4));
        await journal.close();
        assert.deepEqual(await readAll(reader(folder)), records(1, 4));
      }),
    ),
    { numRuns: 150, seed: 20260801 },
  );
});

test('a torn last record is cut off with a warning; what is more is kept beside the segment', async (t) => {
  const folder = await scratchFolder(t);
  const bytes = await wholeSegment(folder, 4);
  const log = new KeptLog();
  await truncate(join(folder, FIRST), bytes.length - 5);
  await (await writer(folder, { log })).close();
  assert.ok(log.has('warn', /cut off what a crash left/));
  assert.deepEqual(await readdir(folder), [FIRST]);

  const zeroed = Buffer.from(bytes);
  zeroed.fill(0, bytes.length - 150, bytes.length - 100);
  await writeFile(join(folder, FIRST), zeroed);
  await (await writer(folder)).close();
  const names = (await readdir(folder)).sort();
  assert.equal(names.length, 2);
  assert.match(names[1] ?? '', /^segment-0000000000000001\.journal\.cut-\d+$/);
});

test('damage in front of a newer segment is an error that names file and place', async (t) => {
  const folder = await scratchFolder(t);
  const bytes = await wholeSegment(folder, 4);
  await written(folder, records(5, 6));
  bytes[bytes.length - 20] = 0x21;
  await writeFile(join(folder, FIRST), bytes);
  const journal = reader(folder);
  const found = journal.read({ sequence: 0 }, 100);
  await assert.rejects(found, /segment-0000000000000001\.journal is damaged at byte \d+, behind record 3/);
  await journal.close();
});

test('a segment that is missing in the middle is an error that names the records', async (t) => {
  const folder = await scratchFolder(t);
  await written(folder, records(1, 3));
  await written(folder, records(4, 6));
  await written(folder, records(7, 9));
  await rm(join(folder, 'segment-0000000000000004.journal'));
  await assert.rejects(readAll(reader(folder)), /The records 4 to 6 are missing/);
});

test('a position whose records were deleted is an error, the beginning of what is left is not', async (t) => {
  const folder = await scratchFolder(t);
  await written(folder, records(1, 3));
  await written(folder, records(4, 6));
  await rm(join(folder, FIRST));
  await assert.rejects(readAll(reader(folder), 2), /The records after 2 are not in the journal any more/);
  assert.deepEqual(await readAll(reader(folder)), records(4, 6));
});

test('a segment under another name, or with a first line that cannot be, is an error that says so', async (t) => {
  const folder = await scratchFolder(t);
  const bytes = await wholeSegment(folder, 3);
  await rm(join(folder, FIRST));
  await writeFile(join(folder, 'segment-0000000000000010.journal'), bytes);
  await assert.rejects(readAll(reader(folder)), /which does not fit its name/);
  await rm(join(folder, 'segment-0000000000000010.journal'));
  await writeFile(join(folder, FIRST), bytes.toString('latin1').replace('after=0', 'after=1'), 'latin1');
  await assert.rejects(readAll(reader(folder)), /which does not fit its name/);
});
