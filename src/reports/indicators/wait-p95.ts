import { answeredWaitsOf, nearestRank } from '../service-level.js';
import { waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';
import { timeAmong } from './settled.js';

export const waitP95: Indicator = {
  label: { en: '95 % waited', ru: '95 % ждали до' },
  about: {
    en: 'Nineteen of twenty of those answered waited no longer: how bad the worst hours are.',
    ru: 'Девятнадцать из двадцати отвеченных ждали не дольше: насколько плохи худшие часы.',
  },
  formula: 'wait of answered, nearest rank 95 %',
  needs: ['waits'],
  ...timeAmong(
    (slice) => answeredWaitsOf(waitsOf(slice)),
    (times) => nearestRank(times, 0.95),
  ),
};
