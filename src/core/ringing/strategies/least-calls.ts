import { onePerWaveBy, type Strategy } from '../strategy.js';

/** Fewest answered inbound conversations in the counting window first (metrics.md, Strategies). */
export const leastCalls: Strategy = onePerWaveBy((counted) => counted.calls);
