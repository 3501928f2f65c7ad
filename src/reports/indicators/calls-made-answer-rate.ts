import { countOf } from '../ratio.js';
import { isMade, isSuccessful } from '../slicing/outgoing.js';
import type { Indicator } from './indicator.js';

export const callsMadeAnswerRate: Indicator = {
  label: { en: 'successful of made', ru: 'доля успешных' },
  about: {
    en: 'How many of the calls that agents made were answered, as a share: whether they call at the right hours.',
    ru: 'Доля исходящих звонков, на которые ответили: в те ли часы звонят.',
  },
  formula: 'calls made with the result answered / calls made',
  unit: 'share',
  additive: 'additive',
  needs: ['outgoing'],
  compute: ({ outgoing }) => ({
    unit: 'share',
    ratio: { numerator: countOf(outgoing, isSuccessful), denominator: countOf(outgoing, isMade) },
  }),
};
