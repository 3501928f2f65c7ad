import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openStore, type Store } from '../../src/store/open-store.js';
import { StoreError } from '../../src/store/store-error.js';
import type { Place } from './databases.js';
import {
  aBlockedOutgoing,
  aCall,
  aCallback,
  aCallbackAsked,
  aChange,
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
  aRating,
  aRecording,
  anOutcome,
  anOutgoing,
  aState,
  aTransfer,
  aVisit,
  aVoicemail,
  recordsOf,
  silentLog,
  T0,
} from './sample-facts.js';

const DAY = { from: T0 - 3_600_000, to: T0 + 3_600_000 };
const OPEN = {
  ...{ call: 'call-2', from: '+359880000001', dialled: '+35920000001', arrivedAt: T0 + 1 },
  planVersion: 'plan-a',
};

/** What every database must do for the recorder and the reader. */
export function storeContract(place: Place): void {
  describe(`facts on ${place.name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await openStore({ ...(await place.fresh()), log: silentLog });
      await store.migrate();
    });
    afterEach(() => store.close());

    it('come back exactly as they were written, every kind', async () => {
      await store.recorder.record(0, everyKind());
      assert.deepEqual(await store.reader.calls(DAY), [aCall()]);
      assert.deepEqual(await store.reader.openCalls(DAY), [OPEN]);
      assert.deepEqual(await store.reader.visits(DAY), [aVisit()]);
      assert.deepEqual(await store.reader.offers(DAY), [anOffer()]);
      assert.deepEqual(await store.reader.decisions(DAY), [aDecision()]);
      assert.deepEqual(await store.reader.conversations(DAY), [aConversation()]);
      assert.deepEqual(await store.reader.recordings(DAY), [aRecording()]);
      assert.deepEqual(await store.reader.voicemails(DAY), [aVoicemail()]);
      assert.deepEqual(await store.reader.ratings(DAY), [aRating()]);
      assert.deepEqual(await store.reader.ratings({ from: T0, to: T0 + 78_122 }), []);
      assert.deepEqual(await store.reader.outcomes(DAY), [anOutcome()]);
      assert.deepEqual(await store.reader.transfers(DAY), [aTransfer()]);
      assert.deepEqual(await store.reader.holds(DAY), [aHold()]);
      assert.deepEqual(await store.reader.callbacks(DAY), [aCallback()]);
      assert.deepEqual(await store.reader.openCallbacks(), [aCallbackAsked()]);
      assert.deepEqual(await store.reader.callbackAttempts(DAY), [anAttempt()]);
      assert.deepEqual(await store.reader.calledBack(DAY), [{ number: '+359880000001', at: T0 + 900_001 }]);
      assert.deepEqual(await store.reader.outgoing(DAY), [anOutgoing()]);
      assert.deepEqual(await store.reader.outgoing({ from: T0, to: T0 + 200_000 }), []);
      assert.deepEqual(await store.reader.agentStates(DAY), [aState()]);
      assert.deepEqual(await store.reader.openAgentStates(), [anOpenState()]);
      assert.deepEqual(await store.reader.callEvents('call-1'), [anEvent()]);
      assert.deepEqual(await store.reader.stages(DAY, ['menu-key', 'left']), [anEvent()]);
      assert.deepEqual(await store.reader.stages(DAY, ['left']), []);
      assert.deepEqual(await store.reader.stages({ from: T0, to: T0 + 3_000 }, ['menu-key']), []);
      assert.deepEqual(await store.reader.gaps(DAY), [aGap()]);
      assert.deepEqual(await store.reader.changes(DAY), [aChange()]);
      assert.equal(await store.reader.plan('plan-a'), aPlan().plan);
      assert.equal(await store.reader.newestPlan(), aPlan().plan);
    });

    it('keep what may be empty empty', async () => {
      const bare = aCall({
        from: null,
        fromName: null,
        answeredAt: null,
        firstOfferedAt: null,
        lastExit: null,
        informationHeard: null,
        tags: [],
        marks: [],
        closed: true,
        inHours: false,
      });
      const step = aVisit({ queue: null, step: 'flows.main[2]', agent: null, exit: 'ran-out' });
      const refused = aCallback({
        number: null,
        call: null,
        end: 'refused',
        reason: 'no-number',
        agent: null,
      });
      const declined = anAttempt({
        ...{ dialledAt: null, answeredAt: null, result: null, conversation: null, offerResult: 'declined' },
      });
      const failed = aRecording({ queue: null, durationMs: null, result: 'failed', failure: 'refused' });
      const silent = aVoicemail({
        ...{ recordedAt: null, durationMs: null, spokenMs: null, result: 'failed', failure: 'box-full' },
        ...{ recording: null, callback: null, mail: [] },
      });
      const unrated = aRating({ queue: null, recording: null, tries: 0, result: 'hung-up', score: null });
      const notSet = anOutcome({
        outcome: null,
        success: false,
        resolution: null,
        required: true,
        ...{ setAt: null, setBy: null, wrongNumber: true },
      });
      await store.recorder.record(
        0,
        recordsOf(1, [
          { kind: 'call-ended', ...bare },
          { kind: 'visit-ended', ...step },
          { kind: 'recording-ended', ...failed },
          { kind: 'voicemail-ended', ...silent },
          { kind: 'rating-ended', ...unrated },
          { kind: 'outcome-settled', ...notSet },
          { kind: 'callback-ended', ...refused },
          { kind: 'callback-attempt-ended', ...declined },
          { kind: 'outgoing-ended', ...aBlockedOutgoing() },
        ]),
      );
      assert.deepEqual(await store.reader.calls(DAY), [bare]);
      assert.deepEqual(await store.reader.visits(DAY), [step]);
      assert.deepEqual(await store.reader.recordings(DAY), [failed]);
      assert.deepEqual(await store.reader.voicemails(DAY), [silent]);
      assert.deepEqual(await store.reader.ratings(DAY), [unrated]);
      assert.deepEqual(await store.reader.outcomes(DAY), [notSet]);
      assert.deepEqual(await store.reader.callbacks(DAY), [refused]);
      assert.deepEqual(await store.reader.callbackAttempts(DAY), [declined]);
      assert.deepEqual(await store.reader.calledBack(DAY), []);
      assert.deepEqual(await store.reader.outgoing(DAY), [aBlockedOutgoing()]);
    });

    it('are the same when a batch is written again behind itself', async () => {
      const records = everyKind();
      await store.recorder.record(0, records);
      const again = records.map((record) => ({ ...record, sequence: record.sequence + 10 }));
      await store.recorder.record(records.length, again);
      assert.deepEqual(await store.reader.calls(DAY), [aCall()]);
      assert.deepEqual(await store.reader.openCalls(DAY), [OPEN]);
      assert.deepEqual(await store.reader.visits(DAY), [aVisit()]);
      assert.deepEqual(await store.reader.callbacks(DAY), [aCallback()]);
      assert.deepEqual(await store.reader.openCallbacks(), [aCallbackAsked()]);
      assert.deepEqual(await store.reader.outgoing(DAY), [anOutgoing()]);
      assert.deepEqual(await store.reader.agentStates(DAY), [aState()]);
      assert.deepEqual(await store.reader.gaps(DAY), [aGap()]);
      assert.deepEqual(await store.reader.changes(DAY), [aChange()]);
      assert.equal(await store.recorder.position(), records.length + 10);
    });

    it('are written once: a later fact with the same id changes nothing', async () => {
      await store.recorder.record(0, recordsOf(1, [{ kind: 'offer-ended', ...anOffer() }]));
      const other = anOffer({ result: 'declined', agent: 'boris' });
      await store.recorder.record(1, recordsOf(2, [{ kind: 'offer-ended', ...other }]));
      assert.deepEqual(await store.reader.offers(DAY), [anOffer()]);
    });

    it('of an open callback tell the newest wish, and nothing any more when it is over', async () => {
      const asked = (change: Parameters<typeof aCallbackAsked>[0] = {}) =>
        ({ kind: 'callback-asked', ...aCallbackAsked(change) }) as const;
      await store.recorder.record(0, recordsOf(1, [asked()]));
      await store.recorder.record(1, recordsOf(2, [asked({ queue: 'support' })]));
      assert.deepEqual(await store.reader.openCallbacks(), [aCallbackAsked({ queue: 'support' })]);
      const ended = { kind: 'callback-ended', ...aCallback({ callback: 'callback-2' }) } as const;
      await store.recorder.record(2, recordsOf(3, [ended]));
      await store.recorder.record(3, recordsOf(4, [asked()]));
      assert.deepEqual(await store.reader.openCallbacks(), []);
    });

    it('of a call that was lost at a take-over: its leg comes again under another id, and only that one stays open', async () => {
      await store.recorder.record(0, recordsOf(1, [anArrival({ call: 'lost', leg: 'leg-7' })]));
      const adopted = anArrival({ call: 'adopted', leg: 'leg-7', at: T0 + 9 });
      await store.recorder.record(1, recordsOf(1_000_000, [adopted]));
      const open = async (): Promise<readonly (readonly unknown[])[]> =>
        (await store.reader.openCalls(DAY)).map(({ call, arrivedAt }) => [call, arrivedAt]);
      assert.deepEqual(await open(), [['adopted', T0 + 9]]);
      const again = anArrival({ call: 'again', leg: 'leg-7', at: T0 + 19 });
      const itsEnd = { kind: 'call-ended', ...aCall({ call: 'again' }) } as const;
      await store.recorder.record(1_000_000, recordsOf(2_000_000, [again, itsEnd]));
      assert.deepEqual(await open(), [], 'also where its end comes in the same batch');
    });

    it('move the position only from where it stands', async () => {
      const [first, second] = [recordsOf(1, [aGap()]), recordsOf(2, [aGap({ cause: 'other' })])];
      assert.equal(await store.recorder.position(), 0);
      await store.recorder.record(0, first);
      await assert.rejects(store.recorder.record(0, second), (error) => {
        assert.ok(error instanceof StoreError);
        assert.equal(error.trouble, 'position-moved');
        assert.match(error.message, /up to record 1 are stored, not up to 0/);
        return true;
      });
      assert.equal(await store.recorder.position(), 1);
      assert.deepEqual(await store.reader.gaps(DAY), [aGap()]);
    });

    it('of two recorders that write the same batch at once are stored by one', async () => {
      const records = everyKind();
      const results = await Promise.allSettled([
        store.recorder.record(0, records),
        store.recorder.record(0, records),
      ]);
      assert.deepEqual(results.map((result) => result.status).sort(), ['fulfilled', 'rejected']);
      assert.deepEqual(await store.reader.calls(DAY), [aCall()]);
    });

    it('refuse records out of order', async () => {
      const [one, two] = recordsOf(1, [], []);
      assert.ok(one !== undefined && two !== undefined);
      await assert.rejects(store.recorder.record(0, [two, one]), /cannot follow 2/);
      await assert.rejects(store.recorder.record(2, [two]), /cannot follow 2/);
      assert.equal(await store.recorder.position(), 0);
    });

    it('are read by half-open periods, in the order of time', async () => {
      const times = [T0 + 2_000, T0, T0 + 1_000, T0 + 999];
      await store.recorder.record(
        0,
        recordsOf(
          1,
          times.flatMap((at) => [
            { kind: 'call-ended' as const, ...aCall({ call: `call-${at}`, arrivedAt: at }) },
            { kind: 'visit-ended' as const, ...aVisit({ visit: `visit-${at}`, enteredAt: at }) },
            { kind: 'offer-ended' as const, ...anOffer({ offer: `offer-${at}`, offeredAt: at }) },
            {
              kind: 'conversation-ended' as const,
              ...aConversation({ conversation: `talk-${at}`, startedAt: at }),
            },
            anArrival({ call: `open-${at}`, at }),
          ]),
        ),
      );
      const period = { from: T0, to: T0 + 1_000 };
      const expected = [T0, T0 + 999];
      const { reader } = store;
      assert.deepEqual(
        (await reader.calls(period)).map((call) => call.arrivedAt),
        expected,
      );
      assert.deepEqual(
        (await reader.visits(period)).map((visit) => visit.enteredAt),
        expected,
      );
      assert.deepEqual(
        (await reader.offers(period)).map((offer) => offer.offeredAt),
        expected,
      );
      assert.deepEqual(
        (await reader.conversations(period)).map((talk) => talk.startedAt),
        expected,
      );
      assert.deepEqual(
        (await reader.openCalls(period)).map((call) => call.arrivedAt),
        expected,
      );
      assert.deepEqual(await reader.calls({ from: T0, to: T0 }), []);
    });

    it('of agent states and gaps are read when they overlap the period, not when they touch it', async () => {
      const spans = [
        [T0 - 10, T0],
        [T0 - 5, T0 + 5],
        [T0 + 5, T0 + 10],
        [T0 + 90, T0 + 200],
        [T0 + 100, T0 + 200],
      ] as const;
      await store.recorder.record(
        0,
        recordsOf(
          1,
          spans.flatMap(([from, to]) => [
            { kind: 'agent-state-ended' as const, ...aState({ from, to }) },
            aGap({ from, to }),
          ]),
        ),
      );
      const period = { from: T0, to: T0 + 100 };
      const expected = [T0 - 5, T0 + 5, T0 + 90];
      assert.deepEqual(
        (await store.reader.agentStates(period)).map((state) => state.from),
        expected,
      );
      assert.deepEqual(
        (await store.reader.gaps(period)).map((gap) => gap.from),
        expected,
      );
    });

    it('of changes are read by half-open periods, in the order of time', async () => {
      const changes = [T0 + 1, T0, T0 + 1_000].map((at) =>
        aChange({ at, by: { name: 'root', role: 'command-line', request: null } }),
      );
      await store.recorder.record(
        0,
        recordsOf(
          1,
          changes.map((change) => ({ kind: 'changed' as const, ...change })),
        ),
      );
      const read = await store.reader.changes({ from: T0, to: T0 + 1_000 });
      assert.deepEqual(read, [changes[1], changes[0]]);
    });

    it('keep ids apart that differ by case only', async () => {
      await store.recorder.record(
        0,
        recordsOf(1, [
          { kind: 'offer-ended', ...anOffer({ offer: 'offer-a', agent: 'Anna' }) },
          { kind: 'offer-ended', ...anOffer({ offer: 'offer-A', agent: 'anna' }) },
        ]),
      );
      const offers = await store.reader.offers(DAY);
      assert.deepEqual(offers.map((offer) => [offer.offer, offer.agent]).sort(), [
        ['offer-A', 'anna'],
        ['offer-a', 'Anna'],
      ]);
    });

    it('write ten thousand facts in one batch', async () => {
      const offers = Array.from({ length: 10_000 }, (_, index) => ({
        kind: 'offer-ended' as const,
        ...anOffer({ offer: `offer-${index}`, offeredAt: T0 + index, wave: index }),
      }));
      await store.recorder.record(0, recordsOf(1, offers));
      const stored = await store.reader.offers(DAY);
      assert.equal(stored.length, 10_000);
      assert.deepEqual(stored.at(-1), anOffer({ offer: 'offer-9999', offeredAt: T0 + 9_999, wave: 9_999 }));
    });

    it('that are read at one moment do not see what is written meanwhile', async () => {
      await store.recorder.record(0, recordsOf(1, [{ kind: 'call-ended', ...aCall() }]));
      const seen = await store.atOneMoment(async (reader) => {
        const before = (await reader.calls(DAY)).length;
        await store.recorder.record(
          1,
          recordsOf(2, [
            { kind: 'call-ended', ...aCall({ call: 'later' }) },
            { kind: 'visit-ended', ...aVisit() },
          ]),
        );
        return [before, (await reader.calls(DAY)).length, (await reader.visits(DAY)).length];
      });
      assert.deepEqual(seen, [1, 1, 0]);
      assert.equal((await store.reader.calls(DAY)).length, 2);
    });

    it('survive closing and opening, migrations run again', async () => {
      await store.recorder.record(0, everyKind());
      await store.migrate();
      await store.migrate();
      assert.equal(await store.recorder.position(), everyKind().length);
      assert.deepEqual(await store.reader.calls(DAY), [aCall()]);
      await store.ping();
    });
  });
}

function everyKind(): ReturnType<typeof recordsOf> {
  return recordsOf(
    1,
    [aPlan({ version: 'plan-0', plan: '{}', at: T0 - 7_200_000 }), aPlan()],
    [anArrival(), anEvent(), aGap(), { kind: 'changed', ...aChange() }],
    [anArrival({ call: 'call-2', at: T0 + 1 })],
    [
      { kind: 'agent-state-began', ...anOpenState({ state: 'talking', from: T0 }) },
      { kind: 'offer-decided', ...aDecision() },
      { kind: 'offer-ended', ...anOffer() },
      { kind: 'agent-state-ended', ...aState() },
      { kind: 'conversation-ended', ...aConversation() },
      { kind: 'recording-ended', ...aRecording() },
      { kind: 'voicemail-ended', ...aVoicemail() },
      { kind: 'rating-ended', ...aRating() },
      { kind: 'outcome-settled', ...anOutcome() },
      { kind: 'transfer-ended', ...aTransfer() },
      { kind: 'hold-ended', ...aHold() },
      { kind: 'callback-asked', ...aCallbackAsked() },
      { kind: 'callback-asked', ...aCallbackAsked({ callback: 'callback-1' }) },
      { kind: 'callback-attempt-ended', ...anAttempt() },
      { kind: 'callback-ended', ...aCallback() },
      { kind: 'outgoing-ended', ...anOutgoing() },
      { kind: 'visit-ended', ...aVisit() },
      { kind: 'call-ended', ...aCall() },
      { kind: 'agent-state-began', ...anOpenState() },
    ],
  );
}
