import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildReport } from '../../src/reports/build-report.js';
import { REPORT_NAMES } from '../../src/reports/catalogue/all.js';
import type { Table } from '../../src/reports/table.js';
import { openStore } from '../../src/store/open-store.js';
import { Dice } from '../simulation/dice.js';
import { scratchFolder } from '../store/databases.js';
import { silentLog } from '../store/sample-facts.js';
import { dialplanOf, simulatedWeek } from './simulated-week.js';
import { requestFor } from './weeks.js';

const SEED = 23;

/** All reports of the week, stored in batches of these sizes. */
async function reportsInBatches(
  sqliteFile: string,
  sizeOf: (dice: Dice) => number,
): Promise<ReadonlyMap<string, readonly Table[]>> {
  const records = simulatedWeek(SEED);
  const now = (records.at(-1)?.at ?? 0) + 60_000;
  const dice = new Dice(SEED);
  const store = await openStore({ sqliteFile, log: silentLog });
  try {
    await store.migrate();
    for (let at = 0, size = sizeOf(dice); at < records.length; at += size, size = sizeOf(dice))
      await store.recorder.record(at, records.slice(at, at + size));
    await store.recorder.recordDialplan(dialplanOf(records, SEED));
    const tables = new Map<string, readonly Table[]>();
    for (const name of REPORT_NAMES) {
      const made = await store.atOneMoment((reader) => buildReport(reader, requestFor(name, now)));
      tables.set(name, made.tables);
    }
    return tables;
  } finally {
    await store.close();
  }
}

test('every report of a week is the same however its facts came in batches', async (t) => {
  const scratch = await scratchFolder();
  t.after(() => scratch.remove());
  const large = await reportsInBatches(join(scratch.path, 'large.sqlite'), () => 1_000);
  const small = await reportsInBatches(join(scratch.path, 'small.sqlite'), (dice) => dice.between(1, 40));
  for (const [name, tables] of large) assert.deepEqual(small.get(name), tables, name);
});
