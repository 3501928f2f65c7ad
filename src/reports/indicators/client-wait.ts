import { sumOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const clientWait: Indicator = {
  label: { en: 'clients waited', ru: 'клиенты ждали' },
  about: {
    en: 'How long callers who got this agent (or queue) had waited: in what mood they came.',
    ru: 'Сколько ждали те, кому ответил этот оператор: в каком настроении они пришли.',
  },
  formula: 'Σ wait in the visit / conversations',
  unit: 'mean',
  additive: 'additive',
  needs: ['conversations'],
  compute: (slice) => ({
    unit: 'mean',
    ratio: {
      numerator: sumOf(slice.conversations, ({ fact }) => fact.waitMs),
      denominator: slice.conversations.length,
    },
  }),
};
