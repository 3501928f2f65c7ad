import { countOf } from '../ratio.js';
import { isExpected, isMissed } from '../slicing/missed.js';
import type { Indicator } from './indicator.js';

export const missedRate: Indicator = {
  label: { en: 'missed rate', ru: 'доля пропущенных' },
  about: {
    en: 'The share of callers in hours who got nobody: to compare quiet days with busy ones.',
    ru: 'Доля звонивших в рабочее время, кто никого не получил: для сравнения тихих и занятых дней.',
  },
  formula: 'missed / (entered in hours − misdirected − blocked)',
  unit: 'share',
  additive: 'additive',
  needs: ['calls'],
  compute: (slice) => ({
    unit: 'share',
    ratio: {
      numerator: countOf(slice.calls, isMissed),
      denominator: countOf(slice.calls, (call) => call.fact?.inHours === true && isExpected(call)),
    },
  }),
};
