import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const offerAnswerRate: Indicator = {
  label: { en: 'accepted of offered', ru: 'доля принятых вызовов' },
  about: {
    en: 'The share of offers that were answered: how far one can rely on an agent at the phone.',
    ru: 'Доля вызовов, на которые ответили: насколько можно положиться на оператора у телефона.',
  },
  formula: 'accepted / offers',
  unit: 'share',
  additive: 'additive',
  needs: ['offers'],
  compute: (slice) => ({
    unit: 'share',
    ratio: {
      numerator: countOf(slice.offers, ({ fact }) => fact.result === 'answered'),
      denominator: slice.offers.length,
    },
  }),
};
