import { timeIn } from '../slicing/agent-states.js';
import type { Indicator } from './indicator.js';

export const timeTalking: Indicator = {
  label: { en: 'talking', ru: 'разговор' },
  about: {
    en: 'Time in the state talking, cut at the borders of the period: the work itself.',
    ru: 'Время в состоянии «разговор» в пределах периода: сама работа.',
  },
  formula: 'Σ time in state talking',
  unit: 'duration',
  additive: 'additive',
  needs: ['states'],
  compute: (slice) => ({ unit: 'duration', value: timeIn(slice, 'talking') }),
};
