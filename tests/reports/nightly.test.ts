import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Log } from '../../src/ports/log.js';
import { type Nightly, startNightly } from '../../src/reports/nightly.js';
import { openStore } from '../../src/store/open-store.js';

const silent: Log = { error: nothing, warn: nothing, info: nothing, debug: nothing, with: () => silent };
function nothing(): void {
  return undefined;
}

interface Night {
  readonly nightly: Nightly;
  readonly folder: string;
  readonly clock: { at: number };
}

async function nightOf(test: TestContext, zone: string | null): Promise<Night> {
  const home = await mkdtemp(join(tmpdir(), 'callplane-nightly-'));
  const store = await openStore({ sqliteFile: join(home, 'facts.sqlite'), log: silent });
  await store.migrate();
  const clock = { at: Date.parse('2026-03-30T00:20:00+03:00') };
  const folder = join(home, 'reports');
  const nightly = startNightly({
    atOneMoment: (read) => store.atOneMoment(read),
    zone: () => Promise.resolve(zone),
    folder,
    clock: { now: () => clock.at },
    log: silent,
  });
  test.after(async () => {
    await nightly.stop();
    await store.close();
    await rm(home, { recursive: true });
  });
  return { nightly, folder, clock };
}

test("yesterday's report is written once, as table and as CSV, for the company's own day", async (context) => {
  const { nightly, folder } = await nightOf(context, 'Europe/Sofia');
  assert.equal(await nightly.writeYesterday(), join(folder, 'daily-2026-03-29'));
  assert.deepEqual((await readdir(folder)).sort(), ['daily-2026-03-29.csv', 'daily-2026-03-29.txt']);
  assert.match(
    await readFile(join(folder, 'daily-2026-03-29.txt'), 'utf8'),
    /Day 2026-03-29, Europe\/Sofia, 23:00:00/,
  );
  assert.equal(await nightly.writeYesterday(), null);
});

test('before local midnight yesterday is still the day before', async (context) => {
  const { nightly, folder, clock } = await nightOf(context, 'America/New_York');
  assert.equal(await nightly.writeYesterday(), join(folder, 'daily-2026-03-28'));
  clock.at += 24 * 3_600_000;
  assert.equal(await nightly.writeYesterday(), join(folder, 'daily-2026-03-29'));
});

test('without a plan there is no day to report on', async (context) => {
  const { nightly } = await nightOf(context, null);
  assert.equal(await nightly.writeYesterday(), null);
});
