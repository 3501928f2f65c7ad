import { serviceLevelOf } from '../service-level.js';
import { waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const serviceLevelIgnoringAbandons: Indicator = {
  label: { en: '… ignoring abandons', ru: '… без потерянных' },
  about: {
    en: 'The same, as if those who gave up in time had not called: to compare with who counts so.',
    ru: 'То же, будто ушедших вовремя не было: для сравнения с теми, кто считает так.',
  },
  formula: 'answered ≤ T / (base − abandoned ≤ T)',
  unit: 'share',
  additive: 'additive',
  needs: ['waits'],
  compute: (slice) => ({ unit: 'share', ratio: serviceLevelOf(waitsOf(slice)).ignoringAbandons }),
};
