import { timeIn } from '../slicing/agent-states.js';
import type { Indicator } from './indicator.js';

export const timeBusyElsewhere: Indicator = {
  label: { en: 'busy elsewhere', ru: 'занят другим' },
  about: {
    en: 'Time in the state busy-elsewhere, cut at the borders of the period: calls that Callplane did not give him.',
    ru: 'Время в состоянии «занят другим» в пределах периода: звонки не от Callplane.',
  },
  formula: 'Σ time in state busy-elsewhere',
  unit: 'duration',
  additive: 'additive',
  needs: ['states'],
  compute: (slice) => ({ unit: 'duration', value: timeIn(slice, 'busy-elsewhere') }),
};
