import { waitFiguresOf } from '../service-level.js';
import { waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';
import { longestTime } from './settled.js';

export const longestWait: Indicator = {
  label: { en: 'longest wait', ru: 'наибольшее ожидание' },
  about: {
    en: 'The worst anybody waited, answered or not: what a complaint will be about.',
    ru: 'Дольше всех ждали столько, с ответом или без: о чём будет жалоба.',
  },
  formula: 'max wait',
  needs: ['waits'],
  ...longestTime((slice) => waitFiguresOf(waitsOf(slice)).longestMs),
};
