import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadSettings } from '../../src/app/settings.js';
import type { DialPolicy } from '../../src/core/plan.js';
import { retentionCheck } from '../../src/doctor/retention.js';
import { retentionSeen } from '../../src/main-retention-seen.js';
import { POLICY } from '../core/callback-scene.js';
import { plan } from '../core/plan-builder.js';
import { linesOf, scratchFolder } from './scene.js';

test('for how long personal data is kept, and what stops the run of the night', async (t) => {
  const folder = scratchFolder(t);
  const lines = (
    environment: Readonly<Record<string, string>>,
    rememberAgentMs: number | null = null,
    dialPolicy: DialPolicy | null = null,
  ): Promise<readonly string[]> => {
    const settings = loadSettings({ CALLPLANE_DATA: folder, ...environment }, folder);
    return linesOf([
      retentionCheck(() =>
        retentionSeen(
          settings,
          plan({ agents: ['anna'], rememberAgentMs, ...(dialPolicy === null ? {} : { dialPolicy }) }),
        ),
      ),
    ]);
  };
  assert.match(
    (await lines({}))[0] ?? '',
    /^warned retention: Numbers are kept without end .*Recordings are left to Asterisk.* -> say for how long/,
  );
  const recordings = join(folder, 'recording');
  const set = {
    CALLPLANE_RETENTION_NUMBER_DAYS: '400',
    CALLPLANE_RECORDINGS: recordings,
    CALLPLANE_RECORDINGS_DELETE_DAYS: '180',
  };
  assert.match(
    (await lines(set))[0] ?? '',
    /^failed retention: recordings cannot be archived or deleted: .*recording may not be read and written \(ENOENT\) -> let the user/,
  );
  mkdirSync(recordings);
  assert.deepEqual(await lines(set), [
    'passed retention: Numbers are kept 400 days, then replaced. Recordings are never archived, deleted after 180 days.',
  ]);
  assert.deepEqual(await lines({ ...set, CALLPLANE_RETENTION_NUMBER_DAYS: '20' }, 30 * 86_400_000), [
    'warned retention: Numbers are kept 20 days, but whom a caller last talked with is remembered 30 days by his number.' +
      ' -> shorten remember_agent in the routing file, or keep numbers for longer',
  ]);
  const perNumber = { calls: 3, withinMs: 30 * 86_400_000 };
  assert.deepEqual(
    await lines({ ...set, CALLPLANE_RETENTION_NUMBER_DAYS: '20' }, null, { ...POLICY, perNumber }),
    [
      'warned retention: Numbers are kept 20 days, but when a client was called back is remembered 30 days by his number.' +
        ' -> shorten within of dial_policy.per_number in the routing file, or keep numbers for longer',
    ],
  );
  writeFileSync(join(folder, 'retention.key'), `${'0'.repeat(64)}\n`, { mode: 0o644 });
  assert.match(
    (await lines(set))[0] ?? '',
    /^failed retention: The key .* may be read by others; right would be: chmod 600/,
  );
});
