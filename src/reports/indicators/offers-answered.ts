import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const offersAnswered: Indicator = {
  label: { en: 'accepted', ru: 'принято' },
  about: {
    en: 'Offers that were answered: what an agent took of it.',
    ru: 'На сколько вызовов ответили: сколько из этого оператор принял.',
  },
  formula: 'offers with the result answered',
  unit: 'count',
  additive: 'additive',
  needs: ['offers'],
  compute: (slice) => ({
    unit: 'count',
    value: countOf(slice.offers, ({ fact }) => fact.result === 'answered'),
  }),
};
