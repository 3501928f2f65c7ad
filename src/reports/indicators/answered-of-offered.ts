import { answeredOf, waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const answeredOfOffered: Indicator = {
  label: { en: 'answered of offered', ru: 'отвечено из дошедших' },
  about: {
    en: 'The share of those who reached a queue that was answered: what more agents would change.',
    ru: 'Доля отвеченных среди дошедших до очереди: что изменят дополнительные операторы.',
  },
  formula: 'answered / offered',
  unit: 'share',
  additive: 'additive',
  needs: ['waits'],
  compute: (slice) => {
    const waits = waitsOf(slice);
    return { unit: 'share', ratio: { numerator: answeredOf(waits), denominator: waits.length } };
  },
};
