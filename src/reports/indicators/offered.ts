import { waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const offered: Indicator = {
  label: { en: 'offered', ru: 'дошло до очереди' },
  about: {
    en: 'How many reached a queue or a ring step: how many wanted a person.',
    ru: 'Сколько дошло до очереди или вызова: скольким был нужен человек.',
  },
  formula: 'calls over that reached a queue or a ring step; every visit',
  unit: 'count',
  additive: 'additive',
  needs: ['waits'],
  compute: (slice) => ({ unit: 'count', value: waitsOf(slice).length }),
};
