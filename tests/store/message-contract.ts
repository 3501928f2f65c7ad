import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { CallFact, Milestone, VoicemailFact } from '../../src/core/milestone.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import type { Place } from './databases.js';
import { aCall, aReview, aTransfer, aVoicemail, recordsOf, silentLog, T0 } from './sample-facts.js';

const DAY = { from: T0 - 3_600_000, to: T0 + 3_600_000 };

/** What every database must do with messages that callers leave. */
export function messageContract(place: Place): void {
  describe(`a message on ${place.name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await openStore({ ...(await place.fresh()), log: silentLog });
      await store.migrate();
    });
    afterEach(() => store.close());

    it('is how a caller has left, also where its file was closed behind his call', async () => {
      const call = (id: string, changes: Partial<CallFact>): Milestone => ({
        ...{ kind: 'call-ended', ...aCall({ call: id, endedAt: T0 + 50_000, lastExit: null, ...changes }) },
      });
      const message = (id: string, changes: Partial<VoicemailFact>): Milestone => ({
        ...{ kind: 'voicemail-ended', ...aVoicemail({ call: id, voicemail: id, ...changes }) },
      });
      const at = T0 + 50_200;
      await store.recorder.record(
        0,
        recordsOf(
          1,
          [
            call('spoke', { lastExit: 'full' }),
            call('silent', { lastExit: 'full' }),
            call('promised', { lastExit: 'callback' }),
          ],
          [message('spoke', { endedAt: at }), message('promised', { endedAt: at })],
          [message('silent', { endedAt: at, result: 'too-short', recording: null })],
          [message('answered', { endedAt: T0 + 40_000 }), call('answered', { lastExit: 'answered' })],
          [call('nothing', {})],
        ),
      );
      await store.recorder.record(5, recordsOf(6, [message('nothing', { endedAt: at })]));
      const exits = (await store.reader.calls(DAY)).map(({ call: id, lastExit }) => [id, lastExit]);
      assert.deepEqual(Object.fromEntries(exits), {
        ...{ spoke: 'voicemail', silent: 'full', promised: 'callback', answered: 'answered' },
        nothing: 'voicemail',
      });
    });

    it('that nobody has left behind a transfer makes it one that he gave up, told of again or not', async () => {
      const ended = (call: string): Milestone => ({
        ...{ kind: 'call-ended', ...aCall({ call, endedAt: T0 + 50_000, marks: ['vip'] }) },
        endedBy: call === 'ours' ? 'callplane' : 'caller',
      });
      const handedOver = (call: string, endedAt = T0 + 50_000): Milestone => ({
        kind: 'transfer-ended',
        ...aTransfer({ transfer: `t-${call}`, call, result: 'voicemail', endedAt }),
      });
      const message = (call: string, result: VoicemailFact['result']): Milestone => ({
        kind: 'voicemail-ended',
        ...aVoicemail({ call, voicemail: call, result, enteredAt: T0 + 40_000, endedAt: T0 + 50_200 }),
      });
      const records = recordsOf(
        1,
        ['spoke', 'silent', 'lost', 'earlier', 'ours'].map(ended),
        [handedOver('spoke'), handedOver('silent'), handedOver('lost'), handedOver('earlier', T0 + 30_000)],
        [message('spoke', 'left'), message('silent', 'too-short'), message('earlier', 'too-short')],
        [message('lost', 'failed')],
        [handedOver('ours'), message('ours', 'too-short')],
      );
      await store.recorder.record(0, records);
      await store.recorder.recordHistory(records.flatMap(({ milestones }) => milestones));
      const results = (await store.reader.transfers(DAY)).map(({ call, result }) => [call, result]);
      assert.deepEqual(Object.fromEntries(results), {
        ...{ spoke: 'voicemail', silent: 'caller-left', lost: 'caller-left', earlier: 'voicemail' },
        ours: 'nobody',
      });
      const marks = (await store.reader.calls(DAY)).map(({ call, marks: own }) => [call, own]);
      const left = ['vip', 'abandoned-after-transfer'];
      assert.deepEqual(Object.fromEntries(marks), {
        ...{ spoke: ['vip'], silent: left, lost: left, earlier: ['vip'] },
        ours: ['vip'],
      });
    });

    it('is heard as it was said last, told of the period in which its caller came', async () => {
      const heard = (voicemail: string, at: number, heardBy: string | null): Milestone => ({
        ...{ kind: 'voicemail-marked', voicemail, at, heardBy },
      });
      const came = ['heard', 'unheard-again', 'quiet', 'old'].map((id): Milestone => {
        const enteredAt = id === 'old' ? DAY.from - 1 : T0;
        return { kind: 'voicemail-ended', ...aVoicemail({ voicemail: id, call: id, enteredAt }) };
      });
      const marks = [
        heard('heard', T0 + 100_000, 'Лена'),
        heard('unheard-again', T0 + 100_000, 'mark'),
        heard('unheard-again', T0 + 200_000, null),
        heard('old', T0 + 100_000, 'mark'),
      ];
      await store.recorder.record(0, recordsOf(1, came, marks));
      assert.deepEqual(await store.reader.voicemailMarks(DAY), [
        { voicemail: 'heard', at: T0 + 100_000, heardBy: 'Лена' },
        { voicemail: 'unheard-again', at: T0 + 200_000, heardBy: null },
      ]);
      assert.deepEqual(await store.reader.voicemailMarks({ from: T0 + 1, to: T0 + 2 }), []);
    });
  });

  describe(`a review on ${place.name}`, () => {
    it('is kept as it was given, once, with a conclusion of any length and letters', async () => {
      const store = await openStore({ ...(await place.fresh()), log: silentLog });
      try {
        await store.migrate();
        const long = aReview({ review: 'long', conclusion: 'я🙂'.repeat(1_000) });
        const bare = aReview({ review: 'bare', agent: null, score: null, reviewedAt: DAY.to });
        const told = recordsOf(
          1,
          [long, aReview(), bare].map((fact): Milestone => ({ kind: 'call-reviewed', ...fact })),
        );
        await store.recorder.record(0, told);
        await store.recorder.recordHistory(told.flatMap(({ milestones }) => milestones));
        assert.deepEqual(await store.reader.reviews(DAY), [long, aReview()]);
        assert.deepEqual(await store.reader.reviews({ from: DAY.to, to: DAY.to + 1 }), [bare]);
      } finally {
        await store.close();
      }
    });
  });
}
