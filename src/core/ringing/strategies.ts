import type { StrategyName } from '../plan.js';
import type { Strategy } from './strategy.js';
import { leastCalls } from './strategies/least-calls.js';
import { leastTalk } from './strategies/least-talk.js';
import { longestIdle } from './strategies/longest-idle.js';
import { parallel } from './strategies/parallel.js';
import { random } from './strategies/random.js';
import { rotating } from './strategies/rotating.js';
import { sequential } from './strategies/sequential.js';

export const strategies: Readonly<Record<StrategyName, Strategy>> = {
  parallel,
  sequential,
  random,
  'least-calls': leastCalls,
  'least-talk': leastTalk,
  rotating,
  'longest-idle': longestIdle,
};
