import { isWithCaller } from './agent/availability.js';
import { answerRequest, type Outcome } from './agent/presence.js';
import { standingOf } from './agent/standing.js';
import type { Actor } from './change.js';
import { withdrawOffer } from './ringing/offers.js';
import type { AgentRequest } from './signal.js';
import type { Work } from './work.js';

/** Does what an agent asks for, or somebody for him; what was done is kept with who asked. */
export function carryOutForAgent(
  work: Work,
  request: AgentRequest,
  { id, by }: { readonly id: string; readonly by: Actor },
): Outcome {
  const agent = work.state.agents.get(request.agent);
  const before = standingOf(work.state, agent);
  const outcome = answerRequest(work, request);
  if (!outcome.ok) return outcome;
  const change = { id, at: work.now, by, what: request.ask, about: request.agent };
  work.milestones.push({ kind: 'changed', ...change, before, after: standingOf(work.state, agent) });
  if (agent?.work.kind !== 'offered' || isWithCaller(work.state, agent)) return outcome;
  if (agent.pause !== null || agent.presence.kind === 'signed-out')
    withdrawOffer(work, agent.work.offer, 'withdrawn');
  return outcome;
}
