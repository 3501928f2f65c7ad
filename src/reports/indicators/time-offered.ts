import { timeIn } from '../slicing/agent-states.js';
import type { Indicator } from './indicator.js';

export const timeOffered: Indicator = {
  label: { en: 'ringing', ru: 'звонит' },
  about: {
    en: 'Time in the state offered, cut at the borders of the period: how long the phone rang.',
    ru: 'Время в состоянии «звонит» в пределах периода: сколько звонил телефон.',
  },
  formula: 'Σ time in state offered',
  unit: 'duration',
  additive: 'additive',
  needs: ['states'],
  compute: (slice) => ({ unit: 'duration', value: timeIn(slice, 'offered') }),
};
