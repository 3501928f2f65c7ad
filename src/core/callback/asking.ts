import type { Outcome } from '../agent/presence.js';
import type { Call } from '../call/call.js';
import { callerName } from '../call/known-caller.js';
import { filled } from '../flow/variables.js';
import type { CallbackRule, CallbackStep, DialPolicy, QueueId } from '../plan.js';
import { callPlan } from '../ringing/rule.js';
import type { CallbackId, Instant } from '../signal.js';
import { mint, planInForce, type State, wallTime } from '../state.js';
import { settleTransfer } from '../transfer/settling.js';
import { tell, type Work } from '../work.js';
import type { Callback, CallbackOrigin } from './callback.js';
import { hold, holdIfHeCalls } from './holding.js';
import { keyedNumber } from './number.js';
import { type CallbackRefusal, type NumberRefusal, refusalInWords, refusalOf } from './policy.js';

/** Nobody is to be called back for ever: what has not come into its time by then is given up. */
const OPEN_AT_MOST_MS = 7 * 24 * 3_600_000;
const AHEAD_AT_MOST_MS = 30 * 24 * 3_600_000;

/** What is asked for. */
interface Wish {
  /** In E.164. */
  readonly number: string;
  readonly queue: QueueId;
  readonly origin: CallbackOrigin;
  readonly name: string | null;
  readonly since: Instant;
  readonly notBefore: Instant | null;
  /** The call in which it is asked for; null: in none. */
  readonly call: Call | null;
}

/** How a queue calls back, and which numbers. */
export interface Rules {
  readonly rule: CallbackRule;
  readonly policy: DialPolicy;
}

/** Null: the queue calls nobody back. */
export function rulesOf(state: State, queue: QueueId): Rules | null {
  const { queues, dialPolicy: policy } = planInForce(state);
  const rule = Object.hasOwn(queues, queue) ? queues[queue]?.callback : undefined;
  return rule === undefined || policy === undefined ? null : { rule, policy };
}

/** Why a caller who comes to this step would not be called back; null: he would be. */
export function refusedAt(work: Work, call: Call, step: CallbackStep): CallbackRefusal | null {
  const rules = rulesOf(work.state, step.queue);
  if (rules === null) return 'no-callbacks';
  return refusalFor(work, rules, step.queue, numberAt(work, call, step, rules.policy));
}

/** Why the queue does not call this number back; null: it does. Whoever is promised a callback already is so still. */
function refusalFor(
  work: Work,
  rules: Rules,
  queue: QueueId,
  number: string | null,
): NumberRefusal | 'queue-full' | null {
  const refusal = refusalOf(work.state, rules.policy, number, work.now);
  if (refusal !== null && !(isForNow(refusal) && knownOf(work.state, number) !== undefined)) return refusal;
  return isFull(work.state, rules, queue, number) ? 'queue-full' : null;
}

function isForNow(refusal: NumberRefusal): boolean {
  return refusal === 'too-often' || refusal === 'too-many-calls';
}

function knownOf({ callbacks, index }: State, number: string | null): Callback | undefined {
  return callbacks.get(index.callbackOf.get(number ?? '') ?? '');
}

/** No further callback may be open in this queue. */
function isFull(state: State, { rule }: Rules, queue: QueueId, number: string | null): boolean {
  return knownOf(state, number)?.queue !== queue && openIn(state, queue) >= rule.openAtMost;
}

/** Why the queue will not call this number back later either: what holds for now only is waited for. */
function lastingRefusalFor(
  work: Work,
  rules: Rules,
  queue: QueueId,
  number: string | null,
): NumberRefusal | 'queue-full' | null {
  const refusal = refusalOf(work.state, rules.policy, number, work.now);
  if (refusal !== null && !isForNow(refusal)) return refusal;
  return isFull(work.state, rules, queue, number) ? 'queue-full' : null;
}

function openIn({ callbacks }: State, queue: QueueId): number {
  let open = 0;
  for (const callback of callbacks.values()) if (callback.queue === queue) open += 1;
  return open;
}

