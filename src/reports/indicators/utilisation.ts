import { signedInTime, timeIn } from '../slicing/agent-states.js';
import type { Indicator } from './indicator.js';

export const utilisation: Indicator = {
  label: { en: 'utilisation', ru: 'занятость' },
  about: {
    en: 'How much of the working time went into calls: what paid hours are used for.',
    ru: 'Какая часть рабочего времени ушла на звонки: на что идут оплаченные часы.',
  },
  formula: '(talking + wrap-up) / signed in',
  unit: 'share',
  additive: 'additive',
  needs: ['states'],
  compute: (slice) => ({
    unit: 'share',
    ratio: { numerator: timeIn(slice, 'talking', 'wrap-up'), denominator: signedInTime(slice) },
  }),
};
