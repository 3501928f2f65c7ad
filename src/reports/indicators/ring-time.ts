import { sumOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const ringTime: Indicator = {
  label: { en: 'ring time', ru: 'снимают за' },
  about: {
    en: 'How quickly the phone is picked up: each second of it is a second of waiting.',
    ru: 'Как быстро снимают трубку: каждая секунда — секунда ожидания.',
  },
  formula: 'Σ offer to answer / conversations',
  unit: 'mean',
  additive: 'additive',
  needs: ['conversations'],
  compute: (slice) => ({
    unit: 'mean',
    ratio: {
      numerator: sumOf(slice.conversations, ({ fact }) => fact.ringMs),
      denominator: slice.conversations.length,
    },
  }),
};
