import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReviewRequest } from '../../src/core/signal.js';
import { scene } from './voicemail-scene.js';

const REVIEW: ReviewRequest = {
  ...{ ask: 'review-call', call: 'call-of-yesterday', agent: 'anna', score: 5, conclusion: 'named a price' },
};

test('V06: a review is told with score, author and time, and the record of changes has no word of its conclusion', () => {
  const s = scene();
  s.mustAsk(REVIEW);
  s.mustAsk({ ...REVIEW, score: 8, conclusion: null });
  const [first, second] = s.told('call-reviewed');
  assert.ok(first !== undefined && second !== undefined);
  const { review, reviewedAt, reviewer, kind: _kind, ...said } = first;
  assert.deepEqual(said, { call: 'call-of-yesterday', agent: 'anna', score: 5, conclusion: 'named a price' });
  assert.ok(reviewedAt > 0 && reviewer !== '');
  assert.notEqual(second.review, review);
  const changes = s.told('changed').filter(({ what }) => what === 'review-call');
  assert.deepEqual(changes[0]?.after, { agent: 'anna', score: 5, concluded: true });
  assert.ok(!JSON.stringify(changes).includes('price'));
});

test('V06: 0, 11 and 5.5 are no scores, a score without an agent is nobody’s, and a review says something', () => {
  const s = scene();
  const refused: readonly Partial<ReviewRequest>[] = [
    ...[{ score: 0 }, { score: 11 }, { score: 5.5 }],
    ...[{ agent: null }, { score: null, conclusion: null }],
  ];
  for (const change of refused) {
    const answer = s.ask({ ...REVIEW, ...change });
    assert.equal(answer.ok, false, JSON.stringify(change));
  }
  assert.deepEqual(s.told('call-reviewed'), []);
  for (const score of [1, 10]) s.mustAsk({ ...REVIEW, score });
  s.mustAsk({ ...REVIEW, agent: null, score: null });
  assert.equal(s.told('call-reviewed').length, 3);
});
