import { sumOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const talkInCallsMade: Indicator = {
  label: { en: 'talk in calls made', ru: 'разговоры в исходящих' },
  about: {
    en: 'Time spent talking in calls that agents made: how much of the shift it takes.',
    ru: 'Время разговоров в исходящих звонках: сколько смены на это уходит.',
  },
  formula: 'Σ talk of calls made, to their end',
  unit: 'duration',
  additive: 'additive',
  needs: ['outgoing'],
  compute: ({ outgoing }) => ({ unit: 'duration', value: sumOf(outgoing, ({ fact }) => fact.talkMs) }),
};
