import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { openStore, type Store, type StoreAddress } from '../../src/store/open-store.js';
import { askStore } from './ask-store.js';
import type { Place } from './databases.js';
import {
  aCall,
  aCallback,
  aCallbackAsked,
  aConversation,
  aGap,
  anArrival,
  anAttempt,
  anEvent,
  anOffer,
  anOpenState,
  aPlan,
  anOutcome,
  aRating,
  aRecording,
  aState,
  aVisit,
  recordsOf,
  silentLog,
  T0,
} from './sample-facts.js';

const PLAN = JSON.stringify({
  queues: {
    sales: { serviceLevel: { target: 0.8, withinMs: 20_000, shortAbandonMs: 5_000 } },
    'vip-2_x': { serviceLevel: { target: 0.95, withinMs: 10_000, shortAbandonMs: 0 } },
  },
});

/** View and column names of docs/views.md, in order. */
async function documented(): Promise<Map<string, string[]>> {
  const views = new Map<string, string[]>();
  let columns: string[] = [];
  for (const line of (await readFile('docs/views.md', 'utf8')).split('\n')) {
    const heading = /^## `([a-z_]+)`/.exec(line)?.[1];
    if (heading !== undefined) views.set(heading, (columns = []));
    const column = /^\| `([a-z_]+)` \|/.exec(line)?.[1];
    if (column !== undefined) columns.push(column);
  }
  return views;
}

const plain = (rows: readonly Record<string, unknown>[]): unknown[] => rows.map((row) => ({ ...row }));

/** The views are a promise: names, columns and content are the same on every database. */
export function viewsContract(place: Place): void {
  describe(`views on ${place.name}`, () => {
    let store: Store;
    let address: StoreAddress;
    before(async () => {
      address = await place.fresh();
      store = await openStore({ ...address, log: silentLog });
      await store.migrate();
      await store.recorder.record(
        0,
        recordsOf(1, [
          anArrival({ call: 'call-2', at: T0 + 1 }),
          { kind: 'call-ended', ...aCall() },
          anEvent(),
          { kind: 'visit-ended', ...aVisit() },
          { kind: 'offer-ended', ...anOffer() },
          { kind: 'conversation-ended', ...aConversation() },
          { kind: 'recording-ended', ...aRecording() },
          { kind: 'rating-ended', ...aRating() },
          { kind: 'outcome-settled', ...anOutcome() },
          { kind: 'callback-asked', ...aCallbackAsked() },
          { kind: 'callback-attempt-ended', ...anAttempt() },
          { kind: 'callback-ended', ...aCallback() },
          { kind: 'agent-state-ended', ...aState() },
          { kind: 'agent-state-began', ...anOpenState() },
          aPlan({ plan: PLAN }),
          aGap(),
        ]),
      );
    });
    after(() => store.close());

    it('have the columns that docs/views.md names, in that order, and show what was stored', async () => {
      const views = await documented();
      assert.ok(views.size >= 14);
      for (const [view, columns] of views) {
        const [row] = await askStore(address, `SELECT * FROM ${view}`);
        assert.deepEqual(Object.keys(row ?? {}), columns, view);
      }
    });

    it('show facts as they were recorded', async () => {
      assert.deepEqual(
        plain(await askStore(address, 'SELECT call_id, from_name, wait_ms, in_hours FROM calls')),
        [{ call_id: 'call-1', from_name: 'Анна Петрова 😀', wait_ms: 12_345, in_hours: 1 }],
      );
      assert.deepEqual(
        plain(await askStore(address, 'SELECT agent_id, state, to_at - from_at AS ms FROM agent_states')),
        [{ agent_id: 'anna', state: 'paused', ms: 60_000 }],
      );
    });

    it('unfold tags and the rules of the queues', async () => {
      assert.deepEqual(plain(await askStore(address, 'SELECT call_id, tag FROM call_tags ORDER BY tag')), [
        { call_id: 'call-1', tag: 'site' },
        { call_id: 'call-1', tag: 'реклама' },
      ]);
      assert.deepEqual(plain(await askStore(address, 'SELECT * FROM queue_rules ORDER BY queue_id')), [
        {
          plan_version: 'plan-a',
          queue_id: 'sales',
          target: 0.8,
          within_ms: 20_000,
          short_abandon_ms: 5_000,
        },
        { plan_version: 'plan-a', queue_id: 'vip-2_x', target: 0.95, within_ms: 10_000, short_abandon_ms: 0 },
      ]);
    });

    it('answer the question of docs/views.md: service level by queue', async () => {
      const text = await readFile('docs/views.md', 'utf8');
      const [, sql = ''] = /```sql\n(SELECT v\.queue_id[^`]*)```/.exec(text) ?? [];
      const rows = await askStore(address, sql.replace(/;\s*$/, ''));
      assert.deepEqual(
        rows.map((row) => [
          row['queue_id'],
          Number(row['entered']),
          Number(row['answered_in_time']),
          Number(row['base']),
        ]),
        [['sales', 1, 1, 1]],
      );
    });
  });
}
