import type { Call, Visit } from '../call/call.js';
import { CoreBug, planInForce } from '../state.js';
import { admitted } from '../queue/admission.js';
import { agentOf, callOf, type Work } from '../work.js';
import type { Agent } from '../agent/agent.js';
import { makeOffer, visitOf } from './offers.js';
import { freeAgents, type RingRule, ruleOf } from './rule.js';
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
  for (const agent of fresh) makeOffer(work, call, visit, agent, rule);
  return fresh.length > 0 ? 'rung' : 'rings-already';
}

function ringWave(work: Work, call: Call, visit: Visit, candidates: readonly Agent[], rule: RingRule): Rung {
  const [wave] = strategies[rule.strategy].arrange(candidates, {
    queue: rule.queue,
    counting: rule.counting,
    zone: planInForce(work.state).company.timezone,
    now: work.now,
    place: rule.place,
    lastServed: rule.lastServed,
    chance: work.state.chance,
  });
  if (wave === undefined) throw new CoreBug(`strategy ${rule.strategy} arranged no wave`);
  visit.waves += 1;
  for (const id of wave) makeOffer(work, call, visit, agentOf(work, id), rule);
  return 'rung';
}
