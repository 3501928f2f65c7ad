import { STRATEGIES } from '../../src/core/plan.js';
import { step } from '../../src/core/step.js';
import { freshState, recordDay, type Recorded } from './day.js';
import { AGENTS, measureDecisions, WAITING } from './decisions.js';
import { CORE_EFFORTS, type CoreFigures } from './figures.js';

/** The process that measures the core: `quick` or `full` is its argument, the figures go to its output as JSON. */
const { calls, rounds, decisions } = CORE_EFFORTS[process.argv[2] === 'quick' ? 'quick' : 'full'];
const day = recordDay(calls);
const figures: CoreFigures = {
  calls,
  steps: day.length,
  stepsPerSecond: Array.from({ length: rounds }, () => day.length / replaySeconds(day)),
  agents: AGENTS,
  waiting: WAITING,
  decisions: STRATEGIES.map((strategy) => measureDecisions(strategy, decisions)),
};
process.stdout.write(JSON.stringify(figures));

/** Processor time, collection of garbage included: what else runs on the machine does not count. */
function replaySeconds(recorded: readonly Recorded[]): number {
  const state = freshState();
  const since = process.cpuUsage();
  for (const { signal, at } of recorded) step(state, signal, at);
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000_000;
}
