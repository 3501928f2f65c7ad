import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const outcomesNotSet: Indicator = {
  label: { en: 'not set', ru: 'не указан' },
  about: {
    en: 'Nobody said what came of them before the wrap-up was over: what the conversion does not know.',
    ru: 'До конца поствызывной обработки никто не указал итог: чего конверсия не знает.',
  },
  formula: 'outcomes that are not set',
  unit: 'count',
  additive: 'additive',
  needs: ['outcomes'],
  compute: ({ outcomes }) => ({
    unit: 'count',
    value: countOf(outcomes, ({ fact }) => fact.outcome === null),
  }),
};
