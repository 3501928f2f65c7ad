import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { agentViews, callViews, queueViews } from '../../src/app/live-view.js';
import { recoverState } from '../../src/app/recovery.js';
import { nextDeadline, type State } from '../../src/core/step.js';
import { openJournalReader } from '../../src/journal/open-journal.js';
import { KeptLog, scratchFolder } from './journal-scene.js';

/** Written by that version itself, and never changed: an upgrade finds such journals. */
const VERSIONS = ['recorded-0.1'];

/** What the version that wrote the journal saw at its end. */
function seen(state: State): object {
  return {
    agents: agentViews(state),
    queues: queueViews(state),
    calls: callViews(state),
    next: nextDeadline(state),
  };
}

/** Of a value only what a version saw that knew fewer fields. */
function asFarAs(known: unknown, value: unknown): unknown {
  if (Array.isArray(known) && Array.isArray(value))
    return (value as unknown[]).map((each, at) => asFarAs(known[at], each));
  if (!isRecord(known) || !isRecord(value)) return value;
  return Object.fromEntries(Object.keys(known).map((key) => [key, asFarAs(known[key], value[key])]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

for (const version of VERSIONS) {
  const recorded = join(import.meta.dirname, version);
  const expected = JSON.parse(readFileSync(join(recorded, 'seen.json'), 'utf8')) as object;

  for (const way of ['its newest snapshot', 'its first record'] as const) {
    test(`${version}: replayed from ${way} it gives the state that it was left in`, async (t) => {
      const folder = await scratchFolder(t);
      cpSync(join(recorded, 'journal'), folder, { recursive: true });
      const snapshots = readdirSync(folder).filter((name) => name.endsWith('.snapshot'));
      if (way === 'its first record') for (const name of snapshots) rmSync(join(folder, name));
      const reader = openJournalReader(folder, new KeptLog());
      const { state, replayed } = await recoverState(reader, { prefix: 'rec', seed: 7 }, new KeptLog());
      await reader.close();
      assert.equal(replayed, way === 'its first record' ? 35 : 12);
      assert.deepEqual(asFarAs(expected, JSON.parse(JSON.stringify(seen(state)))), expected);
    });
  }
}
