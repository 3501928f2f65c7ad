import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Change } from '../../src/core/change.js';
import { openStore, type Store, type StoreAddress } from '../../src/store/open-store.js';
import { askStore } from './ask-store.js';
import type { Place } from './databases.js';
import { documentedViews } from './documented-views.js';
import {
  aCall,
  aCallback,
  aCallbackAsked,
  aChange,
  aConnection,
  aConversation,
  aDecision,
  aGap,
  aHold,
  anArrival,
  anAttempt,
  anEvent,
  anOffer,
  anOpenState,
  aPlan,
  anOutcome,
  anOutgoing,
  aRating,
  aRecording,
  aReview,
  aState,
  aTransfer,
  aVisit,
  aVoicemail,
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

/** The overflow of a queue opens or closes, as the core tells it. */
function aSwitch(id: 'opens' | 'closes', waiting: number, longestWaitMs: number): Change {
  const open = id === 'opens';
  return {
    ...{ id, at: T0 + waiting, by: { name: 'overflow', role: 'system', request: null } },
    ...{ what: `overflow-${id}`, about: 'sales', before: { open: !open } },
    after: { open, partner: 'night-desk', waiting, longestWaitMs },
  };
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
          { kind: 'offer-decided', ...aDecision() },
          { kind: 'conversation-ended', ...aConversation() },
          { kind: 'recording-ended', ...aRecording() },
          { kind: 'voicemail-ended', ...aVoicemail() },
          { kind: 'voicemail-marked', voicemail: 'voicemail-1', at: T0 + 90_000, heardBy: 'anna' },
          { kind: 'rating-ended', ...aRating() },
          { kind: 'outcome-settled', ...anOutcome() },
          { kind: 'outcome-settled', ...anOutcome({ conversation: 'talk-2', wrongNumber: true }) },
          { kind: 'call-reviewed', ...aReview() },
          { kind: 'transfer-ended', ...aTransfer() },
          { kind: 'hold-ended', ...aHold() },
          { kind: 'callback-asked', ...aCallbackAsked() },
          { kind: 'callback-attempt-ended', ...anAttempt() },
          { kind: 'callback-ended', ...aCallback() },
          { kind: 'outgoing-ended', ...anOutgoing() },
          { kind: 'outgoing-ended', ...aConnection() },
          {
            kind: 'recording-ended',
            ...aRecording({ recording: 'talk-12', conversation: 'talk-12', agent: null }),
          },
          { kind: 'agent-state-ended', ...aState() },
          { kind: 'agent-state-began', ...anOpenState() },
          aPlan({ plan: PLAN }),
          aGap(),
          { kind: 'changed', ...aChange() },
          { kind: 'changed', ...aSwitch('opens', 4, 61_000) },
          { kind: 'changed', ...aSwitch('closes', 0, 0) },
        ]),
      );
    });
    after(() => store.close());

    it('have the columns that docs/views.md names, in that order, and show what was stored', async () => {
      const views = await documentedViews();
      assert.ok(views.size >= 14);
      for (const [view, columns] of views) {
        const [row] = await askStore(address, `SELECT * FROM ${view}`);
        assert.deepEqual(Object.keys(row ?? {}), columns, view);
      }
    });

    it('show facts as they were recorded', async () => {
      assert.deepEqual(
        plain(
          await askStore(
            address,
            "SELECT call_id, direction, from_name, wait_ms, in_hours FROM calls WHERE direction = 'inbound'",
          ),
        ),
        [
          {
            call_id: 'call-1',
            direction: 'inbound',
            from_name: 'Анна Петрова 😀',
            wait_ms: 12_345,
            in_hours: 1,
          },
        ],
      );
      assert.deepEqual(
        plain(await askStore(address, 'SELECT agent_id, state, to_at - from_at AS ms FROM agent_states')),
        [{ agent_id: 'anna', state: 'paused', ms: 60_000 }],
      );
    });

    it('show calls that agents made among all calls and talks, and what came of them by itself', async () => {
      const calls = 'SELECT call_id, direction, from_number, dialled, end_place, talk_ms FROM calls ';
      assert.deepEqual(
        plain(await askStore(address, `${calls}WHERE direction = 'outbound' AND call_id = 'call-11'`)),
        [
          {
            ...{ call_id: 'call-11', direction: 'outbound', from_number: '+35920000001' },
            dialled: '+359880000001',
            ...{ end_place: 'conversation', talk_ms: 43_800 },
          },
        ],
      );
      const talks = 'SELECT agent_id, visit_id, ended_at - started_at AS ms, ring_ms FROM conversations ';
      assert.deepEqual(plain(await askStore(address, `${talks}WHERE call_id = 'call-11'`)), [
        { agent_id: 'anna', visit_id: null, ms: 43_800, ring_ms: 5_998 },
      ]);
      const made = 'SELECT agent_id, number, shown, result, refusal, talk_ms FROM outgoing_calls';
      assert.deepEqual(plain(await askStore(address, `${made} WHERE for_call_id IS NULL`)), [
        {
          ...{ agent_id: 'anna', number: '+359880000001', shown: '+35920000001' },
          ...{ result: 'answered', refusal: null, talk_ms: 43_800 },
        },
      ]);
    });

    it('show numbers outside that were called for callers with nobody of ours in them', async () => {
      const made = 'SELECT call_id, agent_id, origin, number, for_call_id FROM outgoing_calls';
      const nobody = { agent_id: null };
      assert.deepEqual(plain(await askStore(address, `${made} WHERE agent_id IS NULL`)), [
        { call_id: 'call-12', ...nobody, origin: 'flow', number: '+359880000777', for_call_id: 'call-1' },
      ]);
      const talks = "SELECT call_id, agent_id FROM conversations WHERE conversation_id = 'talk-12'";
      assert.deepEqual(plain(await askStore(address, talks)), [{ call_id: 'call-12', ...nobody }]);
      const files = "SELECT call_id, agent_id FROM recordings WHERE conversation_id = 'talk-12'";
      assert.deepEqual(plain(await askStore(address, files)), [{ call_id: 'call-1', ...nobody }]);
    });

    it('show when an overflow opened and closed, and nothing else that was changed', async () => {
      const rows = await askStore(address, 'SELECT * FROM overflow_switches ORDER BY switched_at');
      const sales = { queue_id: 'sales', partner: 'night-desk' };
      assert.deepEqual(
        plain(rows),
        [
          {
            switch_id: 'opens',
            switched_at: T0 + 4,
            ...sales,
            opened: 1,
            waiting: 4,
            longest_wait_ms: 61_000,
          },
          { switch_id: 'closes', switched_at: T0, ...sales, opened: 0, waiting: 0, longest_wait_ms: 0 },
        ].reverse(),
      );
      const there =
        "SELECT opened FROM overflow_switches WHERE partner = 'night-desk' AND queue_id = 'sales'";
      assert.equal((await askStore(address, there)).length, 2);
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

    it('answer the question of docs/views.md: wrong numbers, by the word of an agent who was not the first', async () => {
      const text = await readFile('docs/views.md', 'utf8');
      const [, sql = ''] = /```sql\n(SELECT COUNT[^`]*)```/.exec(text) ?? [];
      const rows = await askStore(address, sql.replace(/;\s*$/, ''));
      assert.deepEqual(
        rows.map((row) => [Number(row['entered']), Number(row['misdirected'])]),
        [[1, 1]],
      );
    });
  });
}
