import { givenOf } from '../slicing/after-call.js';
import type { Indicator } from './indicator.js';

export const responseRate: Indicator = {
  label: { en: 'response rate', ru: 'доля ответивших' },
  about: {
    en: 'The share of those asked who gave a score; every fifth caller is usual.',
    ru: 'Доля поставивших оценку среди спрошенных; обычно каждый пятый.',
  },
  formula: 'ratings / asked',
  unit: 'share',
  additive: 'additive',
  needs: ['ratings'],
  compute: ({ ratings }) => ({
    unit: 'share',
    ratio: { numerator: givenOf(ratings).length, denominator: ratings.length },
  }),
};
