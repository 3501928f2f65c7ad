import type { VisitFact } from '../../../src/core/milestone.js';
import { type Check, near } from './check.js';
import { spoken } from './duration.js';
import type { Captured, SentenceForm } from './sentence.js';

type Figure = (visits: readonly VisitFact[], toleranceMs: number) => string | null;

const FIGURES: readonly (readonly [string, (captured: Captured) => Figure])[] = [
  ['has {count} visits', (c) => counted('visits', () => true, c.count('count'))],
  ['has {count} answered', (c) => counted('answered', isAnswered, c.count('count'))],
  ['has {count} hung up', (c) => counted('hung up', ({ exit }) => exit === 'hung-up', c.count('count'))],
  [
    'has {count} answered within {within:time}',
    (c) => counted(`answered within ${c.text('within')}`, answeredWithin(c.time('within')), c.count('count')),
  ],
  ['has an average wait of {wait:time}', (c) => average(c.time('wait'))],
  ['has a longest answered wait of {wait:time}', (c) => longest(c.time('wait'))],
];

/** Figures of a queue, computed here from the stored visits by the formulas of the report's definitions. */
export const QUEUE_EXPECTATIONS: readonly SentenceForm<Check>[] = FIGURES.map(([form, make]) => ({
  form: `queue {queue} ${form}`,
  make: (captured) => {
    const [queue, figure] = [captured.queue(), make(captured)];
    return ({ facts }, toleranceMs) =>
      figure(
        facts.visits.filter((visit) => visit.queue === queue),
        toleranceMs,
      );
  },
}));

function isAnswered({ exit }: VisitFact): boolean {
  return exit === 'answered';
}

function answeredWithin(withinMs: number): (visit: VisitFact) => boolean {
  return (visit) => isAnswered(visit) && visit.waitMs <= withinMs;
}

function counted(what: string, isMeant: (visit: VisitFact) => boolean, wanted: number): Figure {
  return (visits) => {
    const count = visits.filter(isMeant).length;
    return count === wanted ? null : `the queue has ${count} ${what} of ${visits.length} visits`;
  };
}

/** ASA: sum of the waits of answered visits / answered visits. */
function average(wantedMs: number): Figure {
  return (visits, toleranceMs) => {
    const waits = visits.filter(isAnswered).map(({ waitMs }) => waitMs);
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    return near(mean, wantedMs, toleranceMs) ? null : `the waits were ${waits.map(spoken).join(', ')}`;
  };
}

function longest(wantedMs: number): Figure {
  return (visits, toleranceMs) => {
    const waits = visits.filter(isAnswered).map(({ waitMs }) => waitMs);
    return near(Math.max(...waits), wantedMs, toleranceMs)
      ? null
      : `the waits were ${waits.map(spoken).join(', ')}`;
  };
}
