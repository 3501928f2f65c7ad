import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const conversion: Indicator = {
  label: { en: 'conversion', ru: 'конверсия' },
  about: {
    en: 'The share of conversations that were a success; one whose outcome was not set counts as none.',
    ru: 'Доля успешных разговоров; разговор без указанного итога успешным не считается.',
  },
  formula: 'successes / outcomes',
  unit: 'share',
  additive: 'additive',
  needs: ['outcomes'],
  compute: ({ outcomes }) => ({
    unit: 'share',
    ratio: { numerator: countOf(outcomes, ({ fact }) => fact.success), denominator: outcomes.length },
  }),
};
