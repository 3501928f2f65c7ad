import type { ReviewFact } from '../../core/milestone.js';
import type { AgentId } from '../../core/plan.js';
import type { CallId } from '../../core/signal.js';
import type { CallItem, OutgoingItem, ReviewItem } from './items.js';

/** The reviews of these calls; `reviews` oldest first. `teamOf`: the team of an agent who talked in a call. Pure. */
export function reviewsOf(
  reviews: readonly ReviewFact[],
  calls: readonly CallItem[],
  outgoing: readonly OutgoingItem[],
  teamOf: (call: CallId, agent: AgentId) => string | null,
): ReviewItem[] {
  const about = new Map<string, Omit<ReviewItem, 'fact' | 'team'>>([
    ...calls.map(({ origin, arrivedAt: at, recordings }) => {
      return [origin.call, { at, origin, number: origin.from, recordings }] as const;
    }),
    ...outgoing.map(({ fact: { call, askedAt: at }, number, recordings }) => {
      return [call, { at, origin: null, number, recordings }] as const;
    }),
  ]);
  const newest = new Map(
    reviews.map((fact) => [JSON.stringify([fact.call, fact.agent, fact.reviewer]), fact]),
  );
  return [...newest.values()].flatMap((fact) => {
    const call = about.get(fact.call);
    const team = fact.agent === null ? null : teamOf(fact.call, fact.agent);
    return call === undefined ? [] : [{ ...call, fact, team }];
  });
}
