import { byOrder, type Strategy } from '../strategy.js';

/** One after another, in the order of the file. */
export const sequential: Strategy = {
  admitsLatecomers: false,
  ranks: 'order',
  arrange(candidates, facts) {
    return [...candidates].sort(byOrder(facts)).map(({ id }) => [id]);
  },
};
