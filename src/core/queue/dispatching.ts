import { isServable } from './admission.js';
import { comesFirst, type Head, type Place } from './queue.js';
import { planInForce } from '../state.js';
import type { QueueId } from '../plan.js';
import { visitOf } from '../ringing/offers.js';
import { ringNext } from '../ringing/ringing.js';
import { callOf, type Work } from '../work.js';

/**
 * Brings together who waits and who is free in these queues: the oldest caller over all of them, by the weights of the
 * queues, for whom nobody rings yet, and whom somebody free can serve, comes first; agents left over join waves that ring already
 * (parallel).
 */
export function dispatch(work: Work, queues: readonly QueueId[]): void {
  for (const call of work.state.ringSteps) ringNext(work, call);
  for (let served = serveOldest(work, queues); served; served = serveOldest(work, queues));
  for (const queue of queues) letLatecomersJoin(work, queue);
}

function serveOldest(work: Work, queues: readonly QueueId[]): boolean {
  let oldest: Head | null = null;
  for (const queue of queues) {
    if ((work.state.index.free.get(queue)?.size ?? 0) === 0) continue;
    const place = firstUnserved(work, queue);
    if (place === null) continue;
    const head = { place, weight: planInForce(work.state).queues[queue]?.weight ?? 1 };
    if (oldest === null || comesFirst(head, oldest, work.now)) oldest = head;
  }
  return oldest !== null && ringNext(work, oldest.place.call) === 'rung';
}

/** The oldest caller of the queue for whom nobody rings and somebody who is free may be rung. */
function firstUnserved(work: Work, queueId: QueueId): Place | null {
  for (const place of work.state.queues.get(queueId)?.waiting ?? []) {
    const call = callOf(work, place.call);
    if (call.activity.kind !== 'waiting' || call.activity.visit.offers.length > 0) continue;
    if (isServable(work.state, call, call.activity.visit, work.now)) return place;
  }
  return null;
}

function letLatecomersJoin(work: Work, queueId: QueueId): void {
  if ((work.state.index.free.get(queueId)?.size ?? 0) === 0) return;
  for (const place of work.state.queues.get(queueId)?.waiting ?? []) {
    const visit = visitOf(callOf(work, place.call));
    if (visit !== null && visit.offers.length > 0) ringNext(work, place.call);
    if ((work.state.index.free.get(queueId)?.size ?? 0) === 0) return;
  }
}
