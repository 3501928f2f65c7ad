import type { Indicator } from './indicator.js';
import { countOfDifferent } from './settled.js';

export const menuCutOff: Indicator = {
  label: { en: 'cut off in 5 s', ru: 'сброшено за 5 с' },
  about: {
    en: 'Of the callers who came by here: hung up at once, neither served nor asking for a person.',
    ru: 'Из прошедших здесь: сразу положили трубку, не получив ни ответа, ни оператора.',
  },
  formula: 'calls of the row that were cut off, each once',
  needs: ['menus'],
  ...countOfDifferent((slice) => [
    ...new Set(slice.menus.filter(({ askedFor }) => askedFor === 'cut-off').map(({ origin }) => origin.call)),
  ]),
};
