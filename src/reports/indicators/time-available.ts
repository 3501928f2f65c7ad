import { timeIn } from '../slicing/agent-states.js';
import type { Indicator } from './indicator.js';

export const timeAvailable: Indicator = {
  label: { en: 'available', ru: 'свободен' },
  about: {
    en: 'Time in the state available, cut at the borders of the period: what could still be taken on.',
    ru: 'Время в состоянии «свободен» в пределах периода: сколько ещё можно взять на себя.',
  },
  formula: 'Σ time in state available',
  unit: 'duration',
  additive: 'additive',
  needs: ['states'],
  compute: (slice) => ({ unit: 'duration', value: timeIn(slice, 'available') }),
};
