import { waitFiguresOf } from '../service-level.js';
import { waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const waitP95: Indicator = {
  label: { en: '95 % waited', ru: '95 % ждали до' },
  about: {
    en: 'Nineteen of twenty of those answered waited no longer.',
    ru: 'Девятнадцать из двадцати отвеченных ждали не дольше.',
  },
  formula: 'wait of answered, nearest rank 95 %',
  unit: 'duration',
  additive: 'computed-anew',
  needs: ['waits'],
  compute: (slice) => ({ unit: 'duration', value: waitFiguresOf(waitsOf(slice)).p95Ms }),
};
