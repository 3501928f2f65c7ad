import { shuffled } from '../../chance.js';
import { byOrder, type Strategy } from '../strategy.js';

/** One after another, in random order. */
export const random: Strategy = {
  admitsLatecomers: false,
  ranks: 'chance',
  arrange(candidates, facts) {
    return shuffled([...candidates].sort(byOrder(facts)), facts.chance).map(({ id }) => [id]);
  },
};
