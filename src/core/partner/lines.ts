import { shownState } from '../agent/availability.js';
import type { Call, Visit } from '../call/call.js';
import type { OfferResult } from '../milestone.js';
import type { Plan } from '../plan.js';
import { placeOffer } from '../ringing/offers.js';
import { planInForce, type State } from '../state.js';
import { dispatchLater, tell, type Work } from '../work.js';
import { lineId, newLine, type PartnerId, type PartnerLine, type PlannedPartner } from './partner.js';

/** Results that say that the partner does not take callers now. */
const NOT_TAKEN: ReadonlySet<OfferResult> = new Set([
  ...(['no-answer', 'busy', 'declined', 'unreachable', 'failed'] as const),
]);

/** How many lines of a partner are in use. */
export function linesInUse({ agents }: State, partner: PartnerId): number {
  let lines = 0;
  for (const agent of agents.values()) if (agent.partner === partner) lines += 1;
  return lines;
}

/** A waiting caller rings at the partner, and waits on where he stands. */
export function ringPartner(work: Work, call: Call, visit: Visit, partner: PlannedPartner): void {
  const line = newLine(freeLine(work.state, partner), partner, work.now);
  work.state.agents.set(line.id, line);
  const { ringMs: offerMs, shown: callerNumber } = partner;
  const offer = placeOffer(work, call, visit, line, { offerMs, callerNumber, callerName: null });
  visit.atPartner = offer.id;
  tell(work, call, 'overflowed', { queue: visit.queue, partner: partner.id, offer: offer.id });
}

function freeLine({ agents }: State, { id, lines }: PlannedPartner): string {
  for (let line = 1; line < lines; line++) if (!agents.has(lineId(id, line))) return lineId(id, line);
  return lineId(id, lines);
}

/** A caller has rung in vain where the partner is rung now: nobody else does for a while. */
export function noteNotTaken(
  { state, now }: Work,
  { partner, phone }: PartnerLine,
  result: OfferResult,
): void {
  const rule = planInForce(state).partners?.[partner];
  if (rule !== undefined && rule.phone === phone && rule.restMs > 0 && NOT_TAKEN.has(result))
    state.partnerRests.set(partner, now + rule.restMs);
}

/** A plan has another number for a partner, or no such partner: what was not taken there says nothing of it. */
export function forgetRests({ partnerRests }: State, old: Plan | undefined, plan: Plan): void {
  for (const id of partnerRests.keys())
    if (plan.partners?.[id]?.number !== old?.partners?.[id]?.number || plan.partners?.[id] === undefined)
      partnerRests.delete(id);
}

/** A line that nobody rings or talks on any more is free for the next caller. */
export function settleLine(work: Work, line: PartnerLine): void {
  const { state, now } = work;
  line.shown = { ...line.shown, state: shownState(state, line), since: now };
  if (line.work.kind !== 'none' || line.legs.length > 0) return;
  state.agents.delete(line.id);
  dispatchLater(work, queuesOf(state, line.partner));
}

/** Whose callers may go there. */
function queuesOf(state: State, partner: PartnerId): readonly string[] {
  return Object.values(planInForce(state).queues).flatMap(({ id, overflow }) =>
    overflow?.to === partner ? [id] : [],
  );
}
