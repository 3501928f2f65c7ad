import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const reviews: Indicator = {
  label: { en: 'scored', ru: 'оценено' },
  about: {
    en: 'How many scores reviewers gave: from a few of them nothing follows.',
    ru: 'Сколько оценок поставили проверяющие: из нескольких ничего не следует.',
  },
  formula: 'reviews with a score of calls that arrived, or were asked for',
  unit: 'count',
  additive: 'additive',
  needs: ['reviews'],
  compute: ({ reviews: all }) => ({ unit: 'count', value: countOf(all, ({ fact }) => fact.score !== null) }),
};
