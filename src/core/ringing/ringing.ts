import type { Instant } from '../signal.js';
import type { AgentId, AtOnce } from '../plan.js';
import type { Call, Visit } from '../call/call.js';
import { CoreBug } from '../state.js';
import { admitted } from '../queue/admission.js';
import { agentOf, callOf, type Work } from '../work.js';
import type { Agent } from '../agent/agent.js';
import { tellDecision } from './decision.js';
import { makeOffer, visitOf } from './offers.js';
import { factsOf, freeAgents, type RingRule, ruleOf } from './rule.js';
import { strategies } from './strategies.js';

/** What became of an attempt to ring for a waiting caller. */
export type Rung = 'rung' | 'rings-already' | 'nobody-free' | 'round-is-over';

/**
 * Rings the next wave for a waiting caller, or lets agents who became free join the wave that rings.
 * In a queue a round that is over begins anew; in a ring step it is the end.
 */
export function ringNext(work: Work, callId: string): Rung {
  if (work.state.telephony.kind === 'lost') return 'nobody-free';
  const call = callOf(work, callId);
  const visit = call.activity.kind === 'waiting' ? visitOf(call) : null;
  if (visit === null) return 'rings-already';
  const rule = ruleOf(work, call, visit);
  const isRinging = visit.offers.length > 0;
  if (isRinging && !strategies[rule.strategy].admitsLatecomers) return 'rings-already';
  const free = admitted(work, call, visit, freeAgents(work, rule));
  const fresh = free.filter((agent) => !visit.tried.includes(agent.id));
  if (isRinging) return joinWave(work, call, visit, fresh, rule);
  if (fresh.length > 0) return ringWave(work, call, visit, fresh, rule);
  if (visit.queue === null) return 'round-is-over';
  if (free.length === 0) return 'nobody-free';
  visit.tried = [];
  return ringWave(work, call, visit, free, rule);
}

function joinWave(work: Work, call: Call, visit: Visit, fresh: readonly Agent[], rule: RingRule): Rung {
  if (fresh.length === 0) return 'rings-already';
  return offerTo(work, call, visit, fresh, rule) > 0 ? 'rung' : 'rings-already';
}

function ringWave(work: Work, call: Call, visit: Visit, candidates: readonly Agent[], rule: RingRule): Rung {
  visit.waves += 1;
  visit.waveAt = work.now;
  offerTo(work, call, visit, candidates, rule);
  scheduleWidening(work, call, visit, rule);
  return 'rung';
}

/** Rings whoever of the candidates comes first, and tells why; how many they are. */
function offerTo(work: Work, call: Call, visit: Visit, candidates: readonly Agent[], rule: RingRule): number {
  const facts = factsOf(work, rule);
  const waves = strategies[rule.strategy].arrange(candidates, facts);
  const offers = nextWave(work, visit, waves[0], rule).map((id) =>
    makeOffer(work, call, visit, agentOf(work, id), rule),
  );
  tellDecision(work, call, visit, { rule, facts, ranked: waves.flat(), offers });
  return offers.length;
}

/** Who of the wave is rung now, as far as its limit allows. */
function nextWave(
  work: Work,
  visit: Visit,
  wave: readonly AgentId[] | undefined,
  { strategy, atOnce }: RingRule,
): readonly AgentId[] {
  if (wave === undefined) throw new CoreBug(`strategy ${strategy} arranged no wave`);
  if (atOnce === null) return wave;
  return wave.slice(0, Math.max(0, widthOf(atOnce, visit, work.now) - visit.offers.length));
}

/** How many may ring at once now. */
function widthOf({ first, more, everyMs }: AtOnce, { waveAt }: Visit, now: Instant): number {
  return first + more * Math.floor((now - (waveAt ?? now)) / everyMs);
}

/** Sets the moment at which more of the wave may ring; nothing where all ring at once, or nobody. */
export function scheduleWidening({ state, now }: Work, call: Call, visit: Visit, { atOnce }: RingRule): void {
  if (atOnce === null || atOnce.more === 0 || visit.waveAt === null) return;
  const widened = Math.floor((now - visit.waveAt) / atOnce.everyMs);
  state.deadlines.set('widening', call.id, visit.waveAt + (widened + 1) * atOnce.everyMs);
}

/** Nobody of the wave has answered for a while: more may ring, unless the wave is over. */
export function wideningDue(work: Work, call: Call): void {
  const visit = call.activity.kind === 'waiting' ? call.activity.visit : null;
  if (visit === null || visit.offers.length === 0) return;
  scheduleWidening(work, call, visit, ruleOf(work, call, visit));
  work.turns.push({ turn: 'ring-next', call: call.id });
}
