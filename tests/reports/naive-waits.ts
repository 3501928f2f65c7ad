import { sum, type NaiveFigure } from './naive-figures.js';

/** A wait, what ended it, and by which rule it is judged. */
export interface Wait {
  readonly wait: number;
  readonly t: number;
  readonly s: number;
  readonly end: 'answered' | 'hung-up' | 'other';
}

export function endOf(word: string): Wait['end'] {
  if (word === 'answered') return 'answered';
  return ['hung-up', 'abandoned', 'short-abandoned'].includes(word) ? 'hung-up' : 'other';
}

export function waitFigures(waits: readonly Wait[]): Record<string, NaiveFigure> {
  const answered = waits.filter(({ end }) => end === 'answered');
  const abandoned = waits.filter(({ end, wait, s }) => end === 'hung-up' && wait >= s);
  const short = waits.filter(({ end, wait, s }) => end === 'hung-up' && wait < s);
  const inTime = answered.filter(({ wait, t }) => wait <= t).length;
  const goneInTime = abandoned.filter(({ wait, t }) => wait <= t).length;
  const base = waits.length - short.length;
  const sorted = answered.map(({ wait }) => wait).sort((a, b) => a - b);
  const rank = (percent: number): number | null =>
    sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? null;
  return {
    entered: waits.length,
    offered: waits.length,
    answered: answered.length,
    abandoned: abandoned.length,
    'short-abandoned': short.length,
    'other-ends': waits.length - answered.length - abandoned.length - short.length,
    base,
    'service-level': [inTime, base],
    'service-level-ignoring-abandons': [inTime, base - goneInTime],
    'service-level-positive': [inTime + goneInTime, base],
    'service-level-of-answered': [inTime, answered.length],
    asa: [sum(sorted), answered.length],
    'longest-wait': waits.length === 0 ? null : Math.max(...waits.map(({ wait }) => wait)),
    'wait-median': rank(50),
    'wait-p90': rank(90),
    'wait-p95': rank(95),
    'wait-longest': rank(100),
    'abandonment-rate': [abandoned.length, base],
    'answered-of-offered': [answered.length, waits.length],
  };
}
