import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerStory } from '../../src/main-why.js';
import type { LogFields } from '../../src/ports/log.js';
import type { CallRecord } from '../../src/ports/story.js';
import { aCall } from '../store/sample-facts.js';

const RECORD: CallRecord = {
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
const WISH = { kind: 'story-wish', question: 7, call: 'call-1', reach: 'everything' } as const;

interface Reading {
  readonly callRecord: () => Promise<CallRecord | null>;
  readonly newestPlan: () => Promise<string | null>;
}

async function answered(reader: Reading | null) {
  const logged: LogFields[] = [];
  const log = { error: (_: string, fields: LogFields = {}): void => void logged.push(fields) };
  return { told: await answerStory(reader, WISH, log), logged };
}

test('the books tell the story of a call that is stored, and that nothing is stored of another', async () => {
  const newestPlan = (): Promise<null> => Promise.resolve(null);
  const { told, logged } = await answered({ callRecord: () => Promise.resolve(RECORD), newestPlan });
  assert.deepEqual([told.question, told.story?.call, told.trouble, logged], [7, 'call-1', null, []]);
  const nothing = await answered({ callRecord: () => Promise.resolve(null), newestPlan });
  assert.deepEqual([nothing.told.story, nothing.told.trouble], [null, null]);
});

test('a database that is not open or cannot be read is told apart from our own fault; what it was stands in the log alone', async () => {
  assert.equal((await answered(null)).told.trouble, 'not-open');
  const refused = new Error('connect ECONNREFUSED 10.0.0.7:3306');
  const unreadable = await answered({
    callRecord: () => Promise.reject(refused),
    newestPlan: () => Promise.resolve(null),
  });
  assert.equal(unreadable.told.trouble, 'unreadable');
  assert.doesNotMatch(JSON.stringify(unreadable.told), /ECONNREFUSED/);
  assert.deepEqual(unreadable.logged, [{ call: 'call-1', error: refused }]);
  const broken = await answered({
    callRecord: () => Promise.resolve(RECORD),
    newestPlan: () => Promise.resolve('{"no plan'),
  });
  assert.equal(broken.told.trouble, 'fault');
  assert.equal(broken.logged.length, 1);
});
