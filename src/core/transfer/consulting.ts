import type { Call, Conversation } from '../call/call.js';
import type { OfferResult } from '../milestone.js';
import { bringIn, hangUp } from '../legs.js';
import { newVisit } from '../queue/entering.js';
import { tellDecision } from '../ringing/decision.js';
import { closeOffer, makeOffer } from '../ringing/offers.js';
import type { RingRule } from '../ringing/rule.js';
import { callPlan, factsOf } from '../ringing/rule.js';
import { placesOf } from '../ringing/strategy.js';
import type { AgentId } from '../plan.js';
import type { BridgeId, LegId } from '../signal.js';
import { CoreBug, type State } from '../state.js';
import { agentOf, tell, type Work } from '../work.js';
import {
  askedOutside,
  askedOutsideAt,
  type AskedOutsideEnd,
  GIVEN_UP,
  hasAnswered,
  letOutsideGo,
  outsideComesIn,
  ringForTransfer,
} from './asking-outside.js';
import { hold, resume } from './holding.js';
import { answerLine, hearAsking, lineAgain, stopAsking } from './second-line.js';
import { RING_TARGET, type Target, type TransferRule } from './rule.js';
import { settleTransfer } from './settling.js';
import type { Asked, Transfer } from './transfer.js';

/** The conversation in which this call's agent asks somebody; null: he asks nobody. */
export function consultingIn({ activity }: Call): Consulting | null {
  if (activity.kind !== 'talking') return null;
  const { conversation } = activity;
  const { consultation } = conversation;
  return consultation === null ? null : { conversation, consultation };
}

/** A conversation with somebody who is asked beside it. */
export interface Consulting {
  readonly conversation: Conversation;
  readonly consultation: NonNullable<Conversation['consultation']>;
}

/** Whom the call's agent asks through this leg; null: nobody. */
export function askedAt(call: Call | undefined, leg: LegId): Asked | null {
  const asked = call === undefined ? null : (consultingIn(call)?.consultation.asked ?? null);
  return asked?.leg === leg ? asked : null;
}

/** Whether the call's agent asks somebody on this second call of his phone. */
export function isLine(call: Call | undefined, leg: LegId): boolean {
  return call !== undefined && consultingIn(call)?.consultation.line === leg;
}

/** The caller hears music, and the first of those who are to be asked is rung, or the number outside. */
export function beginConsultation(
  work: Work,
  call: Call,
  conversation: Conversation,
  line: LegId | null,
): void {
  const visit = newVisit(work, call, { queue: null, step: RING_TARGET, messages: 0 });
  const consultation: Conversation['consultation'] = { since: work.now, visit, line, asked: null };
  conversation.consultation = consultation;
  hold(work, call, conversation, 'consult');
  hearAsking(work, call, { conversation, consultation });
  if (call.transfer?.target.to === 'number') askOutside(work, call, call.transfer.target);
  else askNext(work, call);
}

function askOutside(work: Work, call: Call, target: Extract<Target, { to: 'number' }>): void {
  const outside = ringForTransfer(work, call, target, transferRule(work.state, call));
  const consulting = consultingIn(call);
  if (outside === null || consulting === null) endConsultation(work, call, 'refused');
  else consulting.consultation.outside = outside;
}

/** Rings whoever comes next; when nobody is left, the caller is back. */
export function askNext(work: Work, call: Call): void {
  const consulting = consultingIn(call);
  const { transfer } = call;
  if (consulting === null || transfer === null) return;
  const { visit, asked } = consulting.consultation;
  // Nobody is rung while Asterisk is not heard, and afterwards it is tried again.
  if (asked !== null || work.state.telephony.kind === 'lost') return;
  const ranked = transfer.agents.filter((id) => !visit.tried.includes(id) && mayBeAsked(work, id));
  const [next] = ranked;
  if (next === undefined) {
    endConsultation(work, call, 'refused');
    return;
  }
  visit.waves += 1;
  visit.waveAt = work.now;
  const rule = ruleOfTransfer(work.state, call, transfer);
  const offer = work.state.offers.get(makeOffer(work, call, visit, agentOf(work, next), rule));
  if (offer === undefined) throw new CoreBug(`call ${call.id} asks nobody`);
  tellDecision(work, call, visit, { rule, facts: factsOf(work, rule), ranked, offers: [offer.id] });
  consulting.consultation.asked = {
    ...{ offer: offer.id, agent: next, leg: offer.leg, answeredAt: null, isJoined: false },
  };
}

/** Whether an agent can be rung now: those who were freed in this very step are not in the index yet. */
function mayBeAsked({ state }: Work, agent: AgentId): boolean {
  return state.index.freeAgents.has(agent);
}

/** How the targets of a transfer are rung: one after another. */
export function ruleOfTransfer(state: State, call: Call, { agents }: Transfer): RingRule {
  const rule = transferRule(state, call);
  return {
    ...{ queue: null, strategy: 'sequential', atOnce: null, offerMs: rule.offerMs, wrapUp: rule.wrapUp },
    counting: { window: { kind: 'day' }, newcomers: 'first', talk: 'mean', calls: 'all-queues' },
    ...{ place: placesOf(agents), lastServed: null, offers: null },
  };
}

/** The rule of the plan that the call finishes on. */
export function transferRule(state: State, call: Call): TransferRule {
  const rule = callPlan(state, call).transfers;
  if (rule === undefined) throw new CoreBug(`call ${call.id} is handed over by no rule`);
  return rule;
}

