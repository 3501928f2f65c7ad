import { countOf } from '../ratio.js';
import { givenOf } from '../slicing/after-call.js';
import type { Indicator } from './indicator.js';

export const satisfied: Indicator = {
  label: { en: 'satisfied', ru: 'довольны' },
  about: {
    en: 'The share of those who gave a 4 or a 5; 90 % is a usual goal.',
    ru: 'Доля поставивших 4 или 5; обычная цель — 90 %.',
  },
  formula: 'ratings ≥ 4 on 1–5 / ratings',
  unit: 'share',
  additive: 'additive',
  needs: ['ratings'],
  compute: ({ ratings }) => {
    const given = givenOf(ratings);
    return {
      unit: 'share',
      ratio: { numerator: countOf(given, (score) => score >= 4), denominator: given.length },
    };
  },
};
