import { differentCallers } from '../slicing/callers.js';
import type { Indicator } from './indicator.js';
import { countOfDifferent } from './settled.js';

export const uniqueCallers: Indicator = {
  label: { en: 'callers', ru: 'разных клиентов' },
  about: {
    en: 'How many different people called; far fewer than calls means that they had to call again.',
    ru: 'Сколько разных людей звонило; если их намного меньше, чем звонков, им приходилось перезванивать.',
  },
  formula: 'distinct numbers in E.164; hidden numbers count one each',
  needs: ['calls'],
  ...countOfDifferent((slice) => differentCallers(slice.calls.map(({ origin }) => origin))),
};
