import { countOf } from '../ratio.js';
import { isMissed } from '../slicing/missed.js';
import type { Indicator } from './indicator.js';

export const missedCalls: Indicator = {
  label: { en: 'missed', ru: 'пропущено' },
  about: {
    en: 'Callers who came in hours and got nobody: the list to call back.',
    ru: 'Звонили в рабочее время и никого не получили: кому перезвонить.',
  },
  formula:
    'in hours, not misdirected, and left in menu, abandoned, timed out, turned away, shed, not known or failed, or marked abandoned-after-transfer',
  unit: 'count',
  additive: 'additive',
  needs: ['calls'],
  compute: (slice) => ({ unit: 'count', value: countOf(slice.calls, isMissed) }),
};
