import { byIdleThenOrder, byOrder, type Strategy } from '../strategy.js';

/** Everybody at once, or so many at once, who has been idle longest first; whoever becomes free meanwhile joins. */
export const parallel: Strategy = {
  admitsLatecomers: true,
  ranks: 'idle',
  arrange(candidates, facts) {
    const order = facts.atOnce === null ? byOrder(facts) : byIdleThenOrder(facts);
    return [[...candidates].sort(order).map(({ id }) => id)];
  },
};
