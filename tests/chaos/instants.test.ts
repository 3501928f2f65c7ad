import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallFact, OfferFact } from '../../src/core/milestone.js';
import type { FarCall, FarRing } from '../support/far-end/records.js';
import { Instants, type Judged } from './instants.js';

const HIT_AT = 1_000_000;
const BACK_AT = HIT_AT + 8_000;
const GAP_ENDED_AT = BACK_AT - 50;
const JUDGE = new Instants(
  [
    { kind: 'gap', from: HIT_AT, to: HIT_AT + 5_000, cause: 'callplane was away' },
    { kind: 'gap', from: HIT_AT + 5_000, to: GAP_ENDED_AT, cause: 'Asterisk was not heard' },
  ],
  [{ at: HIT_AT, backAt: BACK_AT }],
);

type Verdict = Judged['verdict'];

test('an end that differs is marked when nobody knows how it came', () => {
  const end = (storedMs: number, fact: Partial<CallFact>): Verdict =>
    JUDGE.end(
      { id: 'call', endedAt: HIT_AT } as FarCall,
      { endPlace: 'queue', endedBy: 'caller', ...fact, endedAt: HIT_AT + storedMs } as CallFact,
    ).verdict;
  assert.equal(end(1_400, {}), 'exact');
  assert.equal(end(1_600, {}), 'unmarked');
  assert.equal(end(1_600, { endedBy: 'unknown' }), 'marked');
  assert.equal(end(1_600, { endPlace: 'gap' }), 'marked');
});

test('who came in a gap and was found at its end is marked by it', () => {
  const arrival = (placedAt: number, arrivedAt: number): Verdict =>
    JUDGE.arrival({ id: 'call', placedAt } as FarCall, { arrivedAt } as CallFact).verdict;
  assert.equal(arrival(HIT_AT + 2_000, HIT_AT + 2_100), 'exact');
  assert.equal(arrival(HIT_AT + 6_000, GAP_ENDED_AT), 'marked');
  assert.equal(arrival(HIT_AT + 2_000, GAP_ENDED_AT), 'marked', 'in the one that adjoins it');
  assert.equal(arrival(HIT_AT - 2_000, GAP_ENDED_AT), 'unmarked', 'the gap had not begun');
  assert.equal(arrival(HIT_AT + 20_000, HIT_AT + 24_000), 'unmarked', 'a line was there');
});

test('who knocked without a line came when he was let in, soon after its return', () => {
  const arrival = (placedAt: number, arrivedAt: number): Verdict =>
    JUDGE.arrival({ id: 'call', placedAt } as FarCall, { arrivedAt } as CallFact).verdict;
  assert.equal(arrival(HIT_AT + 2_000, BACK_AT + 1_900), 'exact');
  assert.equal(arrival(HIT_AT + 2_000, BACK_AT + 4_000), 'unmarked');
  assert.equal(arrival(HIT_AT - 4_000, BACK_AT + 1_900), 'unmarked', 'he came before the blow');
});

test('an answer in a gap is marked by its end; it is compared with the nearest of the same phone for the same caller', () => {
  const answer = (endedAt: number, ...liftedMs: readonly number[]): Verdict =>
    JUDGE.answer(
      { agent: 'anna', call: 'call-1', endedAt } as OfferFact,
      liftedMs.map((ms) => ({ outcome: 'answered', stoppedAt: HIT_AT + ms }) as FarRing),
    ).verdict;
  assert.equal(answer(HIT_AT + 20, 0), 'exact');
  assert.equal(answer(HIT_AT + 20, 0, 9_000, -9_000), 'exact');
  assert.equal(answer(GAP_ENDED_AT, 500), 'marked');
  assert.equal(answer(GAP_ENDED_AT + 1, 500), 'unmarked');
  assert.equal(answer(GAP_ENDED_AT + 1), 'exact', 'it is told as an offer that never rang');
});
