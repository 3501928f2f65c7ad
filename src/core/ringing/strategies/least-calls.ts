import { onePerWaveBy, type Strategy } from '../strategy.js';

/** Fewest answered inbound conversations in the counting window first (metrics.md, Strategies). */
export const leastCalls: Strategy = {
  admitsLatecomers: false,
  arrange: onePerWaveBy((counted) => counted.calls),
};
