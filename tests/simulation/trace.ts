import type { Day } from './day.js';
import type { ShortFailure } from './shortening.js';
import type { Taken } from './line-journal.js';

/** The last steps tell enough of a long day. */
const STEPS_TOLD = 120;
const LINE_LENGTH = 220;

/** What happened on a day that went wrong, step by step, and how to see it again. */
export function traceOf(day: Day, { error, happenings, taken }: ShortFailure): string {
  const told = taken.slice(-STEPS_TOLD);
  return [
    `day ${day.seed} fails: ${error.message}`,
    `again: npm run simulate -- --day ${day.seed}`,
    `way of the signals: ${JSON.stringify(day.disobedience)}`,
    `${happenings.length} of ${day.happenings.length} happenings are enough:`,
    ...happenings.map((happening) => `  ${JSON.stringify(happening)}`),
    `the last ${told.length} of ${taken.length} steps:`,
    ...told.flatMap((step) => stepLines(day, step)),
    error.stack ?? '',
  ].join('\n');
}

function stepLines(day: Day, { at, signal, reaction }: Taken): string[] {
  const what = signal.kind === 'plan-loaded' ? { ...signal, plan: signal.plan.version } : signal;
  return [
    `${String(at - day.startsAt).padStart(9)} ${short(what)}`,
    ...reaction.commands.map((command) => `            > ${short(command)}`),
    ...reaction.milestones.map((milestone) => `            # ${short(milestone)}`),
  ];
}

function short(value: unknown): string {
  return JSON.stringify(value).slice(0, LINE_LENGTH);
}
