import type { ReviewFact } from '../../core/milestone.js';
import type { CallItem, OutgoingItem, ReviewItem } from './items.js';

/** The reviews of these calls; `reviews` oldest first. Pure. */
export function reviewsOf(
  reviews: readonly ReviewFact[],
  calls: readonly CallItem[],
  outgoing: readonly OutgoingItem[],
): ReviewItem[] {
  const about = new Map<string, Omit<ReviewItem, 'fact'>>([
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
    return call === undefined ? [] : [{ ...call, fact }];
  });
}
