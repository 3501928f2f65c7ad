import { serviceLevelOf } from '../service-level.js';
import { waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const serviceLevelOfAnswered: Indicator = {
  label: { en: '… of answered', ru: '… из отвеченных' },
  about: {
    en: 'How many of those answered were answered in time; it says nothing of those who gave up.',
    ru: 'Сколько из отвеченных отвечено вовремя; об ушедших не говорит ничего.',
  },
  formula: 'answered ≤ T / answered',
  unit: 'share',
  additive: 'additive',
  needs: ['waits'],
  compute: (slice) => ({ unit: 'share', ratio: serviceLevelOf(waitsOf(slice)).ofAnswered }),
};
