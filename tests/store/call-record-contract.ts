import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { OutgoingFact } from '../../src/core/milestone.js';
import { callOfOutgoing } from '../../src/store/outgoing-calls.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import { tellStory } from '../../src/story/tell-story.js';
import type { Place } from './databases.js';
import {
  aCall,
  aConnection,
  aConversation,
  aDecision,
  anArrival,
  anAttempt,
  anEvent,
  anOffer,
  aRating,
  aRecording,
  anOutcome,
  aVisit,
  aVoicemail,
  recordsOf,
  silentLog,
  T0,
} from './sample-facts.js';

const BLOCKED: OutgoingFact = {
  ...{ call: 'call-9', agent: 'anna', origin: 'click', forCall: null, number: '+359900000001', shown: null },
  ...{ askedAt: T0, dialledAt: null, answeredAt: null, endedAt: T0, endedBy: 'callplane' },
  ...{ result: 'blocked-by-policy', refusal: 'not-allowed', conversation: null },
  ...{ talkStartedAt: null, talkEndedAt: null, talkMs: 0, planVersion: 'plan-a' },
};

/** What every database must give back of one call. */
export function callRecordContract(place: Place): void {
  describe(`what is stored of one call on ${place.name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await openStore({ ...(await place.fresh()), log: silentLog });
      await store.migrate();
    });
    afterEach(() => store.close());

    it('is every kind of fact of it, and nothing of others', async () => {
      const call = 'call-5';
      await store.recorder.record(0, recordsOf(1, [anEvent()], everyKindOf(call), everyKindOf('call-6')));
      const record = await store.reader.callRecord(call);
      assert.deepEqual(record, {
        ...{ call, over: aCall({ call }), outgoing: null, open: null, stages: [anEvent({ call })] },
        ...{
          visits: [aVisit({ call, visit: `v-${call}` })],
          decisions: [aDecision({ call, decision: call })],
        },
        ...{ offers: [anOffer({ call, offer: call })], attempts: [anAttempt({ call, attempt: call })] },
        conversations: [aConversation({ call, conversation: call })],
        recordings: [aRecording({ call, recording: call })],
        ratings: [aRating({ call, rating: call })],
        outcomes: [anOutcome({ call, conversation: call })],
        voicemails: [aVoicemail({ call, voicemail: call })],
      });
    });

    it('is what has happened until now while it is not over, and null of a call that is unknown', async () => {
      await store.recorder.record(0, recordsOf(1, [anArrival(), anEvent()]));
      const record = await store.reader.callRecord('call-1');
      const { from, dialled, at: arrivedAt } = anArrival();
      assert.deepEqual(record?.open, { call: 'call-1', from, dialled, arrivedAt });
      assert.deepEqual([record.over, record.stages], [null, [anEvent()]]);
      assert.equal(await store.reader.callRecord('call-7'), null);
    });

    it('tells of a number outside that was called for a caller, without an agent', async () => {
      const fact = aConnection();
      await store.recorder.record(0, recordsOf(1, [{ kind: 'outgoing-ended', ...fact }]));
      assert.deepEqual((await store.reader.callRecord(fact.call))?.outgoing, fact);
      const day = { from: fact.askedAt, to: fact.askedAt + 1 };
      assert.deepEqual(await store.reader.outgoing(day), [fact]);
    });

    it('names the agent of a call that was blocked', async () => {
      await store.recorder.record(0, recordsOf(1, [{ kind: 'outgoing-ended', ...BLOCKED }]));
      const record = await store.reader.callRecord('call-9');
      assert.ok(record !== null);
      assert.deepEqual([record.outgoing, record.over], [BLOCKED, callOfOutgoing(BLOCKED)]);
      assert.equal(tellStory(record, null).steps[0]?.text, 'anna wants to call +359900000001');
    });
  });
}

function everyKindOf(call: string): Parameters<typeof recordsOf>[1] {
  return [
    anEvent({ call }),
    { kind: 'offer-decided', ...aDecision({ call, decision: call }) },
    { kind: 'offer-ended', ...anOffer({ call, offer: call }) },
    { kind: 'conversation-ended', ...aConversation({ call, conversation: call }) },
    { kind: 'recording-ended', ...aRecording({ call, recording: call }) },
    { kind: 'voicemail-ended', ...aVoicemail({ call, voicemail: call }) },
    { kind: 'rating-ended', ...aRating({ call, rating: call }) },
    { kind: 'outcome-settled', ...anOutcome({ call, conversation: call }) },
    { kind: 'callback-attempt-ended', ...anAttempt({ call, attempt: call }) },
    { kind: 'visit-ended', ...aVisit({ call, visit: `v-${call}` }) },
    { kind: 'call-ended', ...aCall({ call }) },
  ];
}
