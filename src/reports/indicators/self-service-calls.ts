import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const selfServiceCalls: Indicator = {
  label: { en: 'self-service', ru: 'самообслуживание' },
  about: {
    en: 'Callers whom the recorded information was enough: talks that no agent had to have.',
    ru: 'Кому хватило записанного сообщения: разговоры, которых не понадобилось.',
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
