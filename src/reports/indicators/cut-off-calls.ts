import { isCutOff } from '../cut-off.js';
import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const cutOffCalls: Indicator = {
  label: { en: 'cut off in 5 s', ru: 'сброшено за 5 с' },
  about: {
    en: 'Callers who hung up at once, and had neither been served nor asked for a person.',
    ru: 'Сразу положили трубку: их не обслужили, и оператора они не просили.',
  },
  formula: 'left in menu or out of hours, not offered, hung up within 5 s of the greeting',
  unit: 'count',
  additive: 'additive',
  needs: ['calls'],
  compute: (slice) => ({
    unit: 'count',
    value: countOf(slice.calls, ({ fact, origin }) => fact !== null && isCutOff(fact, origin.disposition)),
  }),
};
