import { sumOf } from '../ratio.js';
import { givenOf } from '../slicing/after-call.js';
import type { Indicator } from './indicator.js';

export const rating: Indicator = {
  label: { en: 'rating', ru: 'оценка' },
  about: {
    en: 'The average score; scores of another scale are moved onto 1 to 5. What callers think of the talks.',
    ru: 'Средняя оценка; оценки по другой шкале пересчитаны на шкалу от 1 до 5. Что клиенты думают о разговорах.',
  },
  formula: 'Σ score on 1–5 / ratings',
  unit: 'score',
  additive: 'additive',
  needs: ['ratings'],
  compute: ({ ratings }) => {
    const given = givenOf(ratings);
    return {
      unit: 'score',
      ratio: { numerator: sumOf(given, (score) => score), denominator: given.length },
    };
  },
};
