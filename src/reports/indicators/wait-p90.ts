import { waitFiguresOf } from '../service-level.js';
import { waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const waitP90: Indicator = {
  label: { en: '90 % waited', ru: '90 % ждали до' },
  about: {
    en: 'Nine of ten of those answered waited no longer.',
    ru: 'Девять из десяти отвеченных ждали не дольше.',
  },
  formula: 'wait of answered, nearest rank 90 %',
  unit: 'duration',
  additive: 'computed-anew',
  needs: ['waits'],
  compute: (slice) => ({ unit: 'duration', value: waitFiguresOf(waitsOf(slice)).p90Ms }),
};
