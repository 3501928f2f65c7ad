import type { Call } from '../call/call.js';
import { answer, setBackdrop } from '../call/sound.js';
import type { RingStep } from '../plan.js';
import { newVisit } from '../queue/entering.js';
import { leaveWaiting } from '../queue/leaving.js';
import { backToNotes, isWaitedFor } from '../transfer/returning.js';
import { callOf, tell, type Work } from '../work.js';
import { ringNext } from './ringing.js';
import { visitOf } from './offers.js';
import { ringStep } from './rule.js';

/** The music class that Asterisk itself falls back to. */
const USUAL_MUSIC = 'default';

/** A call comes to a ring step: agents who cannot be offered it now are skipped, without delay. */
export function enterRingStep(work: Work, callId: string): void {
  const call = callOf(work, callId);
  const step: RingStep = ringStep(work.state, call);
  const visit = newVisit(work, call, { queue: null, step: step.id, messages: 0 });
  if (step.mark !== null && !call.marks.includes(step.mark)) call.marks.push(step.mark);
  tell(work, call, 'ring-entered', { step: step.id, visit: visit.id });
  call.activity = { kind: 'waiting', visit };
  work.state.ringSteps.add(callId);
  if (step.limitMs !== null) work.state.deadlines.set('ring-limit', callId, work.now + step.limitMs);
  goOnRinging(work, callId);
  if (visit.offers.length > 0 || isWaitedFor(work, call)) hearRingStep(work, call);
}

/** What the caller hears in a ring step: what it says, else ringing before the call is answered and music after. */
export function hearRingStep(work: Work, call: Call): void {
  const { hear, music } = ringStep(work.state, call);
  if (hear === 'music') answer(work, call);
  setBackdrop(work, call, hear ?? (call.answeredAt === null ? 'ringing' : 'music'), music ?? USUAL_MUSIC);
}

/** Rings who comes next; when everybody has been rung, the step is over. Whoever is just hung up is waited for. */
export function goOnRinging(work: Work, callId: string): void {
  if (ringNext(work, callId) !== 'round-is-over' || isWaitedFor(work, callOf(work, callId))) return;
  leaveRingStep(work, callId);
}

/** The flow goes on behind the step: everybody was rung, or its limit ran out. */
export function leaveRingStep(work: Work, callId: string): void {
  const call = callOf(work, callId);
  if (visitOf(call)?.queue !== null) return;
  leaveWaiting(work, callId, 'ran-out');
  // Somebody else may have had him rung meanwhile.
  if (call.transfer !== null) backToNotes(work, call, call.transfer.from);
  work.turns.push({ turn: 'go-on', call: callId });
}
