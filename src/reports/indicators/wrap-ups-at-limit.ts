import { isWrapUpAtLimit } from '../agent-time.js';
import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const wrapUpsAtLimit: Indicator = {
  label: { en: 'wrap-ups at limit', ru: 'записи до предела' },
  about: {
    en: 'How often the limit ended a wrap-up, not the agent: whether it is too short for the notes.',
    ru: 'Сколько раз послеобработку закончил предел, а не оператор: не мал ли он для записей.',
  },
  formula: 'wrap-ups that ended because their limit was reached',
  unit: 'count',
  additive: 'additive',
  needs: ['states'],
  compute: (slice) => ({ unit: 'count', value: countOf(slice.states, isWrapUpAtLimit) }),
};
