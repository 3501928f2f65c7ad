import { byOrder, type Strategy } from '../strategy.js';

/** Everybody at once; whoever becomes free meanwhile joins. */
export const parallel: Strategy = {
  admitsLatecomers: true,
  arrange(candidates, facts) {
    return [[...candidates].sort(byOrder(facts)).map(({ id }) => id)];
  },
};
