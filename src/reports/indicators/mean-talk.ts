import { sumOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const meanTalk: Indicator = {
  label: { en: 'mean talk', ru: 'ср. разговор' },
  about: {
    en: 'How long a talk lasts on average, whoever of ours or of a partner has it; about three minutes is usual.',
    ru: 'Сколько в среднем длится разговор, у нас или у партнёра; обычно около трёх минут.',
  },
  formula: 'talk / conversations',
  unit: 'mean',
  additive: 'additive',
  needs: ['conversations'],
  compute: (slice) => ({
    unit: 'mean',
    ratio: {
      numerator: sumOf(slice.conversations, ({ fact }) => fact.talkMs),
      denominator: slice.conversations.length,
    },
  }),
};
