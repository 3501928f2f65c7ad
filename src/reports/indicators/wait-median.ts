import { waitFiguresOf } from '../service-level.js';
import { waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const waitMedian: Indicator = {
  label: { en: 'median wait', ru: 'медиана ожидания' },
  about: {
    en: 'Half of those answered waited no longer.',
    ru: 'Половина отвеченных ждала не дольше.',
  },
  formula: 'wait of answered, nearest rank 50 %',
  unit: 'duration',
  additive: 'computed-anew',
  needs: ['waits'],
  compute: (slice) => ({ unit: 'duration', value: waitFiguresOf(waitsOf(slice)).medianMs }),
};
