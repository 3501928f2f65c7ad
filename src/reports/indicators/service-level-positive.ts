import { serviceLevelOf } from '../service-level.js';
import { waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const serviceLevelPositive: Indicator = {
  label: { en: '… positive', ru: '… с ушедшими' },
  about: {
    en: 'The same, as if those who gave up in time had been served: to compare with who counts so.',
    ru: 'То же, будто ушедшие вовремя обслужены: для сравнения с теми, кто считает так.',
  },
  formula: '(answered ≤ T + abandoned ≤ T) / base',
  unit: 'share',
  additive: 'additive',
  needs: ['waits'],
  compute: (slice) => ({ unit: 'share', ratio: serviceLevelOf(waitsOf(slice)).positive }),
};
