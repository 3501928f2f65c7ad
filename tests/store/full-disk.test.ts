import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openStore } from '../../src/store/open-store.js';
import { anArrival, recordsOf, silentLog } from './sample-facts.js';

const DISK_KB = 1024;
const PAGE_KB = 4;

function smallDisk(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'callplane-store-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_KB}k`, 'tmpfs', folder]);
  t.after(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmdirSync(folder);
  });
  return folder;
}

/** Leaves so much room on the disk and no more. */
function leave(filler: string, freeKb: number): void {
  writeFileSync(filler, '');
  for (;;) {
    try {
      writeFileSync(filler, Buffer.alloc(PAGE_KB * 1024), { flag: 'a' });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      truncateSync(filler, Math.max(0, statSync(filler).size - freeKb * 1024));
      return;
    }
  }
}

test('whatever a disk that fills up breaks off, what is called stored can be read by others', async (t) => {
  const folder = smallDisk(t);
  const address = { sqliteFile: join(folder, 'facts.sqlite'), log: silentLog };
  const writing = await openStore(address);
  await writing.migrate();
  const others = await openStore(address);
  const filler = join(folder, 'filler');

  let stored = 0;
  let refused = 0;
  // Little room breaks a statement off, a little more the commit; and back again.
  for (const freePages of [0, 1, 0, 2, 1, 3, 0, 4, 2, 5, 1, 6, 3, 8, 0, 10, 40]) {
    leave(filler, freePages * PAGE_KB);
    const records = recordsOf(stored + 1, [anArrival({ call: `call-${stored + 1}` })]);
    await writing.recorder.record(stored, records).then(
      () => (stored += 1),
      () => (refused += 1),
    );
    assert.equal(await others.recorder.position(), stored, `with ${freePages} pages free`);
  }
  assert.ok(refused > 3, 'the disk was never full');
  assert.ok(stored > 0, 'the disk was always full');
  await writing.close();
  await others.close();
});
