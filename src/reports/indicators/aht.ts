import { sumOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const aht: Indicator = {
  label: { en: 'AHT', ru: 'ср. обработка' },
  about: {
    en: 'How long one conversation keeps an agent, notes included.',
    ru: 'Сколько один разговор занимает оператора вместе с записями.',
  },
  formula: '(talk + wrap-up) / conversations',
  unit: 'mean',
  additive: 'additive',
  needs: ['conversations'],
  compute: (slice) => ({
    unit: 'mean',
    ratio: {
      numerator: sumOf(slice.conversations, ({ fact, wrapUpMs }) => fact.talkMs + wrapUpMs),
      denominator: slice.conversations.length,
    },
  }),
};
