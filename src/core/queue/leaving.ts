import type { Call, Visit } from '../call/call.js';
import type { VisitExit } from '../milestone.js';
import type { AgentId, BlockId } from '../plan.js';
import { askForAbandoned } from '../callback/asking.js';
import { mayOverflow } from '../partner/overflow.js';
import { isPartner, nameInFacts } from '../partner/partner.js';
import { allOffers, visitOf, withdrawOffer } from '../ringing/offers.js';
import { queueRule } from '../ringing/rule.js';
import { callOf, dispatchLater, type Work } from '../work.js';
import { noteParticular } from './admission.js';
import { stopAnnouncement } from './announcements.js';
import { keepAge } from './dropping.js';
import { proveEstimate } from './estimate.js';
import { leavePlace } from './queue.js';

/** Why a waiting caller leaves without having been answered. */
export type LeaveCause = Exclude<VisitExit, 'answered' | 'full'>;

/** A waiting caller leaves: his offers are taken back, his visit is closed, his place is given up. */
export function leaveWaiting(work: Work, callId: string, cause: LeaveCause): void {
  const call = callOf(work, callId);
  const visit = visitOf(call);
  if (visit === null) return;
  const result = cause === 'hung-up' || cause === 'unknown' ? 'caller-left' : 'withdrawn';
  call.activity = { kind: 'in-flow' };
  for (const offer of allOffers(visit)) withdrawOffer(work, offer, result);
  stopAnnouncement(work, call, visit);
  closeVisit(work, call, visit, cause, null);
}

/** Leaves a queue by the exit of its cause. */
export function leaveByExit(work: Work, callId: string, cause: 'wait-limit' | 'nobody' | 'removed'): void {
  const call = callOf(work, callId);
  const queue = visitOf(call)?.queue;
  if (queue === null || queue === undefined) return;
  const { exits } = queueRule(work.state, call, queue);
  leaveWaiting(work, callId, cause);
  const block: BlockId | null = cause === 'wait-limit' ? exits.wait : exits.nobody;
  if (block === null) work.turns.push({ turn: 'go-on', call: call.id });
  else work.turns.push({ turn: 'enter', call: call.id, block });
}

/** The stay is over: deadlines and place go, the fact is told. */
export function closeVisit(
  work: Work,
  call: Call,
  visit: Visit,
  exit: VisitExit,
  agent: AgentId | null,
): void {
  const { state } = work;
  state.deadlines.cancel('wait-limit', call.id);
  state.deadlines.cancel('ring-limit', call.id);
  state.deadlines.cancel('announce', call.id);
  state.deadlines.cancel('opening', call.id);
  state.deadlines.cancel('widening', call.id);
  state.deadlines.cancel('nobody-fits', call.id);
  state.deadlines.cancel('music', call.id);
  state.ringSteps.delete(call.id);
  const queue = visit.queue === null ? undefined : state.queues.get(visit.queue);
  let position = 0;
  if (queue !== undefined) {
    position = leavePlace(queue, call.id);
    noteParticular(state, queue.id, call, false);
    if (exit === 'answered' && !isPartner(agent)) proveEstimate(work, call, visit, queue);
    work.queuesToWatch.add(queue.id);
    if (mayOverflow(state, queue.id)) dispatchLater(work, [queue.id]);
  }
  recordVisit(work, call, visit, { exit, agent, position });
  if (exit !== 'hung-up' || visit.queue === null) return;
  keepAge(work, call, visit.queue);
  askForAbandoned(work, call, visit.queue);
}

/** How a stay ended; `position`: of the caller who left, 1 was next, 0: he had none. */
export interface VisitEnd {
  readonly exit: VisitExit;
  readonly agent: AgentId | null;
  readonly position: number;
}

/** Tells the fact. */
export function recordVisit(work: Work, call: Call, visit: Visit, { exit, agent, position }: VisitEnd): void {
  const waitMs = work.now - visit.enteredAt;
  call.waitMs += waitMs;
  // A promise stands, whatever becomes of him in a queue that he goes on to.
  const { lastExit } = call;
  const isPromised = lastExit === 'callback' || lastExit === 'voicemail' || lastExit === 'outside';
  if (!isPromised || exit === 'answered') call.lastExit = exit;
  // A callback tells of itself in its own facts: it is nobody who came to a queue.
  if (call.outbound !== null) return;
  work.milestones.push({
    kind: 'visit-ended',
    visit: visit.id,
    call: call.id,
    queue: visit.queue,
    step: visit.step,
    enteredAt: visit.enteredAt,
    endedAt: work.now,
    exit,
    carriedMs: visit.carriedMs,
    waitMs,
    agent: agent === null ? null : nameInFacts(agent),
    offers: visit.offersMade,
    planVersion: call.plan,
    ...(position > 0 ? { position } : {}),
  });
}
