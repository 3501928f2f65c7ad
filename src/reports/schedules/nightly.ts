import { NO_FILTERS } from '../slicing/filters.js';
import type { Schedule } from './schedule.js';

const NAME = 'nightly';
const A_QUARTER_PAST_MIDNIGHT = 15;
const DAY_MS = 86_400_000;

/** The schedules with the nightly report, which everybody has: of the day before, into this folder; it needs no setting. */
export function withNightly(schedules: readonly Schedule[], folder: string): readonly Schedule[] {
  return schedules.some(({ name }) => name === NAME) ? schedules : [...schedules, nightlyInto(folder)];
}

function nightlyInto(path: string): Schedule {
  return {
    name: NAME,
    what: { name: 'summary' },
    timing: { every: 'day', minute: A_QUARTER_PAST_MIDNIGHT },
    ...{ zone: null, language: null, period: 'yesterday', interval: null, filters: NO_FILTERS },
    destinations: [{ kind: 'folder', path, numbers: 'shown', write: ['html', 'csv'] }],
    catchUpMs: 3 * DAY_MS,
    giveUpMs: DAY_MS,
  };
}
