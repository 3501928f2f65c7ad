import { givenOf } from '../slicing/after-call.js';
import type { Indicator } from './indicator.js';

export const ratingsGiven: Indicator = {
  label: { en: 'ratings', ru: 'оценок' },
  about: {
    en: 'How often they gave a score: from a few of them nothing follows.',
    ru: 'Сколько раз они поставили оценку: из нескольких ничего не следует.',
  },
  formula: 'asked with a score',
  unit: 'count',
  additive: 'additive',
  needs: ['ratings'],
  compute: ({ ratings }) => ({ unit: 'count', value: givenOf(ratings).length }),
};
