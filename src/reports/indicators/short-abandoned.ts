import { shortAbandonedOf, waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const shortAbandoned: Indicator = {
  label: { en: 'short', ru: 'положили сразу' },
  about: {
    en: 'Callers who hung up at once; nobody could have answered.',
    ru: 'Кто сразу положил трубку: ответить было нельзя.',
  },
  formula: 'hung up while waiting, wait < S',
  unit: 'count',
  additive: 'additive',
  needs: ['waits'],
  compute: (slice) => ({ unit: 'count', value: shortAbandonedOf(waitsOf(slice)) }),
};
