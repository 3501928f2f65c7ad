import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const outOfHoursCalls: Indicator = {
  label: { en: 'out of hours', ru: 'вне рабочего времени' },
  about: {
    en: 'Calls that came when the office was closed: whether longer hours would pay.',
    ru: 'Звонки, пришедшие в нерабочее время: стоит ли работать дольше.',
  },
  formula: 'calls over whose number was closed when they arrived',
  unit: 'count',
  additive: 'additive',
  needs: ['calls'],
  compute: (slice) => ({
    unit: 'count',
    value: countOf(slice.calls, ({ fact }) => fact !== null && !fact.inHours),
  }),
};
