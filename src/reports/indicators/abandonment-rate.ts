import { abandonedOf, shortAbandonedOf, waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const abandonmentRate: Indicator = {
  label: { en: 'abandonment', ru: 'доля потерь' },
  about: {
    en: 'The share that gave up; 5 to 8 % at most is good.',
    ru: 'Доля не дождавшихся; хорошо не более 5–8 %.',
  },
  formula: 'abandoned / base',
  unit: 'share',
  additive: 'additive',
  needs: ['waits'],
  compute: (slice) => {
    const waits = waitsOf(slice);
    return {
      unit: 'share',
      ratio: { numerator: abandonedOf(waits), denominator: waits.length - shortAbandonedOf(waits) },
    };
  },
};
