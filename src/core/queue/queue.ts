import type { AgentId, QueueId } from '../plan.js';
import type { CallId, Instant } from '../signal.js';

export interface Queue {
  readonly id: QueueId;
  /** In the order of age. */
  readonly waiting: Place[];
  /** The agent who last had a conversation from this queue. */
  lastServed: AgentId | null;
  /** Mean error of the estimated waits of late, as a share of the longer of both; null: none was proved yet. */
  estimateError: number | null;
  /** Since when its callers go to a partner, too; left out or null: they do not. */
  overflowSince?: Instant | null;
}

export interface Place {
  readonly call: CallId;
  /** Entry less the age carried over and what the priority is worth. */
  readonly since: Instant;
  /** Order among equal ages. */
  readonly ticket: number;
}

/** Inserts in the order of age, then ticket. */
export function takePlace(queue: Queue, place: Place): void {
  queue.waiting.splice(aheadOf(queue, place), 0, place);
}

/** How many stand before this place, which nobody has taken yet. */
export function aheadOf(queue: Queue, place: Place): number {
  let low = 0;
  let high = queue.waiting.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(queue.waiting[middle] as Place, place)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Takes the call out; its position: 1 was next, 0: it was not there. */
export function leavePlace(queue: Queue, call: CallId): number {
  const position = positionOf(queue, call);
  if (position > 0) queue.waiting.splice(position - 1, 1);
  return position;
}

/** 1 for the caller who is next; 0: not in this queue. */
export function positionOf(queue: Queue, call: CallId): number {
  return queue.waiting.findIndex((place) => place.call === call) + 1;
}

export function isBefore(a: Place, b: Place): boolean {
  return a.since < b.since || (a.since === b.since && a.ticket < b.ticket);
}

/** Who is next in his queue, and what age counts for there. */
export interface Head {
  readonly place: Place;
  readonly weight: number;
}

/**
 * Of callers in two queues that an agent serves the older comes first, where age is the waiting and what the priority is
 * worth, times the weight of the queue. Everybody's age grows, so nobody waits without end.
 */
export function comesFirst(a: Head, b: Head, now: Instant): boolean {
  const [x, y] = [weightedAge(a, now), weightedAge(b, now)];
  return x > y || (x === y && isBefore(a.place, b.place));
}

/** Who is behind by his priority is not put back further by a weight, but less. */
function weightedAge({ place, weight }: Head, now: Instant): number {
  const age = now - place.since;
  return age >= 0 ? age * weight : age / weight;
}
