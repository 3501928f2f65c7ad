import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { WARNING_CODES, formatFault } from '../../src/routing/fault.js';
import { GOOD, load } from './expectation.js';

/** Said when the texts are spoken, or would be; `tests/speech` has them. */
const NO_FILE_SHOWS = ['prompt-not-tried', 'prompt-too-slow'];

test('what nobody uses is a warning with its place and does not stop the load', async () => {
  const loaded = await load(`${GOOD}/unused.yml`);
  assert.ok(loaded.ok);
  assert.deepEqual(
    loaded.warnings.map((warning) => formatFault(warning).replace(`${GOOD}/`, '')),
    [
      'unused.csv:1:1: found the column "manger", which is passed over; right would be one of number, name, group, tags, priority, greeting, manager, backups, blocked (did you mean manager?) [caller-column-unknown]',
      'unused.csv:2:1: found the unknown agent "annna", which is left out; right would be one of anna, boris (did you mean anna?) [caller-value-left-out]',
      'unused.csv:3:1: found the number "nobody"; the line is left out; right would be a telephone number with its country code, such as "+359 2 000 0001" (or company.country for others) [caller-line-left-out]',
      'unused.yml:7:3: found hours "night", which nothing uses; right would be something that uses it, or no such entry [hours-unused]',
      'unused.yml:9:3: found prompt "old", which nothing uses; right would be something that uses it, or no such entry [prompt-unused]',
      'unused.yml:12:3: found the agent "boris", whom no queue and no step rings; right would be a queue or a list with this agent [agent-unused]',
      'unused.yml:14:3: found people "backups", which nothing uses; right would be something that uses it, or no such entry [people-unused]',
      'unused.yml:18:3: found the queue "sales", where a caller may wait without end; right would be limits: { wait: 5m } and the exit wait [wait-unbounded]',
      'unused.yml:22:3: found the flow "old", which no number leads to; right would be a number or a go that uses it, or no such flow [flow-unused]',
      'unused.yml:24:34: found the tag of callers "gold", which nobody in the directory has; right would be one that somebody has (did you mean golden?) [caller-mark-unused]',
      'unused.yml:26:3: found voicemail box "night", which nothing uses; right would be something that uses it, or no such entry [voicemail-unused]',
      'unused.yml:29:3: found partner "night-desk", which nothing uses; right would be something that uses it, or no such entry [partner-unused]',
    ],
  );
  const shown = [...loaded.warnings.map(({ code }) => code), ...NO_FILE_SHOWS];
  assert.deepEqual(shown.sort(), [...WARNING_CODES].sort());
});

for (const name of readdirSync(GOOD).filter((each) => each.endsWith('.yml') && each !== 'unused.yml')) {
  test(`the good example ${name} loads without a warning`, async () => {
    const loaded = await load(`${GOOD}/${name}`);
    assert.deepEqual((loaded.ok ? loaded.warnings : loaded.faults).map(formatFault), []);
  });
}
