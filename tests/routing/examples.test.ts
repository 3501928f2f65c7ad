import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { formatFault } from '../../src/routing/fault.js';
import { loadPlan } from '../../src/routing/load.js';
import { fetchTable, readSources } from '../../src/routing/sources.js';

for (const name of readdirSync('examples').filter((each) => each.endsWith('.yml'))) {
  test(`the example ${name} loads without faults and warnings`, async () => {
    const read = await readSources(`examples/${name}`);
    assert.ok(read.ok);
    const loaded = loadPlan(read.sources, { fetchTable });
    assert.deepEqual(loaded.ok ? loaded.warnings.map(formatFault) : loaded.faults.map(formatFault), []);
  });
}
