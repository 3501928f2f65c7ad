import type { Indicator } from './indicator.js';

export const offers: Indicator = {
  label: { en: 'offers', ru: 'предложено' },
  about: {
    en: 'How often phones rang.',
    ru: 'Сколько раз звонил телефон.',
  },
  formula: 'offers made',
  unit: 'count',
  additive: 'additive',
  needs: ['offers'],
  compute: (slice) => ({ unit: 'count', value: slice.offers.length }),
};
