import { answeredWaitsOf, nearestRank } from '../service-level.js';
import { waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';
import { timeAmong } from './settled.js';

export const waitP90: Indicator = {
  label: { en: '90 % waited', ru: '90 % ждали до' },
  about: {
    en: 'Nine of ten of those answered waited no longer: what can be promised.',
    ru: 'Девять из десяти отвеченных ждали не дольше: что можно обещать.',
  },
  formula: 'wait of answered, nearest rank 90 %',
  needs: ['waits'],
  ...timeAmong(
    (slice) => answeredWaitsOf(waitsOf(slice)),
    (times) => nearestRank(times, 0.9),
  ),
};
