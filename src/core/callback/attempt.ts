import { endConversation } from '../call/conversation.js';
import { forgetCall } from '../call/ending.js';
import type { Briefing, Call, Connecting, Dialling } from '../call/call.js';
import { mediaOf } from '../flow/media.js';
import { PLAYBACK_STARTS_WITHIN_MS } from '../flow/prompt.js';
import { forgetLeg, hangUp, removeBridge } from '../legs.js';
import { notReached } from '../not-reached.js';
import { closeVisit, leaveWaiting } from '../queue/leaving.js';
import { connect } from '../ringing/connecting.js';
import { closeOffer } from '../ringing/offers.js';
import { callPlan } from '../ringing/rule.js';
import type { LegEnd } from '../signal.js';
import { mint, planInForce, type State } from '../state.js';
import { callOf, tell, type Work } from '../work.js';
import { rulesOf } from './asking.js';
import { type AttemptResult, type Callback, forCallback } from './callback.js';
import { endCallback } from './ending.js';
import { holdIfHeCalls } from './holding.js';
import { isHourUsedUp, noteDialled } from './policy.js';
import { mayBeDialled, reviewAll } from './reviewing.js';

/** Asterisk's own time-out stands above ours as a net. */
const NET_MS = 2_000;

/** The callback that a call is made for; undefined: it is over. */
export function callbackOf(state: State, call: Call): Callback | undefined {
  const made = forCallback(call);
  return made === null ? undefined : state.callbacks.get(made.callback);
}

/** The agent who has answered hears what it is about; then the client is called. Asked for twice, it begins once. */
export function briefAgent(work: Work, callId: string): void {
  const call = callOf(work, callId);
  const { activity } = call;
  const callback = callbackOf(work.state, call);
  if (activity.kind !== 'briefing' || activity.playback !== null || callback === undefined) return;
  const notice = rulesOf(work.state, callback.queue)?.rule.notice ?? null;
  const plan = callPlan(work.state, call);
  const { language } = planInForce(work.state).company;
  const media = notice === null ? null : mediaOf(plan, planInForce(work.state), notice, language);
  if (media === null) {
    dialClient(work, call, activity);
    return;
  }
  activity.playback = mint(work.state, 'play');
  work.state.playbacks.set(activity.playback, call.id);
  work.commands.push({
    ...{ kind: 'play', leg: activity.agentLeg, playback: activity.playback, media, language },
  });
  work.state.deadlines.set('playback', call.id, work.now + PLAYBACK_STARTS_WITHIN_MS);
  tell(work, call, 'briefed', { prompt: notice });
}

/** The notice is over, or could not be heard. */
export function briefingOver(work: Work, call: Call): void {
  const { activity } = call;
  if (activity.kind !== 'briefing') return;
  // Nobody would hear of the client's answer; after the gap the notice begins again.
  if (work.state.telephony.kind === 'lost') stopNotice(work, call, activity);
  else dialClient(work, call, activity);
}

/** After a gap: the notice begins again, and who waits for the client hears ringing again. */
export function hearAttemptAgain(work: Work, call: Call): void {
  const { activity } = call;
  if (activity.kind === 'briefing') {
    stopNotice(work, call, activity);
    work.turns.push({ turn: 'brief-agent', call: call.id });
  } else if (activity.kind === 'dialling')
    work.commands.push({ kind: 'start-ringback', leg: activity.agentLeg });
}

function stopNotice(work: Work, call: Call, activity: Briefing): void {
  if (activity.playback === null) return;
  work.state.playbacks.delete(activity.playback);
  work.state.deadlines.cancel('playback', call.id);
  work.commands.push({ kind: 'stop-playback', leg: activity.agentLeg, playback: activity.playback });
  activity.playback = null;
}

function dialClient(work: Work, call: Call, briefing: Briefing): void {
  const { state, now } = work;
  const callback = callbackOf(state, call);
  const rules = callback === undefined ? null : rulesOf(state, callback.queue);
  const made = forCallback(call);
  if (made === null || callback === undefined || rules === null || !mayBeDialled(work, callback)) {
    endAttempt(work, call.id, 'failed');
    return;
  }
  const { visit, offer, agentLeg, answeredAt } = briefing;
  const { rule, policy } = rules;
  call.activity = { kind: 'dialling', visit, offer, agentLeg, answeredAt };
  if (made.attempt !== null) made.attempt.dialledAt = now;
  callback.tries += 1;
  noteDialled(state, policy, callback.number, now);
  if (isHourUsedUp(state, policy, now)) reviewAll(work);
  state.index.unmade.delete(call.id);
  state.legs.set(call.leg, { role: 'caller', call: call.id, bridge: null, hangUps: 0 });
  state.deadlines.set('dial', call.id, now + rule.ringMs);
  work.commands.push(
    {
      ...{ kind: 'ring', leg: call.leg, phone: policy.dial.replace('{number}', callback.number) },
      ...{ timeoutMs: rule.ringMs + NET_MS, callerNumber: policy.show, callerName: null },
    },
    { kind: 'start-ringback', leg: agentLeg },
  );
  tell(work, call, 'dialled', { callback: callback.id, try: callback.tries });
}

/** The client has answered: both are connected. Told again, it has no effect. */
export function clientAnswered(work: Work, call: Call): void {
  const { activity } = call;
  const outbound = forCallback(call);
  if (outbound === null) return;
  if (outbound.attempt === null || activity.kind === 'leaving') {
    hangUp(work, call.leg, 'normal');
    return;
  }
  if (activity.kind !== 'dialling') return;
  const offer = work.state.offers.get(activity.offer);
  if (offer === undefined) return;
  work.state.deadlines.cancel('dial', call.id);
  outbound.attempt.clientAnsweredAt = work.now;
  call.answeredAt = work.now;
  work.commands.push({ kind: 'stop-ringback', leg: activity.agentLeg });
  connect(work, call, offer, activity);
}

