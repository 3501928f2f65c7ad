import type { AgentStateName } from '../milestone.js';
import type { Agent } from './agent.js';
import { hasAgent } from '../call/call.js';
import { isCoding } from '../codes/code-call.js';
import { isSignedIn } from './agent.js';
import type { State } from '../state.js';

/** How the agent's phone looks from outside: what calls that are not ours do to it. */
export type PhoneOutlook = 'usable' | 'busy-elsewhere' | 'unreachable';

/**
 * Read only for a phone that exactly one signed-in agent uses: at a shared one nobody can say whose
 * call it is, but for a code that is dialled there. While a leg of ours is at the phone, what it shows is our own doing.
 */
export function phoneOutlook(state: State, agent: Agent): PhoneOutlook {
  const seen = state.phones.get(agent.phone);
  if (seen?.state !== 'unreachable' && isCoding(state, agent.phone)) return 'busy-elsewhere';
  if (state.index.signedInAt.get(agent.phone)?.size !== 1) return 'usable';
  if (seen === undefined) return 'usable';
  if (seen.state === 'unreachable') return 'unreachable';
  if (agent.legs.length > 0 || seen.trails) return 'usable';
  return seen.state === 'in-use' || seen.state === 'ringing' ? 'busy-elsewhere' : 'usable';
}

/** Talks to a caller, has answered and is being connected, or makes a call: what he asks for now holds afterwards. */
export function isWithCaller(state: State, agent: Agent): boolean {
  const { work } = agent;
  if (work.kind !== 'offered') return work.kind === 'talking' || work.kind === 'calling';
  const activity = state.calls.get(work.call)?.activity;
  if (activity === undefined) return false;
  if (hasAgent(activity)) return activity.offer === work.offer;
  return isAsked(state, agent);
}

/** He has answered, and another agent asks him before he hands a caller over. */
function isAsked(state: State, { work }: Agent): boolean {
  const activity = work.kind === 'offered' ? state.calls.get(work.call)?.activity : undefined;
  const asked = activity?.kind === 'talking' ? activity.conversation.consultation?.asked : null;
  return asked?.answeredAt != null && work.kind === 'offered' && asked.offer === work.offer;
}

/** metrics.md, Agent states: the first that fits. */
export function shownState(state: State, agent: Agent): AgentStateName {
  if (!isSignedIn(agent)) return 'signed-out';
  if (agent.work.kind === 'calling') return 'talking';
  if (agent.work.kind !== 'none') return isAsked(state, agent) ? 'talking' : agent.work.kind;
  if (agent.pause !== null) return 'paused';
  const outlook = phoneOutlook(state, agent);
  return outlook === 'usable' ? 'available' : outlook;
}

/** May be offered a call now: available, all earlier legs gone, not resting. */
export function isFree(state: State, agent: Agent): boolean {
  return (
    agent.presence.kind === 'signed-in' &&
    agent.work.kind === 'none' &&
    agent.pause === null &&
    agent.legs.length === 0 &&
    agent.restUntil === null &&
    phoneOutlook(state, agent) === 'usable'
  );
}

/** Counts as somebody for a queue's exit `nobody`: signed in with a phone that can be reached, or could just now. */
export function isSomebody(state: State, agent: Agent): boolean {
  if (agent.presence.kind !== 'signed-in') return false;
  return phoneOutlook(state, agent) !== 'unreachable' || state.deadlines.has('phone-lost', agent.phone);
}
