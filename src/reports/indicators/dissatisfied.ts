import { countOf } from '../ratio.js';
import { givenOf } from '../slicing/after-call.js';
import type { Indicator } from './indicator.js';

export const dissatisfied: Indicator = {
  label: { en: 'dissatisfied', ru: 'недовольны' },
  about: {
    en: 'The share of those who gave a 1 or a 2: what to listen to first.',
    ru: 'Доля поставивших 1 или 2: что прослушать в первую очередь.',
  },
  formula: 'ratings ≤ 2 on 1–5 / ratings',
  unit: 'share',
  additive: 'additive',
  needs: ['ratings'],
  compute: ({ ratings }) => {
    const given = givenOf(ratings);
    return {
      unit: 'share',
      ratio: { numerator: countOf(given, (score) => score <= 2), denominator: given.length },
    };
  },
};
