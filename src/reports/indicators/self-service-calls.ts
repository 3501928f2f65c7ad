import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const selfServiceCalls: Indicator = {
  label: { en: 'self-service', ru: 'самообслуживание' },
  about: {
    en: 'Callers whom the recorded information was enough.',
    ru: 'Кому хватило записанного сообщения.',
  },
  formula: 'calls with the disposition self-service',
  unit: 'count',
  additive: 'additive',
  needs: ['calls'],
  compute: (slice) => ({
    unit: 'count',
    value: countOf(slice.calls, ({ origin }) => origin.disposition === 'self-service'),
  }),
};
