import { timeIn } from '../slicing/agent-states.js';
import type { Indicator } from './indicator.js';

export const timeWrapUp: Indicator = {
  label: { en: 'wrap-up time', ru: 'записи' },
  about: {
    en: 'Time in the state wrap-up, cut at the borders of the period: what notes take.',
    ru: 'Время в состоянии «записи» в пределах периода: сколько уходит на записи.',
  },
  formula: 'Σ time in state wrap-up',
  unit: 'duration',
  additive: 'additive',
  needs: ['states'],
  compute: (slice) => ({ unit: 'duration', value: timeIn(slice, 'wrap-up') }),
};
