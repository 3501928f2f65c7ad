import { sumOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const wrapUpInCallsMade: Indicator = {
  label: { en: 'wrap-up in calls made', ru: 'послеобработка исходящих' },
  about: {
    en: 'Time for notes after calls that agents made.',
    ru: 'Время на записи после исходящих звонков.',
  },
  formula: 'Σ wrap-up that follows calls made',
  unit: 'duration',
  additive: 'additive',
  needs: ['outgoing'],
  compute: ({ outgoing }) => ({ unit: 'duration', value: sumOf(outgoing, ({ wrapUpMs }) => wrapUpMs) }),
};
