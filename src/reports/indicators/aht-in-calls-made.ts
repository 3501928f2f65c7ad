import { countOf, sumOf } from '../ratio.js';
import { isTalkedIn } from '../slicing/outgoing.js';
import type { Indicator } from './indicator.js';

export const ahtInCallsMade: Indicator = {
  label: { en: 'AHT in calls made', ru: 'ср. обработка исходящих' },
  about: {
    en: 'How long one talk in a call that he made keeps an agent, notes included.',
    ru: 'Сколько один разговор в исходящем звонке занимает оператора вместе с записями.',
  },
  formula: '(talk + wrap-up) in calls made / calls made with a conversation',
  unit: 'mean',
  additive: 'additive',
  needs: ['outgoing'],
  compute: ({ outgoing }) => ({
    unit: 'mean',
    ratio: {
      numerator: sumOf(outgoing, ({ fact, wrapUpMs }) => fact.talkMs + wrapUpMs),
      denominator: countOf(outgoing, isTalkedIn),
    },
  }),
};
