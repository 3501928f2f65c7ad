import type { Agent, WrapUp } from '../agent/agent.js';
import { phoneOutlook } from '../agent/availability.js';
import { goOnWithWrapUp, putWrapUpAside } from '../agent/wrap-up.js';
import type { Call } from '../call/call.js';
import type { AgentId } from '../plan.js';
import { callOn, type State } from '../state.js';
import { agentOf, type Work } from '../work.js';
import { RING_BACK } from './rule.js';
import type { Transfer } from './transfer.js';

/** The caller stands where whoever handed him over is rung again, and has not been. */
export function isDueBack({ activity, transfer }: Call): boolean {
  if (activity.kind !== 'waiting' || activity.visit.step !== RING_BACK || transfer === null) return false;
  return !activity.visit.tried.includes(transfer.from);
}

/** Whoever is to be rung again has been hung up, and his phone is not free yet. */
export function isHangingUp(state: State, call: Call): boolean {
  const { transfer } = call;
  if (transfer === null || !isDueBack(call)) return false;
  const legs = state.agents.get(transfer.from)?.legs ?? [];
  const isGoing = (leg: string): boolean =>
    callOn(state, state.legs.get(leg)) === call && state.deadlines.has('leg-gone', leg);
  return legs.length > 0 && legs.every(isGoing);
}

/** The same, and he will be rung as soon as it is. */
export function isWaitedFor(work: Work, call: Call): boolean {
  const { transfer } = call;
  return transfer !== null && isHangingUp(work.state, call) && isThere(work, transfer);
}

/**
 * Before whoever handed the caller over is rung again: he need not finish his notes of a talk that goes on. False: he has
 * none, or will not be rung.
 */
export function freeForReturn(work: Work, call: Call): boolean {
  const { transfer } = call;
  if (transfer === null || work.state.telephony.kind === 'lost' || !isThere(work, transfer)) return false;
  const agent = agentOf(work, transfer.from);
  if (agent.legs.length > 0) return false;
  const notes = putWrapUpAside(work, agent);
  if (notes === null) return false;
  transfer.notes = notes;
  return true;
}

/** Nothing but the notes of this very talk keeps him from being rung. */
function isThere(work: Work, { from, conversation }: Transfer): boolean {
  const agent = agentOf(work, from);
  const { presence, work: doing, pause, restUntil } = agent;
  const isIdle = doing.kind === 'none' || (doing.kind === 'wrap-up' && doing.conversation === conversation);
  const isAvailable = presence.kind === 'signed-in' && pause === null && restUntil === null;
  return isIdle && isAvailable && isPhoneUsable(work.state, agent);
}

function isPhoneUsable(state: State, agent: Agent): boolean {
  return phoneOutlook(state, agent) === 'usable';
}

/** He has his caller back: what he notes after the talk are the same notes. null: he has finished them. */
export function takeNotes({ transfer }: Call, agent: AgentId): WrapUp | null {
  if (transfer?.from !== agent) return null;
  const { notes } = transfer;
  transfer.notes = null;
  return notes;
}

/** He has not had his caller back, and goes on with his notes. */
export function backToNotes(work: Work, call: Call, agent: AgentId): void {
  const notes = takeNotes(call, agent);
  if (notes !== null) goOnWithWrapUp(work, agentOf(work, agent), notes);
}
