import { sumOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const reviewScore: Indicator = {
  label: { en: 'mean score', ru: 'средняя оценка' },
  about: {
    en: 'What reviewers thought of the talks, from 1 to 10: whom to train, and in what.',
    ru: 'Как проверяющие оценили разговоры, от 1 до 10: кого и чему учить.',
  },
  formula: 'Σ score of reviews / reviews with a score',
  unit: 'score',
  additive: 'additive',
  needs: ['reviews'],
  compute: ({ reviews }) => {
    const scores = reviews.flatMap(({ fact }) => fact.score ?? []);
    return {
      unit: 'score',
      ratio: { numerator: sumOf(scores, (score) => score), denominator: scores.length },
    };
  },
};