/** A caller asks to be called back; false: he is not. */
export function askInCall(work: Work, call: Call, step: CallbackStep): boolean {
  const refusal = refusedAt(work, call, step);
  const { policy } = rulesOf(work.state, step.queue) ?? {};
  const number = policy === undefined ? null : numberAt(work, call, step, policy);
  if (refusal !== null || number === null) {
    refuseCaller(work, call, { queue: step.queue, origin: 'caller', number }, refusal ?? 'no-number');
    return false;
  }
  const callback = ask(work, { ...wishOf(work, call, number), queue: step.queue, origin: 'caller' });
  hold(work, callback, call.id);
  call.lastExit = 'callback';
  settleTransfer(work, call, 'callback');
  return true;
}

/** Somebody has hung up waiting: he is called back when his queue does so after so long. */
export function askForAbandoned(work: Work, call: Call, queue: QueueId): void {
  const rules = rulesOf(work.state, queue);
  const after = rules?.rule.afterAbandonMs ?? null;
  if (rules === null || after === null || call.waitMs < after) return;
  const number = call.fromE164;
  const refusal = refusalFor(work, rules, queue, number);
  if (refusal !== null || number === null)
    refuseCaller(work, call, { queue, origin: 'abandon', number: call.from }, refusal ?? 'no-number');
  else ask(work, { ...wishOf(work, call, number), queue, origin: 'abandon' });
}

/** Somebody came to a voicemail box, whatever he left there: by which he is called back; null: he is not. */
export function askForVoicemail(work: Work, call: Call, queue: QueueId | null): CallbackId | null {
  if (queue === null) return null;
  const rules = rulesOf(work.state, queue);
  const number = call.fromE164;
  const refusal = rules === null ? 'no-callbacks' : lastingRefusalFor(work, rules, queue, number);
  if (refusal !== null || number === null) {
    refuseCaller(work, call, { queue, origin: 'voicemail', number: call.from }, refusal ?? 'no-number');
    return null;
  }
  const callback = ask(work, { ...wishOf(work, call, number), queue, origin: 'voicemail' });
  hold(work, callback, call.id);
  return callback.id;
}

/** Another system asks that somebody is called back. */
export function askFromOutside(
  work: Work,
  wish: Pick<Wish, 'number' | 'queue' | 'name' | 'notBefore'>,
): Outcome {
  const { state, now } = work;
  const { number, queue } = wish;
  if (!Object.hasOwn(planInForce(state).queues, queue))
    return elsewhere(state, 'unknown-queue', `no queue in the routing file is called "${queue}"`);
  const rules = rulesOf(state, queue);
  if (rules === null) return elsewhere(state, 'wrong-state', `the queue "${queue}" calls nobody back`);
  const refusal = refusalFor(work, rules, queue, number);
  if (refusal === 'queue-full') {
    const detail = `the queue "${queue}" has ${rules.rule.openAtMost} callbacks open, as many as it may`;
    return { ok: false, code: 'limit-reached', detail };
  }
  if (refusal !== null) {
    const code = refusal === 'too-many-calls' ? 'limit-reached' : 'number-refused';
    return { ok: false, code, detail: refusalInWords(refusal) };
  }
  if ((wish.notBefore ?? 0) > wallTime(state, now) + AHEAD_AT_MOST_MS)
    return { ok: false, code: 'limit-reached', detail: 'a callback can be asked for at most 30 days ahead' };
  const since = Math.max(now, (wish.notBefore ?? 0) - state.wallAheadMs);
  ask(work, { ...wish, origin: 'request', since, call: null });
  return { ok: true };
}

/** This queue cannot be asked: which can. */
function elsewhere(state: State, code: 'unknown-queue' | 'wrong-state', found: string): Outcome {
  const known = Object.keys(planInForce(state).queues).filter((each) => rulesOf(state, each) !== null);
  const right = known.length === 0 ? 'none calls back' : `those that call back are ${known.join(', ')}`;
  return { ok: false, code, detail: `${found}: ${right}` };
}

function wishOf(work: Work, call: Call, number: string): Omit<Wish, 'queue' | 'origin'> {
  const name = callerName(callPlan(work.state, call), call);
  return { number, name, since: work.now - call.keptMs - call.waitMs, notBefore: null, call };
}

