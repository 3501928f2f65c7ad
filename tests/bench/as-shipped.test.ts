import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type Kept,
  NotAsShipped,
  refuseOwnSettings,
  refuseWeaker,
  shippedEvidence,
} from '../../bench/machine/as-shipped.js';
import { SETTINGS, type SettingRow } from '../../src/app/settings-table.js';

const CALLS = 100;
const EVERYTHING = { calls: CALLS, shed: 0, visits: CALLS, offers: CALLS, agentStates: 4 };

/** What a run as shipped keeps of 100 calls, unless it is told otherwise. */
function kept({ facts = EVERYTHING, endings = CALLS, journalBytes = CALLS * 4_000 } = {}): Kept {
  return {
    storedFacts: () => Promise.resolve(facts),
    logLines: () => Array.from({ length: endings }, () => ({ message: 'call ended' })),
    journalBytes: () => journalBytes,
  };
}

function withSetting(key: string, otherwise: SettingRow['otherwise']): readonly SettingRow[] {
  return SETTINGS.map((row) => (row.key === key ? { ...row, otherwise } : row));
}

/** Refused, and the message names it. */
async function refused(message: RegExp, run: Kept, settings?: readonly SettingRow[]): Promise<void> {
  const shipped = await shippedEvidence(run, CALLS, settings);
  assert.throws(
    () => refuseWeaker(shipped),
    (error) => error instanceof NotAsShipped && message.test(error.message),
    JSON.stringify(shipped),
  );
}

test('a run as shipped is compared', async () => {
  const shipped = await shippedEvidence(kept(), CALLS);
  assert.deepEqual(
    shipped.map(({ what, isSeen }) => [what, isSeen]),
    ['journal', 'database', 'statistics', 'log'].map((what) => [what, true]),
  );
  refuseWeaker(shipped);
});

test('a stronger durability and more in the log are compared too', async () => {
  refuseWeaker(await shippedEvidence(kept(), CALLS, withSetting('journal.durability', 'power')));
  refuseWeaker(await shippedEvidence(kept(), CALLS, withSetting('log.level', 'debug')));
});

test('a weaker durability of the journal, or a journal with next to nothing in it, is refused', async () => {
  await refused(
    /journal \(journal\.durability = memory; seen: 391 kB on disk\)$/,
    kept(),
    withSetting('journal.durability', 'memory'),
  );
  await refused(
    /journal \(journal\.durability = process; seen: 1 kB on disk\)$/,
    kept({ journalBytes: 1_024 }),
  );
});

test('no database, or one that lacks a call, is refused', async () => {
  const none = { calls: 0, shed: 0, visits: 0, offers: 0, agentStates: 0 };
  await refused(
    /database \(SQLite; seen: 0 calls stored, 100 seen on the wire\), statistics/,
    kept({ facts: none }),
  );
  await refused(/database \(.*99 calls stored/, kept({ facts: { ...EVERYTHING, calls: 99 } }));
});

test('statistics without offers are refused', async () => {
  await refused(/: statistics \(/, kept({ facts: { ...EVERYTHING, offers: 0 } }));
});

test('a log that says less of each call is refused', async () => {
  await refused(/log \(log\.level = info, JSON; seen: 0 lines, 0 calls ended\)$/, kept({ endings: 0 }));
  await refused(/log \(log\.level = warn, JSON; /, kept(), withSetting('log.level', 'warn'));
});

test('settings in the environment, or a settings file where Callplane is started, are refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const refusal = (environment: NodeJS.ProcessEnv, message: RegExp): void => {
    assert.throws(
      () => refuseOwnSettings(environment, folder),
      (error) => error instanceof NotAsShipped && message.test(error.message),
    );
  };
  try {
    refuseOwnSettings({ PATH: '/bin', CALLPLANE_ASTERISK_PORT: '1' }, folder);
    refusal({ CALLPLANE_DURABILITY: 'process' }, /environment sets CALLPLANE_DURABILITY\. Unset it/);
    refusal({ CALLPLANE_LOG_LEVEL: 'error' }, /environment sets CALLPLANE_LOG_LEVEL\./);
    refusal({ DATABASE_URL: 'mysql://x' }, /environment sets DATABASE_URL\./);
    refusal({ DATABASE_URL_FILE: 'x' }, /environment sets DATABASE_URL_FILE\./);
    writeFileSync(join(folder, 'callplane.settings.json'), '{}');
    refusal({}, /there is a settings file .*callplane\.settings\.json\. Remove it/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
