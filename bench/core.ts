import { STRATEGIES } from '../src/core/plan.js';
import { step } from '../src/core/step.js';
import { freshState, recordDay, type Recorded } from './core-day.js';
import { measureDecisions } from './core-dispatch.js';

const CALLS = 20_000;
const ROUNDS = 5;
const GOAL_STEPS_A_SECOND = 200_000;

console.log(`the core alone, Node ${process.version}, one thread\n`);
tellSteps(recordDay(CALLS));
tellDecisions();

/** The whole day again and again; the middle round counts. */
function tellSteps(day: readonly Recorded[]): void {
  const seconds = Array.from({ length: ROUNDS }, () => replaySeconds(day)).sort((a, b) => a - b);
  const middle = seconds[Math.floor(ROUNDS / 2)] ?? 0;
  const perSecond = Math.round(day.length / middle);
  console.log(`a busy day of ${CALLS} calls behind a menu, 105 agents, seven queues: ${day.length} steps`);
  console.log(
    `${perSecond.toLocaleString('en')} steps per second of processor time (goal ${GOAL_STEPS_A_SECOND.toLocaleString('en')}: ` +
      `${perSecond >= GOAL_STEPS_A_SECOND ? 'reached' : 'missed'}), ${(CALLS / middle).toFixed(0)} calls per second\n`,
  );
}

/** Processor time, collection of garbage included: what else runs on the machine does not count. */
function replaySeconds(day: readonly Recorded[]): number {
  const state = freshState();
  const since = process.cpuUsage();
  for (const { signal, at } of day) step(state, signal, at);
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000_000;
}

function tellDecisions(): void {
  console.log('time of one step that decides, 1,000 agents, in microseconds (p50, p95, longest)');
  console.log('strategy       an agent becomes free, 10,000 wait    a caller comes, 1,000 are free');
  for (const strategy of STRATEGIES) {
    const { freedMs, arrivedMs } = measureDecisions(strategy);
    console.log(`${strategy.padEnd(14)} ${figures(freedMs).padEnd(37)} ${figures(arrivedMs)}`);
  }
}

function figures(ms: readonly number[]): string {
  const at = (share: number): string => ((ms[Math.floor((ms.length - 1) * share)] ?? 0) * 1000).toFixed(0);
  return `${at(0.5).padStart(6)} ${at(0.95).padStart(6)} ${at(1).padStart(7)}`;
}
