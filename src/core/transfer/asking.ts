import type { Outcome } from '../agent/presence.js';
import { isFree, shownState } from '../agent/availability.js';
import { hasSomebody } from '../agent/settling.js';
import type { Call, Conversation } from '../call/call.js';
import type { ChangeDetail } from '../change.js';
import type { AgentId } from '../plan.js';
import { isPartner } from '../partner/partner.js';
import { inWords } from '../outgoing/refusing.js';
import { callPlan } from '../ringing/rule.js';
import type { LegId, RefusalCode, TransferRequest } from '../signal.js';
import { mint, planInForce, type State } from '../state.js';
import { tell, type Work } from '../work.js';
import { askedOutside, whyNotHandedOver } from './asking-outside.js';
import { beginConsultation, consultingIn, endConsultation } from './consulting.js';
import { completeTransfer, handOver } from './handing-over.js';
import { hold, resume } from './holding.js';
import { type Target, targetInWords, type TransferRule } from './rule.js';
import type { TransferBy } from './transfer.js';

/** What is asked for, of a call that is known. */
export type Wish =
  | {
      readonly ask: 'transfer-call' | 'consult';
      readonly target: Target;
      readonly reason: string | null;
      /** The second call of the agent's phone, on which he asks. */
      readonly line?: LegId;
    }
  | {
      readonly ask: 'complete-transfer' | 'cancel-transfer' | 'hold-call' | 'resume-call';
      readonly target?: never;
    };

/** Somebody wants a caller to be handed over, or put on hold; a refusal leaves everything as it was. */
export function answerTransferRequest(work: Work, request: TransferRequest): Outcome {
  const call = work.state.calls.get(request.call);
  if (call === undefined) return refuse('unknown-call', `there is no call "${request.call}" now`);
  return wishTransfer(work, call, request, 'request');
}

/** The same, whoever wants it. */
export function wishTransfer(work: Work, call: Call, wish: Wish, by: TransferBy): Outcome {
  if (call.activity.kind !== 'talking')
    return refuse('wrong-state', `nobody talks with the caller of call "${call.id}" now`);
  const { conversation } = call.activity;
  if (isPartner(conversation.agent))
    return refuse('wrong-state', `call "${call.id}" talks with a partner, and stays there`);
  const isAsking = conversation.consultation !== null;
  switch (wish.ask) {
    case 'transfer-call':
    case 'consult':
      if (isAsking)
        return refuse(
          'wrong-state',
          `in call "${call.id}" somebody is being asked already: complete or cancel first`,
        );
      return begin(work, call, conversation, wish, by);
    case 'complete-transfer':
    case 'cancel-transfer':
      if (!isAsking) return refuse('wrong-state', `in call "${call.id}" nobody is being asked`);
      if (wish.ask === 'complete-transfer') completeTransfer(work, call, 'agent');
      else endConsultation(work, call, 'cancelled');
      return { ok: true };
    case 'hold-call':
      if (conversation.hold !== null) return refuse('wrong-state', `call "${call.id}" is on hold already`);
      hold(work, call, conversation, 'hold');
      return { ok: true };
    case 'resume-call':
      if (isAsking) return refuse('wrong-state', `in call "${call.id}" somebody is being asked: cancel that`);
      if (conversation.hold === null) return refuse('wrong-state', `call "${call.id}" is not on hold`);
      resume(work, call, conversation);
      return { ok: true };
  }
}

function begin(
  work: Work,
  call: Call,
  conversation: Conversation,
  wish: Extract<Wish, { readonly target: Target }>,
  by: TransferBy,
): Outcome {
  const { transfers: rule } = callPlan(work.state, call);
  const refusal = rule === undefined ? noRule() : refusalOf(work, call, conversation, wish, rule);
  if (refusal !== null || rule === undefined) return refusal ?? noRule();
  const { target, reason } = wish;
  const kind = wish.ask === 'consult' ? 'consult' : 'blind';
  call.transfer = {
    ...{ id: mint(work.state, 'transfer'), kind, by, target, reason, agents: agentsOf(rule, target) },
    ...{ from: conversation.agent, conversation: conversation.id, queue: conversation.queue },
    ...{ recordedAs: conversation.recordedAs, notes: null },
    ...{ askedAt: work.now, answeredAt: null, handedOverAt: null, offers: 0 },
  };
  const { id } = call.transfer;
  tell(work, call, 'transfer-asked', { transfer: id, way: kind, target: targetInWords(target), reason, by });
  if (kind === 'consult') beginConsultation(work, call, conversation, wish.line ?? null);
  else handOver(work, call, call.transfer);
  return { ok: true };
}

