import type { AgentStateBegan, AgentStateFact } from '../../core/milestone.js';
import type { Instant } from '../../core/signal.js';
import { groupBy, sumOf } from '../ratio.js';

/** A wrap-up may go on so long after its conversation; longer ones are cut there. */
const LONGEST_WRAP_UP_MS = 4 * 3_600_000;

/** Until when wrap-ups of these conversations may begin, none of which ends before `least`. */
export function wrapUpsUntil(ended: readonly { readonly endedAt: Instant }[], least: Instant): Instant {
  return ended.reduce((latest, { endedAt }) => Math.max(latest, endedAt), least) + LONGEST_WRAP_UP_MS;
}

/** How long the wrap-up of a conversation took, by these states, each told once or more; what goes on has taken until now. Pure. */
export function wrapUpsOf(
  states: readonly (AgentStateFact | AgentStateBegan)[],
  now: Instant,
): (conversation: string | null) => number {
  const spans = states
    .filter(({ state }) => state === 'wrap-up')
    .map((state) => ({ ...state, to: 'to' in state ? state.to : Math.max(now, state.from) }));
  const once = new Map(spans.map((span) => [`${span.agent} ${span.from}`, span]));
  const byConversation = groupBy([...once.values()], ({ conversation }) => conversation);
  return (conversation) =>
    conversation === null ? 0 : sumOf(byConversation.get(conversation) ?? [], ({ from, to }) => to - from);
}
