import { byIdleThenOrder, type Strategy } from '../strategy.js';

/** Whoever has been without a conversation longest comes first. */
export const longestIdle: Strategy = {
  admitsLatecomers: false,
  ranks: 'idle',
  arrange(candidates, facts) {
    return [...candidates].sort(byIdleThenOrder(facts)).map(({ id }) => [id]);
  },
};
