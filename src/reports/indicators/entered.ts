import { enteredOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const entered: Indicator = {
  label: { en: 'entered', ru: 'поступило' },
  about: {
    en: 'Everything that came in, whatever became of it: how much there is to do.',
    ru: 'Всё, что поступило, чем бы оно ни кончилось: сколько всего работы.',
  },
  formula: 'calls that arrived (visits that began), in progress included',
  unit: 'count',
  additive: 'additive',
  needs: ['waits'],
  compute: (slice) => ({ unit: 'count', value: enteredOf(slice) }),
};
