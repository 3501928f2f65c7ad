import { answeredWaitsOf, nearestRank } from '../service-level.js';
import { waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';
import { timeAmong } from './settled.js';

export const waitMedian: Indicator = {
  label: { en: 'median wait', ru: 'медиана ожидания' },
  about: {
    en: 'Half of those answered waited no longer: what a usual caller meets.',
    ru: 'Половина отвеченных ждала не дольше: что встречает обычный клиент.',
  },
  formula: 'wait of answered, nearest rank 50 %',
  needs: ['waits'],
  ...timeAmong(
    (slice) => answeredWaitsOf(waitsOf(slice)),
    (times) => nearestRank(times, 0.5),
  ),
};
