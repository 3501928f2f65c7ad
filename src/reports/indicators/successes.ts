import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const successes: Indicator = {
  label: { en: 'successes', ru: 'успешных' },
  about: {
    en: 'Conversations with a code that counts as a success: what the talks are for.',
    ru: 'Разговоры с кодом, который считается успехом: ради чего они ведутся.',
  },
  formula: 'outcomes with a code that is a success',
  unit: 'count',
  additive: 'additive',
  needs: ['outcomes'],
  compute: ({ outcomes }) => ({ unit: 'count', value: countOf(outcomes, ({ fact }) => fact.success) }),
};
