import { waitFiguresOf } from '../service-level.js';
import { waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';
import { longestTime } from './settled.js';

export const waitLongest: Indicator = {
  label: { en: 'longest answered', ru: 'дольше всех до ответа' },
  about: {
    en: 'The worst that somebody waited who was answered in the end: how patient callers are.',
    ru: 'Дольше всех ждал ответа тот, кто его дождался: насколько терпеливы клиенты.',
  },
  formula: 'max wait of answered',
  needs: ['waits'],
  ...longestTime((slice) => waitFiguresOf(waitsOf(slice)).longestAnsweredMs),
};
