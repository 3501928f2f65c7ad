import type { Strategy } from '../strategy.js';

/** Round in a circle: the order of the file, beginning after the agent who was last served. */
export const rotating: Strategy = {
  admitsLatecomers: false,
  ranks: 'turn',
  arrange(candidates, facts) {
    const last = facts.lastServed === null ? -1 : (facts.place.get(facts.lastServed) ?? -1);
    const size = facts.place.size;
    const steps = (id: string): number => ((facts.place.get(id) ?? 0) - last - 1 + size) % size;
    return [...candidates].sort((a, b) => steps(a.id) - steps(b.id)).map(({ id }) => [id]);
  },
};
