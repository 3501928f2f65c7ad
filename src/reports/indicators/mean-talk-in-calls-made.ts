import { countOf, sumOf } from '../ratio.js';
import { isTalkedIn } from '../slicing/outgoing.js';
import type { Indicator } from './indicator.js';

export const meanTalkInCallsMade: Indicator = {
  label: { en: 'mean talk in calls made', ru: 'ср. разговор в исходящих' },
  about: {
    en: 'How long a talk in a call that an agent made lasts on average.',
    ru: 'Сколько в среднем длится разговор в исходящем звонке.',
  },
  formula: 'talk in calls made / calls made with a conversation',
  unit: 'mean',
  additive: 'additive',
  needs: ['outgoing'],
  compute: ({ outgoing }) => ({
    unit: 'mean',
    ratio: {
      numerator: sumOf(outgoing, ({ fact }) => fact.talkMs),
      denominator: countOf(outgoing, isTalkedIn),
    },
  }),
};
