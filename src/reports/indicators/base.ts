import { shortAbandonedOf, waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const base: Indicator = {
  label: { en: 'base', ru: 'база' },
  about: {
    en: 'What service level and abandonment are taken of: whoever hung up at once says nothing about us.',
    ru: 'От чего считаются уровень обслуживания и доля потерь: кто сразу положил трубку, о нас ничего не говорит.',
  },
  formula: 'offered − short',
  unit: 'count',
  additive: 'additive',
  needs: ['waits'],
  compute: (slice) => {
    const waits = waitsOf(slice);
    return { unit: 'count', value: waits.length - shortAbandonedOf(waits) };
  },
};
