import { timeIn } from '../slicing/agent-states.js';
import type { Indicator } from './indicator.js';

export const timeSignedOut: Indicator = {
  label: { en: 'signed out', ru: 'не на смене' },
  about: {
    en: 'Time in the state signed-out, cut at the borders of the period. An agent who was signed out all the time has no row.',
    ru: 'Время в состоянии «не на смене» в пределах периода. Кто не выходил на смену вовсе, того в отчёте нет.',
  },
  formula: 'Σ time in state signed-out',
  unit: 'duration',
  additive: 'computed-anew',
  needs: ['states'],
  compute: (slice) => ({ unit: 'duration', value: timeIn(slice, 'signed-out') }),
};
