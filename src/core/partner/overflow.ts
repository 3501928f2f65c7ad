import type { Call, Visit } from '../call/call.js';
import { hoursChangeAt, isOpenNow } from '../hours.js';
import type { PlannedQueue, QueueId } from '../plan.js';
import { comesFirst, type Head, type Place, type Queue } from '../queue/queue.js';
import type { Instant } from '../signal.js';
import { mint, planInForce, type State, wallTime } from '../state.js';
import type { Work } from '../work.js';
import { linesInUse, ringPartner } from './lines.js';
import type { OverflowLimits, OverflowRule, PartnerId, PlannedPartner } from './partner.js';

/** One who waits on the line in a queue, with how long he has waited there. */
export interface Waiting {
  readonly call: Call;
  readonly visit: Visit;
  readonly waitedMs: number;
  readonly place: Place;
}

/** A queue whose callers may go to a partner. */
interface Overflowing {
  readonly queue: Queue;
  readonly rule: OverflowRule;
  readonly waiting: readonly Waiting[];
}

/**
 * Opens or closes the overflow of these queues, and lets whoever stands above the limit at which his closes ring at the
 * partner, the oldest first. Agents go on from the front: whoever rings at the partner keeps his place, and is rung for
 * here too.
 */
export function reviewOverflows(work: Work, queues: Iterable<QueueId>): void {
  const due = [...queues].flatMap((id) => overflowingFrom(work, id));
  for (const one of due) switchOver(work, one);
  for (const partner of new Set(due.map(({ rule }) => rule.to))) giveLines(work, partner);
  for (const one of due) scheduleReview(work, one);
}

/** The queue with those who wait in it; none: its callers go to no partner. */
function overflowingFrom(work: Work, id: QueueId): readonly Overflowing[] {
  const { state } = work;
  const queue = state.queues.get(id);
  const rule = planInForce(state).queues[id]?.overflow;
  if (queue === undefined || rule === undefined) return [];
  return [{ queue, rule, waiting: waitingIn(state, queue, work.now) }];
}

/**
 * A plan sends the callers of this queue to another partner, or to none: what was open is over, and opens anew towards
 * the other one when the limits say so.
 */
export function changeOverflow(
  work: Work,
  queue: Queue,
  old: OverflowRule | undefined,
  rule: OverflowRule | undefined,
): void {
  if (rule === undefined) work.state.deadlines.cancel('overflow', queue.id);
  if (queue.overflowSince == null || (rule !== undefined && rule.to === old?.to)) return;
  queue.overflowSince = null;
  const waiting = waitingIn(work.state, queue, work.now);
  tellSwitch(work, queue.id, { isOpen: false, partner: old?.to ?? null, waiting });
}

/** Callers of this queue may have to go to a partner, or not any more. */
export function mayOverflow(state: State, queue: QueueId): boolean {
  return planInForce(state).queues[queue]?.overflow !== undefined;
}

/** Who waits in a queue on the line, the next one first. */
export function waitingIn(state: State, { waiting }: Queue, now: Instant): readonly Waiting[] {
  return waiting.flatMap((place) => {
    const call = state.calls.get(place.call);
    // Whoever is called back waits at home.
    if (call === undefined || call.outbound !== null || !('visit' in call.activity)) return [];
    const { visit } = call.activity;
    return [{ call, visit, waitedMs: now - visit.enteredAt, place }];
  });
}

/** Between the two limits it stays as it is. */
function switchOver(work: Work, { queue, rule, waiting }: Overflowing): void {
  const isOpen = queue.overflowSince != null;
  if (exceeds(waiting, isOpen ? rule.closes : rule.opens) === isOpen) return;
  queue.overflowSince = isOpen ? null : work.now;
  tellSwitch(work, queue.id, { isOpen: !isOpen, partner: rule.to, waiting });
}

/** More callers, or longer waits, than these limits say. */
export function exceeds(waiting: readonly Waiting[], { waiting: most, longestMs }: OverflowLimits): boolean {
  const isCrowded = most !== null && waiting.length > most;
  return isCrowded || (longestMs !== null && longestOf(waiting) >= longestMs);
}

function longestOf(waiting: readonly Waiting[]): number {
  return waiting.reduce((longest, { waitedMs }) => Math.max(longest, waitedMs), -1);
}

