import { countOf } from '../ratio.js';
import { isSuccessful } from '../slicing/outgoing.js';
import type { Indicator } from './indicator.js';

export const callsMadeAnswered: Indicator = {
  label: { en: 'successful', ru: 'успешных' },
  about: {
    en: 'How many of the calls that agents made were answered: how often somebody was reached.',
    ru: 'На сколько исходящих звонков ответили: сколько раз дозвонились.',
  },
  formula: 'calls made with the result answered',
  unit: 'count',
  additive: 'additive',
  needs: ['outgoing'],
  compute: ({ outgoing }) => ({ unit: 'count', value: countOf(outgoing, isSuccessful) }),
};