function noRule(): Outcome {
  return refuse('wrong-state', 'the routing file has no section "transfers", so nobody is handed over');
}

/** Why this caller is not handed over there; null: he is. */
function refusalOf(
  work: Work,
  call: Call,
  conversation: Conversation,
  { ask, target }: Extract<Wish, { readonly target: Target }>,
  rule: TransferRule,
): Outcome | null {
  if (work.state.telephony.kind === 'lost') return refuse('wrong-state', 'Asterisk is not heard');
  if (call.outbound !== null)
    return refuse('wrong-state', `call "${call.id}" is for a callback, which stays with who made it`);
  const unknown = unknownTarget(work.state, call, rule, target);
  if (unknown !== null) return unknown;
  if (target.to === 'agent' || target.to === 'chain')
    return nobodyFree(work.state, rule, target, conversation.agent);
  if (target.to === 'number') return outsideRefused(work, target);
  if (ask === 'consult') {
    const what = `only an agent, a chain or a number can be asked, not ${targetInWords(target)}`;
    return refuse('wrong-state', what);
  }
  if (target.to === 'queue' && !hasSomebody(work, target.queue, call))
    return refuse('wrong-state', `nobody who could serve call "${call.id}" is there in "${target.queue}"`);
  return null;
}

/** A number that the file does not name is one that agents may call, or none. */
function outsideRefused(work: Work, target: Extract<Target, { to: 'number' }>): Outcome | null {
  const { dialPolicy: policy, phones } = planInForce(work.state);
  if (target.isWritten !== true && phones?.outgoing === undefined)
    return refuse('number-refused', inWords('switched-off'));
  if (policy === undefined)
    return refuse('number-refused', 'the routing file has no dial_policy, so no number outside is called');
  const refusal = whyNotHandedOver(work, policy, target);
  return refusal === null ? null : refuse('number-refused', inWords(refusal));
}

function unknownTarget(state: State, call: Call, rule: TransferRule, target: Target): Outcome | null {
  const plan = callPlan(state, call);
  switch (target.to) {
    case 'agent':
      if (Object.hasOwn(plan.agents, target.agent) && Object.hasOwn(planInForce(state).agents, target.agent))
        return null;
      return refuse('unknown-agent', `there is no agent "${target.agent}"`);
    case 'queue':
      if (Object.hasOwn(plan.queues, target.queue) && Object.hasOwn(planInForce(state).queues, target.queue))
        return null;
      return refuse('unknown-queue', `there is no queue "${target.queue}"`);
    case 'flow':
      if (Object.hasOwn(plan.flows, target.flow)) return null;
      return refuse('unknown-flow', `there is no flow "${target.flow}"`);
    case 'number':
      return null;
    case 'chain':
      if (Object.hasOwn(rule.chains, target.chain)) return null;
      return refuse('unknown-chain', `"transfers" knows no chain "${target.chain}"`);
  }
}

/** Nobody of them can be rung now. */
function nobodyFree(state: State, rule: TransferRule, target: Target, own: AgentId): Outcome | null {
  const agents = agentsOf(rule, target).filter((id) => id !== own);
  const known = agents.flatMap((id) => state.agents.get(id) ?? []);
  if (known.some((agent) => isFree(state, agent))) return null;
  const states = known.map((agent) => `${agent.id} is ${shownState(state, agent)}`).join(', ');
  return refuse('wrong-state', `nobody can be rung: ${states === '' ? `${own} talks already` : states}`);
}

function agentsOf(rule: TransferRule, target: Target): readonly AgentId[] {
  if (target.to === 'agent') return [target.agent];
  return target.to === 'chain' ? (rule.chains[target.chain] ?? []) : [];
}

/** With whom a call is and where it is on its way to, for the record of changes. */
export function transferStanding(state: State, id: string): ChangeDetail {
  const call = state.calls.get(id);
  if (call === undefined) return {};
  const talk = call.activity.kind === 'talking' ? call.activity.conversation : null;
  return {
    agent: talk?.agent ?? null,
    target: call.transfer === null ? null : targetInWords(call.transfer.target),
    onHold: talk?.hold != null,
    asks: consultingIn(call)?.consultation.asked?.agent ?? (askedOutside(call) === null ? null : 'outside'),
  };
}

function refuse(code: RefusalCode, detail: string): Outcome {
  return { ok: false, code, detail };
}
