import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallRecord } from '../../src/ports/story.js';
import { tellStory } from '../../src/story/tell-story.js';
import { aCall, anOutcome, aRating, aRecording, aVoicemail, anEvent, T0 } from '../store/sample-facts.js';

const NOTHING: CallRecord = {
  ...{ call: 'call-1', over: aCall(), outgoing: null, open: null, stages: [], visits: [], decisions: [] },
  ...{
    offers: [],
    attempts: [],
    conversations: [],
    recordings: [],
    ratings: [],
    outcomes: [],
    voicemails: [],
  },
};

function told(record: Partial<CallRecord>): string {
  return tellStory({ ...NOTHING, ...record }, null)
    .steps.map(({ text }) => text)
    .join('\n');
}

test('what became of recordings is told', () => {
  assert.match(
    told({ recordings: [aRecording({ result: 'recorded', failure: null, durationMs: 30_000 })] }),
    /is kept \(30 s\)/,
  );
  assert.match(
    told({ recordings: [aRecording({ result: 'failed', failure: 'broke-off' })] }),
    /the recording of \S+ fails: broke-off/,
  );
});

test('a rating that nobody gave is told where no stage of the call tells it', () => {
  assert.match(told({ ratings: [aRating({ result: 'hung-up', score: null })] }), /leaves without a rating/);
  assert.doesNotMatch(told({ ratings: [aRating({ result: 'rated', score: 5 })] }), /rating/);
});

test('what came of conversations is told, also where nobody said it', () => {
  assert.match(
    told({ outcomes: [anOutcome({ outcome: 'sale', success: true })] }),
    /came to sale, a success/,
  );
  assert.match(
    told({ outcomes: [anOutcome({ outcome: null, success: false, required: true })] }),
    /has no outcome, though the queue asks for one/,
  );
});

test('what was left in a voicemail box is told, and why nothing was', () => {
  assert.match(
    told({ voicemails: [aVoicemail({ result: 'left', spokenMs: 12_000 })] }),
    /a message of 12 s at the box evening/,
  );
  assert.match(told({ voicemails: [aVoicemail({ result: 'too-short' })] }), /hardly anything was said/);
  assert.match(
    told({ voicemails: [aVoicemail({ result: 'failed', failure: 'box-full' })] }),
    /no message is kept at the box evening \(box-full\)/,
  );
});

test('a story is as long as somebody can read: its beginning, its end, and how much stands between', () => {
  const stages = Array.from({ length: 2_000 }, (_, index) =>
    anEvent({ at: T0 + index, event: 'key-ignored', detail: {} }),
  );
  const { steps } = tellStory({ ...NOTHING, over: null, stages }, null);
  assert.equal(steps.length, 501);
  assert.deepEqual([steps[0]?.at, steps.at(-1)?.at], [T0, T0 + 1_999]);
  assert.equal(steps[250]?.text, '1500 more things happened here, which are left out');
  const { steps: whole } = tellStory({ ...NOTHING, over: null, stages: stages.slice(0, 500) }, null);
  assert.equal(whole.length, 500);
});
