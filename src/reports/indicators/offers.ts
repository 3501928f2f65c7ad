import type { Indicator } from './indicator.js';

export const offers: Indicator = {
  label: { en: 'offers', ru: 'предложено' },
  about: {
    en: 'How often phones rang: what was asked of the agents.',
    ru: 'Сколько раз звонил телефон: чего ждали от операторов.',
  },
  formula: 'offers made',
  unit: 'count',
  additive: 'additive',
  needs: ['offers'],
  compute: (slice) => ({ unit: 'count', value: slice.offers.length }),
};
