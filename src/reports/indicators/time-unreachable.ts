import { timeIn } from '../slicing/agent-states.js';
import type { Indicator } from './indicator.js';

export const timeUnreachable: Indicator = {
  label: { en: 'unreachable', ru: 'недоступен' },
  about: {
    en: 'Time in the state unreachable, cut at the borders of the period: whether the phone has to be looked at.',
    ru: 'Время в состоянии «недоступен» в пределах периода: не пора ли проверить телефон.',
  },
  formula: 'Σ time in state unreachable',
  unit: 'duration',
  additive: 'additive',
  needs: ['states'],
  compute: (slice) => ({ unit: 'duration', value: timeIn(slice, 'unreachable') }),
};
