import { plain, table } from '../report/numbers.js';
import type { Answer } from './measure.js';
import type { Plan } from './plans.js';

/** What was asked, of what. */
export interface Measured {
  /** The database's own words for itself. */
  readonly database: string;
  readonly calls: number;
  readonly days: number;
  /** What keeping each of the days took before it was asked, the shortest first. */
  readonly aheadMs: readonly number[];
  readonly answers: readonly Answer[];
}

/** The times as a table, and how the database goes about each kind of statement. */
export function historyDocument({ database, calls, days, aheadMs, answers }: Measured): string {
  const rows = answers.map(({ question, firstMs, bestMs, cpuMs, statements, bytes }) => [
    question.name,
    seconds(question.goalMs),
    seconds(firstMs),
    seconds(bestMs),
    seconds(cpuMs),
    String(statements),
    plain(bytes / 1_000),
    isInTime({ question, bestMs }) ? 'yes' : 'no',
  ]);
  const heading = ['report', 'goal, s', 'first, s', 'fastest, s', 'CPU, s', 'statements', 'kB', 'in time'];
  const plans = new Map(answers.flatMap((answer) => answer.plans).map((plan) => [plan.about, plan]));
  return [
    `${database}, ${calls} calls over ${days} days. Before it was asked ${aheadMs.length} days were kept as the books do it: ` +
      `in ${seconds(aheadMs[Math.floor(aheadMs.length / 2)] ?? NaN)} s at the median, ${seconds(aheadMs.at(-1) ?? NaN)} s at most.`,
    table(heading, rows),
    'How each kind of statement is answered:',
    ['```text', ...[...plans.values()].flatMap(planLines), '```'].join('\n'),
  ].join('\n\n');
}

/** Whether the fastest time is within the goal; what was never answered is not. */
export function isInTime({ question, bestMs }: Pick<Answer, 'question' | 'bestMs'>): boolean {
  return bestMs <= question.goalMs;
}

function planLines({ about, steps }: Plan): string[] {
  return [about, ...steps.map((step) => `  ${step}`)];
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(2);
}
