import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { openStore, type Store } from '../../src/store/open-store.js';
import { keepableId, keepableText } from '../../src/store/text.js';
import type { Place } from './databases.js';
import {
  aCall,
  aGap,
  anArrival,
  anEvent,
  anOpenState,
  aPlan,
  recordsOf,
  silentLog,
  T0,
} from './sample-facts.js';

const DAY = { from: T0 - 3_600_000, to: T0 + 3_600_000 };
const ODD_NAMES = [
  '\ud800',
  'x\udc00y',
  'a\0b',
  '😀'.repeat(300),
  'я'.repeat(256),
  "'; DROP TABLE calls; --",
  '\\',
  '',
];

/** What comes from outside may be anything; every database must take it. */
export function oddFactsContract(place: Place): void {
  describe(`odd facts on ${place.name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await openStore({ ...(await place.fresh()), log: silentLog });
      await store.migrate();
    });
    afterEach(() => store.close());

    it('with half characters, NUL, emoji or endless names break no batch', async () => {
      const calls = ODD_NAMES.map((odd, index) =>
        aCall({ call: `call-${index}`, from: odd, fromName: odd, dialled: odd, tags: [odd], marks: [odd] }),
      );
      await store.recorder.record(
        0,
        recordsOf(
          1,
          calls.flatMap((call) => [
            { kind: 'call-ended' as const, ...call },
            anEvent({ call: call.call, detail: { key: call.dialled } }),
          ]),
        ),
      );
      const expected = calls.map((call) => ({
        ...call,
        from: keepableText(call.dialled),
        fromName: keepableText(call.dialled),
        dialled: keepableText(call.dialled),
      }));
      assert.deepEqual(await store.reader.calls(DAY), expected);
      assert.deepEqual((await store.reader.callEvents('call-3'))[0]?.detail, { key: '😀'.repeat(300) });
    });

    it('with endless ids stay apart, and meet their own again', async () => {
      const ids = ['1', '2'].map((end) => 'я'.repeat(500) + end);
      const arrivals = ids.map((call) => anArrival({ call }));
      const ends = ids.map((call) => ({ kind: 'call-ended' as const, ...aCall({ call }) }));
      await store.recorder.record(0, recordsOf(1, arrivals));
      assert.equal((await store.reader.openCalls(DAY)).length, 2);
      await store.recorder.record(1, recordsOf(2, ends, arrivals));
      assert.deepEqual(await store.reader.openCalls(DAY), []);
      const stored = (await store.reader.calls(DAY)).map((call) => call.call);
      assert.deepEqual([...stored].sort(), ids.map(keepableId).sort());
    });

    it('with numbers of every size come back exactly', async () => {
      const shares = fc.sample(fc.double({ min: 0, max: 1, noNaN: true }), { seed: 7, numRuns: 200 });
      const spans = fc.sample(fc.integer({ min: 0, max: 2 ** 45 }), { seed: 8, numRuns: 200 });
      const calls = shares.map((informationHeard, index) =>
        aCall({
          call: `call-${String(index).padStart(3, '0')}`,
          informationHeard,
          talkMs: spans[index] ?? 0,
          endedAt: T0 + (spans[index] ?? 0),
        }),
      );
      await store.recorder.record(
        0,
        recordsOf(
          1,
          calls.map((call) => ({ kind: 'call-ended' as const, ...call })),
        ),
      );
      assert.deepEqual(await store.reader.calls(DAY), calls);
    });

    it('told again about a call that is over do not open it again', async () => {
      await store.recorder.record(0, recordsOf(1, [anArrival(), { kind: 'call-ended', ...aCall() }]));
      await store.recorder.record(1, recordsOf(2, [anArrival()]));
      assert.deepEqual(await store.reader.openCalls(DAY), []);
    });

    it('told late about an older state of an agent leave the newer one', async () => {
      const [older, newer] = [anOpenState({ from: T0, state: 'offered' }), anOpenState({ from: T0 + 5 })];
      await store.recorder.record(0, recordsOf(1, [{ kind: 'agent-state-began', ...newer }]));
      await store.recorder.record(1, recordsOf(2, [{ kind: 'agent-state-began', ...older }]));
      assert.deepEqual(await store.reader.openAgentStates(), [newer]);
    });

    it('of a plan that came back say that it is the newest', async () => {
      const plans = ['a', 'b', 'a'].map((version, index) =>
        aPlan({ version, plan: `"${version}"`, at: T0 + index }),
      );
      await store.recorder.record(0, recordsOf(1, plans));
      assert.equal(await store.reader.newestPlan(), '"a"');
      assert.equal(await store.reader.plan('b'), '"b"');
      assert.equal(await store.reader.plan('c'), null);
    });

    it('as large as a plan of a big company are kept whole', async () => {
      const plan = JSON.stringify({ text: 'я'.repeat(400_000) });
      await store.recorder.record(0, recordsOf(1, [aPlan({ plan }), aGap()]));
      assert.equal(await store.reader.newestPlan(), plan);
    });
  });
}
