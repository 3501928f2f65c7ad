import { answeredOf, waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const answered: Indicator = {
  label: { en: 'answered', ru: 'отвечено' },
  about: {
    en: 'How many talked with an agent: the work that was done.',
    ru: 'Сколько поговорило с оператором: сделанная работа.',
  },
  formula: 'offered with at least one conversation',
  unit: 'count',
  additive: 'additive',
  needs: ['waits'],
  compute: (slice) => ({ unit: 'count', value: answeredOf(waitsOf(slice)) }),
};
