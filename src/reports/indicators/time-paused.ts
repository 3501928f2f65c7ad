import { timeIn } from '../slicing/agent-states.js';
import type { Indicator } from './indicator.js';

export const timePaused: Indicator = {
  label: { en: 'paused', ru: 'перерыв' },
  about: {
    en: 'Time in the state paused, cut at the borders of the period: breaks, to compare with what was agreed.',
    ru: 'Время в состоянии «перерыв» в пределах периода: перерывы, для сравнения с договорённостью.',
  },
  formula: 'Σ time in state paused',
  unit: 'duration',
  additive: 'additive',
  needs: ['states'],
  compute: (slice) => ({ unit: 'duration', value: timeIn(slice, 'paused') }),
};
