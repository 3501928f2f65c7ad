import { countOf } from '../ratio.js';
import { isMade } from '../slicing/outgoing.js';
import type { Indicator } from './indicator.js';

export const callsMade: Indicator = {
  label: { en: 'made', ru: 'исходящих' },
  about: {
    en: 'How many calls agents made: work that does not come in by itself.',
    ru: 'Сколько исходящих звонков сделали операторы: работа, которая не приходит сама.',
  },
  formula: 'calls that agents asked for, and the phone outside was called',
  unit: 'count',
  additive: 'additive',
  needs: ['outgoing'],
  compute: ({ outgoing }) => ({ unit: 'count', value: countOf(outgoing, isMade) }),
};
