import type { Call } from '../call/call.js';
import { bringIn, hangUp } from '../legs.js';
import type { EndedBy } from '../milestone.js';
import { numberOutside, ringOutside, whyNotOutside } from '../outside/dialling.js';
import { tellOutside } from '../outside/ending.js';
import type { Outside } from '../outside/outside.js';
import type { OutgoingFact, OutgoingRefusal } from '../outgoing/facts.js';
import { isBeingCalled } from '../outgoing/refusing.js';
import type { BridgeId, LegId } from '../signal.js';
import type { DialPolicy } from '../plan.js';
import { planInForce } from '../state.js';
import { tell, type Work } from '../work.js';
import { RING_TARGET, type Target, type TransferRule } from './rule.js';
import type { Consultation, Transfer } from './transfer.js';

/** How a number outside parts from who asks it, unless it has answered before. */
export interface AskedOutsideEnd {
  readonly result: Exclude<OutgoingFact['result'], 'answered' | 'blocked-by-policy'>;
  readonly endedBy: EndedBy;
}

/** The agent does not want to ask any more, or the caller is given over to nobody. */
export const GIVEN_UP: AskedOutsideEnd = { result: 'agent-cancelled', endedBy: 'agent' };

/** The number outside that the call's agent asks; null: none. */
export function askedOutside({ activity }: Call): Outside | null {
  return activity.kind === 'talking' ? (activity.conversation.consultation?.outside ?? null) : null;
}

/** The same, through this leg. */
export function askedOutsideAt(call: Call | undefined, leg: LegId): Outside | null {
  const outside = call === undefined ? null : askedOutside(call);
  return outside?.leg === leg ? outside : null;
}

type NumberOutside = Extract<Target, { to: 'number' }>;

/** Why a caller is handed over to no such number now; null: he is. One that the file names is called for everybody. */
export function whyNotHandedOver(
  work: Work,
  policy: DialPolicy,
  target: NumberOutside,
): OutgoingRefusal | null {
  const wanted = numberOutside(policy, target);
  const refusal = whyNotOutside(work, policy, wanted);
  if (refusal !== null || wanted.isWritten) return refusal;
  return isBeingCalled(work.state, wanted.number, null) ? 'being-called' : null;
}

/** A number outside that a caller is to be handed over to is rung. null: the policy refuses it, which is told. */
export function ringForTransfer(
  work: Work,
  call: Call,
  target: NumberOutside,
  { offerMs: ringMs, music, block }: TransferRule,
): Outside | null {
  const policy = planInForce(work.state).dialPolicy;
  return ringOutside(
    work,
    call,
    {
      ...{ ringMs, music, hear: 'music', otherwise: block, step: RING_TARGET },
      ...{ show: 'policy', origin: 'transfer' },
      ...(policy === undefined ? { number: null, isWritten: false } : numberOutside(policy, target)),
    },
    policy,
  );
}

/** It has answered: it comes into the bridge, and the agent hears it. Told again, it has no effect. */
export function outsideComesIn(
  work: Work,
  call: Call,
  outside: Outside,
  { bridge, transfer }: { readonly bridge: BridgeId; readonly transfer: Transfer | null },
): void {
  outside.answeredAt = work.now;
  outside.stage = { kind: 'joining', bridge, joined: [] };
  if (transfer !== null) transfer.answeredAt = work.now;
  work.state.deadlines.cancel('dial', call.id);
  bringIn(work, outside.leg, bridge);
  tell(work, call, 'consulted', { outgoing: outside.call });
}

/** It is asked no more: what became of it is told, and it is let go. */
export function letOutsideGo(work: Work, call: Call, outside: Outside, end: AskedOutsideEnd): void {
  const result = outside.answeredAt === null ? end.result : 'answered';
  work.state.deadlines.cancel('dial', call.id);
  tellOutside(work, call, outside, { result, refusal: null, endedBy: end.endedBy });
  hangUp(work, outside.leg, 'normal');
}

/** Whoever is asked, here or outside, has answered. */
export function hasAnswered({ asked, outside }: Consultation): boolean {
  return asked?.answeredAt != null || outside?.answeredAt != null;
}