/** The client's phone did not answer in time. */
export function dialDue(work: Work, call: Call): void {
  if (call.activity.kind !== 'dialling') return;
  // While Asterisk is not heard nobody knows whether he has answered.
  if (work.state.telephony.kind === 'lost') work.state.deadlines.set('dial', call.id, work.now + NET_MS);
  else endAttempt(work, call.id, 'no-answer');
}

/** The client's leg is gone, from whichever source we learn it first. */
export function clientLegEnded(work: Work, call: Call, end: LegEnd): void {
  const { kind } = call.activity;
  if (kind === 'talking') endConversation(work, call, end === 'unknown' ? 'unknown' : 'caller');
  forgetLeg(work, call.leg);
  if (kind === 'leaving') forgetCall(work, call);
  else endAttempt(work, call.id, hasTalked(call) ? 'answered' : notReached(end));
}

function hasTalked(call: Call): boolean {
  return forCallback(call)?.attempt?.talk != null;
}

/** The agent hangs up before he has the client: who only heard the notice has declined, and the next is rung. */
export function agentGone(work: Work, call: Call): void {
  const { activity } = call;
  if (activity.kind === 'dialling')
    work.turns.push({ turn: 'attempt-over', call: call.id, result: 'agent-cancelled' });
  if (activity.kind !== 'briefing') return;
  stopNotice(work, call, activity);
  call.activity = { kind: 'waiting', visit: activity.visit };
  const made = forCallback(call);
  if (made !== null) made.attempt = null;
  const offer = work.state.offers.get(activity.offer);
  if (offer !== undefined) closeOffer(work, offer, 'declined');
  work.turns.push({ turn: 'ring-next', call: call.id });
}

/** The attempt is over, reached or not: it is told, both legs go, and the callback rests, ends or stands in line again. */
export function endAttempt(work: Work, callId: string, result: AttemptResult): void {
  const call = callOf(work, callId);
  if (call.activity.kind === 'leaving') return;
  letGo(work, call);
  tellAttempt(work, call, result);
  settle(work, call, result);
  if (!work.state.legs.has(call.leg)) {
    forgetCall(work, call);
    return;
  }
  call.activity = { kind: 'leaving', by: 'callplane', place: 'flow' };
  hangUp(work, call.leg, 'normal');
}

/** Ends what the call is in the middle of. */
function letGo(work: Work, call: Call): void {
  const { activity } = call;
  switch (activity.kind) {
    case 'waiting':
      return leaveWaiting(work, call.id, 'removed');
    case 'briefing':
      stopNotice(work, call, activity);
      return releaseAgent(work, call, activity);
    case 'dialling':
      work.state.deadlines.cancel('dial', call.id);
      return releaseAgent(work, call, activity);
    case 'connecting':
      work.state.deadlines.cancel('connect', call.id);
      releaseAgent(work, call, activity);
      return removeBridge(work, activity.bridge);
    case 'talking':
      return endConversation(work, call, 'callplane');
    case 'in-flow':
    case 'playing':
    case 'in-menu':
    case 'collecting':
    case 'rating':
    case 'looking-up':
    case 'awaiting-speech':
    case 'reaching-agent':
    case 'calling-out':
    case 'joining':
    case 'outside':
    case 'leaving-message':
    case 'leaving':
      return;
  }
}

function releaseAgent(work: Work, call: Call, activity: Briefing | Dialling | Connecting): void {
  const { visit, agentLeg, answeredAt } = activity;
  const offer = work.state.offers.get(activity.offer);
  if (offer !== undefined) closeOffer(work, offer, 'answered', answeredAt);
  closeVisit(work, call, visit, 'removed', null);
  hangUp(work, agentLeg, 'normal');
}

function tellAttempt(work: Work, call: Call, result: AttemptResult): void {
  const { id } = call;
  const outbound = forCallback(call);
  const attempt = outbound?.attempt ?? null;
  if (outbound === null || attempt?.offer == null) return;
  const { offer, agent, queue, offeredAt, endedAt: offerEndedAt } = attempt.offer;
  work.milestones.push({
    ...{
      kind: 'callback-attempt-ended',
      attempt: offer,
      callback: outbound.callback,
      call: id,
      queue,
      agent,
    },
    ...{ offeredAt, offerEndedAt, offerResult: 'answered', dialledAt: attempt.dialledAt },
    ...{ answeredAt: attempt.clientAnsweredAt, endedAt: work.now },
    result: attempt.dialledAt === null ? null : result,
    conversation: attempt.talk?.conversation ?? null,
    talkMs: attempt.talk?.talkMs ?? 0,
  });
}

/** His phone was reached. What an agent breaks off, or the trunk does not carry, is no try. */
const IN_VAIN: ReadonlySet<AttemptResult> = new Set(['busy', 'no-answer', 'refused']);

function settle(work: Work, call: Call, result: AttemptResult): void {
  const callback = callbackOf(work.state, call);
  if (callback === undefined) return;
  callback.stage = { kind: 'resting' };
  holdIfHeCalls(work, callback);
  const rule = rulesOf(work.state, callback.queue)?.rule;
  const dialledAt = forCallback(call)?.attempt?.dialledAt ?? null;
  if (dialledAt !== null && result !== 'withdrawn' && rule !== undefined) {
    if (IN_VAIN.has(result) && dialledAt >= callback.wishedAt) callback.inVain += 1;
    if (callback.inVain >= rule.tries) {
      endCallback(work, callback, 'tries-used');
      return;
    }
    callback.restUntil = work.now + rule.everyMs;
  }
  work.callbacksDue.add(callback.id);
}