/** There is one callback for a number: asked for again it goes to the queue named last, and keeps its age. */
function ask(work: Work, wish: Wish): Callback {
  const { state } = work;
  const known = knownOf(state, wish.number);
  const callback = known ?? begin(work, wish);
  callback.asks += 1;
  if (known !== undefined) askAgain(work, known, wish);
  const { id, number, name, queue, origin, call, askedAt, notBefore } = callback;
  work.milestones.push({
    ...{ kind: 'callback-asked', callback: id, number, name, queue, origin, call, askedAt, notBefore },
  });
  if (wish.call !== null)
    tell(work, wish.call, 'callback-asked', { callback: id, queue, origin: wish.origin });
  holdIfHeCalls(work, callback);
  work.callbacksDue.add(id);
  return callback;
}

function begin(work: Work, { number, name, queue, origin, since, notBefore, call }: Wish): Callback {
  const { state, now } = work;
  const expiresAt = origin === 'abandon' ? now + expireMs(state, queue) : latest(state, now, notBefore);
  const callback: Callback = {
    id: mint(state, 'callback'),
    ...{ number, name, queue, origin, since, notBefore, expiresAt },
    call: call?.id ?? null,
    askedAt: now,
    asks: 0,
    language: call?.language ?? planInForce(state).company.language,
    priority: call?.priority ?? 0,
    needs: call?.needs ?? [],
    tries: 0,
    wishedAt: now,
    inVain: 0,
    restUntil: null,
    leftMs: origin === 'abandon' ? null : expireMs(state, queue),
    stage: { kind: 'resting' },
  };
  state.callbacks.set(callback.id, callback);
  state.index.callbackOf.set(number, callback.id);
  return callback;
}

/** What he wishes now counts, but for his age: a promise is made anew. Whoever hangs up once more has asked for nothing. */
function askAgain({ state, now }: Work, callback: Callback, wish: Wish): void {
  callback.queue = wish.queue;
  callback.since = Math.min(callback.since, wish.since);
  const timeMs = expireMs(state, wish.queue);
  if (wish.origin === 'abandon') {
    callback.expiresAt = Math.max(callback.expiresAt, now + timeMs);
    return;
  }
  callback.notBefore = wish.notBefore;
  if (callback.origin === 'abandon') callback.origin = wish.origin;
  callback.wishedAt = now;
  callback.inVain = 0;
  callback.restUntil = null;
  callback.leftMs = timeMs;
  callback.expiresAt = Math.max(callback.expiresAt, latest(state, now, wish.notBefore));
}

function expireMs(state: State, queue: QueueId): number {
  return rulesOf(state, queue)?.rule.expireMs ?? 0;
}

/** For a wish that could not be fulfilled yet. */
export function latest({ wallAheadMs }: State, now: Instant, notBefore: Instant | null): Instant {
  return Math.max(now, (notBefore ?? 0) - wallAheadMs) + OPEN_AT_MOST_MS;
}

function numberAt(work: Work, call: Call, step: CallbackStep, policy: DialPolicy): string | null {
  if (step.number === null) return call.fromE164;
  const wall = wallTime(work.state, work.now);
  const keyed = filled(step.number, call, callPlan(work.state, call), wall);
  return keyedNumber(policy, keyed);
}

function refuseCaller(
  work: Work,
  call: Call,
  asked: { readonly queue: QueueId; readonly origin: CallbackOrigin; readonly number: string | null },
  refusal: CallbackRefusal,
): void {
  const callback: CallbackId = mint(work.state, 'callback');
  const name = callerName(callPlan(work.state, call), call);
  tell(work, call, 'callback-refused', { callback, queue: asked.queue, because: refusal });
  work.milestones.push({
    ...{
      kind: 'callback-ended',
      callback,
      ...asked,
      name,
      call: call.id,
      askedAt: work.now,
      notBefore: null,
    },
    ...{ asks: 1, tries: 0, endedAt: work.now, end: 'refused', reason: refusal, agent: null },
  });
}
