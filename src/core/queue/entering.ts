import type { Call, Visit } from '../call/call.js';
import { answer, setBackdrop } from '../call/sound.js';
import { hasSomebody, watchForNobody } from '../agent/settling.js';
import type { PlannedQueue, QueueId } from '../plan.js';
import { queueRule } from '../ringing/rule.js';
import { mint } from '../state.js';
import { callOf, dispatchLater, tell, type Work } from '../work.js';
import { firstAnnouncements, scheduleAnnouncement } from './announcements.js';
import { recordVisit } from './leaving.js';
import { type Queue, takePlace } from './queue.js';

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

/** A caller comes to a queue: turned away when nobody is there or it is full, else he waits. */
export function enterQueue(work: Work, callId: string, queueId: QueueId): void {
  const call = callOf(work, callId);
  const queue = work.state.queues.get(queueId);
  const rule = queueRule(work.state, call, queueId);
  const visit = newVisit(work, call, { queue: queueId, step: null, messages: rule.waiting.messages.length });
  tell(work, call, 'queue-entered', { queue: queueId, visit: visit.id });
  if (queue === undefined || !hasSomebody(work, queueId))
    turnAway(work, call, visit, 'nobody', rule.exits.nobody);
  else if (isFull(queue, rule)) turnAway(work, call, visit, 'full', rule.exits.full);
  else wait(work, call, visit, queue, rule);
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
    carriedMs: call.waitMs,
    tried: [],
    offers: [],
    offersMade: 0,
    waves: 0,
    announcements: {
      playing: null,
      positionAt: null,
      positionSpoken: null,
      messagesAt: new Array<null>(where.messages).fill(null),
    },
  };
}

function isFull(queue: Queue, rule: PlannedQueue): boolean {
  return rule.limits.callers !== null && queue.waiting.length >= rule.limits.callers;
}

function turnAway(work: Work, call: Call, visit: Visit, exit: 'nobody' | 'full', block: string | null): void {
  recordVisit(work, call, visit, exit, null);
  if (block === null) work.turns.push({ turn: 'go-on', call: call.id });
  else work.turns.push({ turn: 'enter', call: call.id, block });
}

function wait(work: Work, call: Call, visit: Visit, queue: Queue, rule: PlannedQueue): void {
  const { state, now } = work;
  call.activity = { kind: 'waiting', visit };
  takePlace(queue, {
    call: call.id,
    since: visit.enteredAt - visit.carriedMs - call.priority * PRIORITY_STEP_MS,
    ticket: ++state.minted,
  });
  if (rule.limits.waitMs !== null) state.deadlines.set('wait-limit', call.id, now + rule.limits.waitMs);
  if (rule.answer === 'at-entry') answer(work, call);
  if (rule.hear === 'music' && call.answeredAt !== null)
    state.deadlines.set('music', call.id, now + MUSIC_AFTER_MS);
  else setBackdrop(work, call, rule.hear, rule.waiting.music);
  firstAnnouncements(visit, rule.waiting, now);
  scheduleAnnouncement(work, call, visit);
  watchForNobody(work, queue.id);
  dispatchLater(work, [queue.id]);
}
