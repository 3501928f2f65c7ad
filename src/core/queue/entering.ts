import type { Call, Visit } from '../call/call.js';
import { answer, setBackdrop } from '../call/sound.js';
import { hasSomebody } from '../agent/settling.js';
import type { BlockId, PlannedQueue, QueueId } from '../plan.js';
import { queueRule } from '../ringing/rule.js';
import { mint } from '../state.js';
import { callOf, dispatchLater, tell, type Work } from '../work.js';
import { noteParticular, scheduleOpening } from './admission.js';
import { firstAnnouncements, scheduleAnnouncement } from './announcements.js';
import { estimatedWaitMs, isEstimated, isTrusted, servingAgents } from './estimate.js';
import { callersWaiting } from './figures.js';
import { recordVisit } from './leaving.js';
import { aheadOf, type Place, type Queue, takePlace } from './queue.js';

/**
 * What one step of priority is worth in age. Ageing and priority are one measure, so that whoever waits long enough is
 * served, and places never change among those who wait.
 */
const PRIORITY_STEP_MS = 60_000;
/**
 * A phone that answers by itself does so within this time: then the caller is spared music that breaks off at once, and
 * Asterisk two commands. Silence of this length is none to a caller.
 */
const MUSIC_AFTER_MS = 300;

/** A caller comes to a queue: turned away when nobody who can serve him is there or it is full, else he waits. */
export function enterQueue(
  work: Work,
  callId: string,
  queueId: QueueId,
  limits: 'asked' | 'set-aside',
): void {
  const call = callOf(work, callId);
  call.lastQueue = queueId;
  const queue = work.state.queues.get(queueId);
  const rule = queueRule(work.state, call, queueId);
  const visit = newVisit(work, call, { queue: queueId, step: null, messages: rule.waiting.messages.length });
  const place = placeOf(visit, call, work.state.minted + 1);
  const position = queue === undefined ? null : aheadOf(queue, place) + 1;
  tell(work, call, 'queue-entered', { queue: queueId, visit: visit.id, position });
  if (queue === undefined || !hasSomebody(work, queueId, call)) {
    turnAway(work, call, visit, 'nobody', rule.exits.nobody);
    return;
  }
  if (isEstimated(rule))
    visit.estimateMs = estimatedWaitMs(work.state, rule, aheadOf(queue, place), work.now);
  const limit = limits === 'asked' ? limitReached(work, queue, rule, visit) : null;
  if (limit === null) {
    wait(work, call, { visit, place, queue, rule });
    return;
  }
  tell(work, call, 'not-let-in', { queue: queueId, limit });
  turnAway(work, call, visit, 'full', exitOf(rule, limit));
}

/** By which of the queue's limits a caller is not let in. */
type Limit = 'callers' | 'callers-per-agent' | 'expected-wait';

/** The first limit that lets nobody in any more; null: he is let in. */
function limitReached({ state }: Work, queue: Queue, rule: PlannedQueue, visit: Visit): Limit | null {
  const { callers, callersPerAgent, expectedWaitMs } = rule.limits;
  const waiting = callersWaiting(state, queue);
  if (callers !== null && waiting >= callers) return 'callers';
  if (callersPerAgent !== undefined && waiting >= callersPerAgent * servingAgents(state, rule))
    return 'callers-per-agent';
  const isTooLong = visit.estimateMs !== null && visit.estimateMs > (expectedWaitMs ?? Infinity);
  return isTooLong && isTrusted(queue) ? 'expected-wait' : null;
}

function exitOf({ exits }: PlannedQueue, limit: Limit): BlockId | null {
  switch (limit) {
    case 'callers':
      return exits.full;
    case 'callers-per-agent':
      return exits.crowded ?? null;
    case 'expected-wait':
      return exits.tooLong ?? null;
  }
}

/** A stay in a queue or ring step that begins now. */
export function newVisit(
  work: Work,
  call: Call,
  where: { readonly queue: QueueId | null; readonly step: string | null; readonly messages: number },
): Visit {
  call.firstOfferedAt ??= work.now;
  return {
    id: mint(work.state, 'visit'),
    queue: where.queue,
    step: where.step,
    enteredAt: work.now,
    carriedMs: call.keptMs + call.waitMs,
    tried: [],
    offers: [],
    offersMade: 0,
    waves: 0,
    waveAt: null,
    estimateMs: null,
    announcements: {
      playing: null,
      positionAt: null,
      positionSpoken: null,
      estimateAt: null,
      estimateSpoken: null,
      messagesAt: new Array<null>(where.messages).fill(null),
    },
  };
}

/** The place of a stay in a queue: age less what the priority is worth. */
export function placeOf(visit: Visit, call: Call, ticket: number): Place {
  const since = visit.enteredAt - visit.carriedMs - call.priority * PRIORITY_STEP_MS;
  return { call: call.id, since, ticket };
}

function turnAway(work: Work, call: Call, visit: Visit, exit: 'nobody' | 'full', block: string | null): void {
  recordVisit(work, call, visit, { exit, agent: null, position: 0 });
  if (block === null) work.turns.push({ turn: 'go-on', call: call.id });
  else work.turns.push({ turn: 'enter', call: call.id, block });
}

interface Admission {
  readonly visit: Visit;
  readonly place: Place;
  readonly queue: Queue;
  readonly rule: PlannedQueue;
}

function wait(work: Work, call: Call, { visit, place, queue, rule }: Admission): void {
  const { state, now } = work;
  call.activity = { kind: 'waiting', visit };
  // The ticket of the place; whoever is not let in uses none up.
  state.minted += 1;
  takePlace(queue, place);
  if (rule.limits.waitMs !== null) state.deadlines.set('wait-limit', call.id, now + rule.limits.waitMs);
  if (rule.answer === 'at-entry') answer(work, call);
  if (rule.hear === 'music' && call.answeredAt !== null)
    state.deadlines.set('music', call.id, now + MUSIC_AFTER_MS);
  else setBackdrop(work, call, rule.hear, rule.waiting.music);
  noteParticular(state, queue.id, call, true);
  scheduleOpening(work, call, visit, rule);
  firstAnnouncements(visit, rule.waiting, now);
  scheduleAnnouncement(work, call, visit);
  work.queuesToWatch.add(queue.id);
  dispatchLater(work, [queue.id]);
}
