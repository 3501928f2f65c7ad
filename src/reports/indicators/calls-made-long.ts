import { countOf } from '../ratio.js';
import { isLong } from '../slicing/outgoing.js';
import type { Indicator } from './indicator.js';

export const callsMadeLong: Indicator = {
  label: { en: 'over 30 s', ru: 'дольше 30 с' },
  about: {
    en: 'How many of the calls that agents made came to a talk of more than 30 seconds: real talks, not a wrong number.',
    ru: 'Сколько исходящих звонков длились дольше 30 секунд разговора: настоящие разговоры, а не ошибки.',
  },
  formula: 'calls made with talk > 30 s',
  unit: 'count',
  additive: 'additive',
  needs: ['outgoing'],
  compute: ({ outgoing }) => ({ unit: 'count', value: countOf(outgoing, isLong) }),
};