/** Whoever is asked has answered: he stands in the bridge with the agent, and the caller hears music. */
export function askedAnswers(work: Work, call: Call, asked: Asked): void {
  const consulting = consultingIn(call);
  if (consulting === null || asked.answeredAt !== null) return;
  asked.answeredAt = work.now;
  if (call.transfer !== null) call.transfer.answeredAt = work.now;
  work.state.deadlines.cancel('offer', asked.offer);
  bringIn(work, asked.leg, consulting.conversation.bridge);
  answerLine(work, consulting);
  work.touched.add(asked.agent);
  tell(work, call, 'consulted', { agent: asked.agent });
}

/** The number outside that is asked has answered. Told again, it has no effect. */
export function askedOutsideAnswers(work: Work, leg: LegId, call: Call | undefined): void {
  const outside = askedOutsideAt(call, leg);
  const consulting = call === undefined ? null : consultingIn(call);
  if (call === undefined || outside?.stage.kind !== 'ringing' || consulting === null) return;
  const { bridge } = consulting.conversation;
  outsideComesIn(work, call, outside, { bridge, transfer: call.transfer });
  answerLine(work, consulting);
}

/** The number outside that is asked is gone, busy or not reached: the caller is back. False: this leg is none. */
export function askedOutsideLeft(
  work: Work,
  call: Call | undefined,
  leg: LegId,
  end: AskedOutsideEnd,
): boolean {
  const outside = askedOutsideAt(call, leg);
  if (call === undefined || outside === null) return false;
  endConsultation(work, call, outside.answeredAt === null ? 'refused' : 'cancelled', end);
  return true;
}

/** It has rung long enough. While Asterisk is not heard nobody knows whether somebody has answered. */
export function askedOutsideDue(work: Work, call: Call, againInMs: number): void {
  const outside = askedOutside(call);
  if (outside?.stage.kind !== 'ringing') return;
  if (work.state.telephony.kind === 'lost') work.state.deadlines.set('dial', call.id, work.now + againInMs);
  else askedOutsideLeft(work, call, outside.leg, { result: 'no-answer', endedBy: 'callplane' });
}

/** After a gap: that he comes into the bridge may never have been sent. */
export function joinAsked(work: Work, call: Call): void {
  const consulting = consultingIn(call);
  if (consulting === null) return;
  lineAgain(work, consulting);
  const { asked, outside } = consulting.consultation;
  const { bridge } = consulting.conversation;
  if (asked?.answeredAt != null && !asked.isJoined)
    work.commands.push({ kind: 'join-bridge', leg: asked.leg, bridge });
  if (outside?.stage.kind === 'joining' && outside.stage.joined.length === 0)
    work.commands.push({ kind: 'join-bridge', leg: outside.leg, bridge });
}

/** A leg is in the bridge. */
export function askedJoined(call: Call, leg: LegId, bridge: BridgeId): void {
  if (consultingIn(call)?.conversation.bridge !== bridge) return;
  const asked = askedAt(call, leg);
  const stage = askedOutsideAt(call, leg)?.stage;
  if (asked !== null) asked.isJoined = true;
  if (stage?.kind === 'joining' && !stage.joined.includes(leg)) stage.joined.push(leg);
}

/** The phone that rang is silent again, for whatever reason: the next one rings. */
export function askAgain(work: Work, call: Call): void {
  const consultation = consultingIn(call)?.consultation;
  const asked = consultation?.asked ?? null;
  if (consultation === undefined || (asked !== null && work.state.offers.has(asked.offer))) return;
  if (consultation.outside !== undefined) return;
  consultation.asked = null;
  consultation.visit.offers = [];
  askNext(work, call);
}

/** Whoever was asked hangs up after he has answered: the caller is back. */
export function askedLeft(work: Work, call: Call): void {
  endConsultation(work, call, 'cancelled');
}

/** Nobody is asked any more, and the caller is back with the agent. */
export function endConsultation(
  work: Work,
  call: Call,
  result: 'refused' | 'cancelled',
  outside: AskedOutsideEnd = GIVEN_UP,
): void {
  const consulting = consultingIn(call);
  if (consulting === null) return;
  dropConsultation(work, call, consulting, { offer: 'withdrawn', outside });
  resume(work, call, consulting.conversation);
  settleTransfer(work, call, result);
}

/** What becomes of whoever is asked: of the offer of an agent, or of a number outside. */
interface ConsultationEnd {
  readonly offer: Extract<OfferResult, 'withdrawn' | 'caller-left'>;
  readonly outside: AskedOutsideEnd;
}

/** Whoever is asked is let go. */
export function dropConsultation(
  work: Work,
  call: Call,
  { conversation, consultation }: Consulting,
  end: ConsultationEnd,
): void {
  const { asked, line, outside } = consultation;
  conversation.consultation = null;
  stopAsking(work, { conversation, consultation });
  // Somebody who has heard it ring in vain hears the busy tone.
  if (line !== null) hangUp(work, line, hasAnswered(consultation) ? 'normal' : 'busy');
  if (outside !== undefined) letOutsideGo(work, call, outside, end.outside);
  if (call.transfer !== null) call.transfer.offers = consultation.visit.offersMade;
  const offer = asked === null ? undefined : work.state.offers.get(asked.offer);
  if (asked === null || offer === undefined) return;
  // Whoever was only asked has had no part in the call.
  closeOffer(work, offer, end.offer);
  hangUp(work, asked.leg, 'normal');
}
