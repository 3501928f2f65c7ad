import type { RetentionCounts, RetentionRun, RetentionSettings } from '../ports/retention.js';

const DAY_MS = 86_400_000;

/** What a run did, or would do: the rules, then a line for each thing. */
export function countsText(
  counts: RetentionCounts,
  mode: 'do' | 'count',
  settings: RetentionSettings,
): string {
  const lines = Object.entries(counts).map(([what, count]) => `  ${what.padEnd(34)}${count}`);
  const head = mode === 'do' ? 'Done:' : 'A run now would treat (nothing was changed):';
  const rules = rulesOf(settings);
  return [...rules, ...(lines.length === 0 ? [] : [head, ...lines]), ''].join('\n');
}

/** How long what is kept, a line each. */
export function rulesOf({ numbers, recordings }: RetentionSettings): readonly string[] {
  return [
    numbers === null
      ? 'Numbers are kept without end (CALLPLANE_RETENTION_NUMBER_DAYS).'
      : `Numbers are kept ${daysOf(numbers.keepMs)}, then ${numbers.rule === 'replace' ? 'replaced' : 'deleted'}.`,
    recordings === null
      ? 'Recordings are left to Asterisk (CALLPLANE_RECORDINGS is not set).'
      : `Recordings are ${after('archived', recordings.archiveAfterMs)}, ${after('deleted', recordings.deleteAfterMs)}.`,
  ];
}

/** The log of the runs, newest first. */
export function runsText(runs: readonly RetentionRun[]): string {
  if (runs.length === 0) return 'There was no run yet.\n';
  return runs
    .map(({ run, startedAt, endedAt, state, counts, said }) => {
      const took = endedAt === null ? '' : ` in ${((endedAt - startedAt) / 1000).toFixed(1)} s`;
      const done = Object.entries(counts).flatMap(([what, count]) =>
        count === 0 ? [] : [`${what}: ${count}`],
      );
      const words = said ?? (done.length === 0 ? 'nothing was over its time' : done.join(', '));
      return `${new Date(startedAt).toISOString()} ${run}: ${state}${took}; ${words}\n`;
    })
    .join('');
}

function daysOf(milliseconds: number): string {
  const days = milliseconds / DAY_MS;
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

function after(what: string, milliseconds: number | null): string {
  return milliseconds === null ? `never ${what}` : `${what} after ${daysOf(milliseconds)}`;
}