/** It is kept with the changes that people make: nobody else says why calls went outside. */
function tellSwitch(
  work: Work,
  queue: QueueId,
  {
    isOpen,
    partner,
    waiting,
  }: { readonly isOpen: boolean; readonly partner: string | null; readonly waiting: readonly Waiting[] },
): void {
  const figures = { partner, waiting: waiting.length, longestWaitMs: Math.max(0, longestOf(waiting)) };
  work.milestones.push({
    ...{ kind: 'changed', id: mint(work.state, 'overflow'), at: work.now },
    by: { name: 'overflow', role: 'system', request: null },
    what: isOpen ? 'overflow-opens' : 'overflow-closes',
    about: queue,
    before: { open: !isOpen },
    after: { open: isOpen, ...figures },
  });
}

/** Whoever is the oldest of all queues that flow over to the partner rings there first: its lines are theirs together. */
function giveLines(work: Work, to: PartnerId): void {
  const partner = partnerNow(work.state, to, work.now);
  if (partner === null) return;
  let free = partner.lines - linesInUse(work.state, to);
  const queues = free > 0 ? Object.values(planInForce(work.state).queues) : [];
  const heads = queues.flatMap((queue) => headsOf(work, queue, to));
  heads.sort((a, b) => (comesFirst(a, b, work.now) ? -1 : 1));
  for (const { call, visit } of heads) {
    if (free <= 0) return;
    ringPartner(work, call, visit, partner);
    free -= 1;
  }
}

/** Who of a queue goes to the partner. */
function headsOf(
  { state, now }: Work,
  { id, overflow, weight }: PlannedQueue,
  to: PartnerId,
): readonly (Waiting & Head)[] {
  const queue = overflow?.to === to ? state.queues.get(id) : undefined;
  if (overflow === undefined || queue?.overflowSince == null) return [];
  return goingOver(overflow, waitingIn(state, queue, now)).map((one) => ({ ...one, weight: weight ?? 1 }));
}

/** The partner, when somebody may be called there now; null: nobody may. */
export function partnerNow(state: State, to: PartnerId, now: Instant): PlannedPartner | null {
  const isResting = (state.partnerRests.get(to) ?? now) > now;
  if (state.telephony.kind === 'lost' || isResting) return null;
  return isCallable(state, now) ? (planInForce(state).partners?.[to] ?? null) : null;
}

/** The dial policy lets numbers outside be called at this time. */
function isCallable(state: State, now: Instant): boolean {
  const plan = planInForce(state);
  const hours = plan.dialPolicy?.hours ?? null;
  return state.newCalls === 'here' && (hours === null || isOpenNow(state, plan, hours, wallTime(state, now)));
}

/** Who stands above the limit at which the overflow closes, and for whom no phone rings yet. */
export function goingOver({ closes }: OverflowRule, waiting: readonly Waiting[]): readonly Waiting[] {
  return waiting.filter(({ call, visit, waitedMs }, ahead) => {
    const isBehind = closes.waiting !== null && ahead >= closes.waiting;
    const isAbove = isBehind || (closes.longestMs !== null && waitedMs >= closes.longestMs);
    return (
      isAbove && call.activity.kind === 'waiting' && visit.offers.length === 0 && visit.atPartner == null
    );
  });
}

/** When the hours of the dial policy may open or close next; null: nobody knows of a time. */
function callableAt(state: State, now: Instant): Instant | null {
  const plan = planInForce(state);
  const hours = plan.dialPolicy?.hours ?? null;
  const wall = hours === null ? null : hoursChangeAt(state, plan, hours, wallTime(state, now));
  return wall === null ? null : wall - state.wallAheadMs;
}

/** Looked at again when somebody will have waited so long, when the partner has rested, or when it may be called. */
function scheduleReview({ state, now }: Work, { queue, rule, waiting }: Overflowing): void {
  const { longestMs } = queue.overflowSince == null ? rule.opens : rule.closes;
  const times = waiting.map(({ visit }) => visit.enteredAt + (longestMs ?? -Infinity));
  if (queue.overflowSince != null && goingOver(rule, waiting).length > 0) {
    times.push(state.partnerRests.get(rule.to) ?? now);
    times.push(callableAt(state, now) ?? now);
  }
  const later = times.filter((at) => at > now);
  if (later.length === 0) state.deadlines.cancel('overflow', queue.id);
  else state.deadlines.set('overflow', queue.id, Math.min(...later));
}
