import type { Wait } from '../service-level.js';
import { waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const otherEnds: Indicator = {
  label: { en: 'other', ru: 'прочее' },
  about: {
    en: 'Neither answered nor hung up: full, nobody there, limit, gap. Where there are many, look at the limits of the queue.',
    ru: 'Ни ответа, ни отбоя: полна, никого, предел, сбой. Если их много, проверьте пределы очереди.',
  },
  formula: 'offered − answered − abandoned − short',
  unit: 'count',
  additive: 'additive',
  needs: ['waits'],
  compute: (slice) => ({ unit: 'count', value: othersIn(waitsOf(slice)) }),
};

function othersIn(waits: readonly Wait[]): number {
  return waits.filter((wait) => wait.end === 'other').length;
}
