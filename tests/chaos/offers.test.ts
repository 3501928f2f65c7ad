import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OfferFact, OfferResult } from '../../src/core/milestone.js';
import { offersFault } from './offers.js';

const HIT_AT = 1_000_000;
const BLOW = { at: HIT_AT, backAt: HIT_AT + 6_000 };

function offer(result: OfferResult, fromMs = 20_000, lastedMs = 5_000): OfferFact {
  const offeredAt = HIT_AT + fromMs;
  return {
    ...{ offer: 'offer-1', call: 'call-1', visit: 'visit-1', queue: 'main', agent: 'phone-001', wave: 1 },
    ...{ offeredAt, endedAt: offeredAt + lastedMs, result },
  };
}

function isFault(rings: number, ...offers: readonly OfferFact[]): boolean {
  return offersFault('phone-001 +359', rings, offers, [BLOW]).length > 0;
}

test('a phone that rang and is told as often is no fault; missing, or told as rung oftener, it is one', () => {
  assert.equal(isFault(1, offer('answered')), false);
  assert.equal(isFault(2, offer('no-answer'), offer('answered')), false);
  assert.equal(isFault(1, offer('caller-left')), false);
  assert.equal(isFault(1), true);
  assert.equal(isFault(1, offer('no-answer'), offer('answered')), true);
  assert.equal(isFault(0, offer('answered', 0, 1_000)), true, 'a gap is no excuse for an answer');
});

test('an offer that did not ring says so itself', () => {
  for (const result of ['unreachable', 'failed', 'withdrawn'] as const) {
    assert.equal(isFault(0, offer(result)), false, result);
    assert.equal(isFault(1, offer('answered'), offer(result)), false, result);
  }
});

test('or was taken back before its INVITE was there, or stood when Callplane was hit', () => {
  for (const result of ['caller-left', 'lost-race'] as const) {
    assert.equal(isFault(0, offer(result)), true, result);
    assert.equal(isFault(1, offer('answered'), offer(result)), true, result);
    assert.equal(isFault(0, offer(result, 20_000, 300)), false, result);
    assert.equal(isFault(0, offer(result, -3_000, 5_000)), false, result);
    assert.equal(isFault(0, offer(result, -9_000, 5_000)), true, result);
  }
  assert.equal(isFault(0, offer('not-confirmed', 20_000, 300)), true);
});
