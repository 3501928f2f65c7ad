import type { CoreFigures, StepTimes } from '../core/figures.js';
import { median } from '../wire/quantiles.js';
import { plain, table } from './numbers.js';

/** What the core does alone, in Markdown. */
export function coreSection({
  calls,
  steps,
  stepsPerSecond,
  agents,
  waiting,
  decisions,
}: CoreFigures): string {
  const middle = median(stepsPerSecond);
  const range = `${plain(Math.min(...stepsPerSecond))}..${plain(Math.max(...stepsPerSecond))}`;
  const rows = decisions.map(({ strategy, freed, arrived }) => [
    strategy,
    ...times(freed),
    ...times(arrived),
  ]);
  const [first] = decisions;
  return [
    '## The core alone',
    '',
    `In a process of its own, on one thread. A busy day of ${calls} calls behind a menu, with 105 agents and seven queues, is ${steps}`,
    `steps, recorded once from the model of Asterisk and replayed ${stepsPerSecond.length} times: ${plain(middle)} (${range}) steps per second of processor`,
    `time, collection of garbage included, which is ${plain((middle * calls) / steps)} such calls per second.`,
    '',
    `One step that decides, in microseconds, ${first?.freed.count ?? 0} times each: one of ${agents} agents becomes free while ${waiting} callers wait;`,
    `a caller comes while ${agents} agents are free.`,
    '',
    table(['Strategy', 'freed p50', 'p95', 'p99', 'longest', 'caller p50', 'p95', 'p99', 'longest'], rows),
  ].join('\n');
}

function times({ p50, p95, p99, longest }: StepTimes): readonly string[] {
  return [p50, p95, p99, longest].map(plain);
}
