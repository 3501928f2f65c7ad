import { onePerWaveBy, type Strategy } from '../strategy.js';

/** Shortest mean talk (or total talk, as the counting says) in the counting window first. */
export const leastTalk: Strategy = onePerWaveBy((counted) => counted.talkMs);
