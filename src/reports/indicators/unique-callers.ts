import { differentCallers } from '../slicing/callers.js';
import type { Indicator } from './indicator.js';

export const uniqueCallers: Indicator = {
  label: { en: 'callers', ru: 'разных клиентов' },
  about: {
    en: 'How many different people called.',
    ru: 'Сколько разных людей звонило.',
  },
  formula: 'distinct numbers in E.164; hidden numbers count one each',
  unit: 'count',
  additive: 'computed-anew',
  needs: ['calls'],
  compute: (slice) => ({ unit: 'count', value: differentCallers(slice.calls.map(({ origin }) => origin)) }),
};
