import { differentCallers } from '../slicing/callers.js';
import type { Indicator } from './indicator.js';
import { countOfDifferent } from './settled.js';

export const uniqueCallers: Indicator = {
  label: { en: 'callers', ru: 'разных клиентов' },
  about: {
    en: 'How many different people called.',
    ru: 'Сколько разных людей звонило.',
  },
  formula: 'distinct numbers in E.164; hidden numbers count one each',
  needs: ['calls'],
  ...countOfDifferent((slice) => differentCallers(slice.calls.map(({ origin }) => origin))),
};
