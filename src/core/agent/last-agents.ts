import type { ChangeDetail } from '../change.js';
import type { AgentId, Plan } from '../plan.js';
import type { Instant, LastAgentRequest } from '../signal.js';
import { planInForce, type State } from '../state.js';
import type { Outcome } from './presence.js';

/** The agent whom a caller last talked with, or whom another system has named. */
export interface LastAgent {
  readonly agent: AgentId;
  readonly at: Instant;
}

/** More callers than this are not remembered: the longest ago are forgotten first. */
const MOST_REMEMBERED = 100_000;

/** The caller of this number talks with an agent: he is his last one from now on. */
export function rememberAgent(state: State, caller: string | null, agent: AgentId, now: Instant): void {
  const withinMs = planInForce(state).rememberAgentMs ?? null;
  if (caller === null || withinMs === null) return;
  const { lastAgents } = state;
  // Deleted first: the order is that of the instants.
  lastAgents.delete(caller);
  lastAgents.set(caller, { agent, at: now });
  forgetOld(state, now - withinMs);
}

/** With whom the caller of this number last talked within the time that `plan` names; null: nobody. */
export function lastAgentOf(state: State, plan: Plan, caller: string | null, now: Instant): AgentId | null {
  const last = caller === null ? undefined : state.lastAgents.get(caller);
  const withinMs = plan.rememberAgentMs ?? null;
  if (last === undefined || withinMs === null) return null;
  return last.at + withinMs >= now ? last.agent : null;
}

/** Another plan: what nobody asks for any more is forgotten. */
export function rememberAsPlanned(state: State, { rememberAgentMs }: Plan, now: Instant): void {
  if (rememberAgentMs == null) state.lastAgents.clear();
  else forgetOld(state, now - rememberAgentMs);
}

/** Time has passed: where nobody calls any more, callers are forgotten all the same. */
export function forgetLastAgentsInTime(state: State, now: Instant): void {
  if (state.planInForce !== null) rememberAsPlanned(state, planInForce(state), now);
}

function forgetOld({ lastAgents }: State, before: Instant): void {
  for (const [caller, { at }] of lastAgents) {
    if (at >= before && lastAgents.size <= MOST_REMEMBERED) return;
    lastAgents.delete(caller);
  }
}

/** Another system knows better who last dealt with a caller. */
export function answerLastAgentRequest(state: State, request: LastAgentRequest, now: Instant): Outcome {
  const { caller } = request;
  if (request.ask === 'forget-last-agent') {
    if (state.lastAgents.delete(caller)) return { ok: true };
    return { ok: false, code: 'unknown-number', detail: `no agent is remembered for "${caller}"` };
  }
  const plan = planInForce(state);
  const { agent } = request;
  if (!Object.hasOwn(plan.agents, agent))
    return { ok: false, code: 'unknown-agent', detail: `no agent is called "${agent}"` };
  if ((plan.rememberAgentMs ?? null) === null) {
    const detail = 'nothing in the routing file asks for the last agent of a caller';
    return { ok: false, code: 'wrong-state', detail };
  }
  rememberAgent(state, caller, agent, now);
  return { ok: true };
}

/** Who is remembered for a caller, for the record of changes. */
export function lastAgentStanding({ lastAgents }: State, caller: string): ChangeDetail {
  return { agent: lastAgents.get(caller)?.agent ?? null };
}
