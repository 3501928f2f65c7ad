import { signedInTime, timeIn } from '../slicing/agent-states.js';
import type { Indicator } from './indicator.js';

export const load: Indicator = {
  label: { en: 'load', ru: 'нагрузка' },
  about: {
    en: 'How much of the time he could be rung he was busy; above 85 % people burn out.',
    ru: 'Какую часть доступного времени занят; выше 85 % люди выгорают.',
  },
  formula: '(talking + wrap-up) / (signed in − paused − busy elsewhere − unreachable)',
  unit: 'share',
  additive: 'additive',
  needs: ['states'],
  compute: (slice) => ({
    unit: 'share',
    ratio: {
      numerator: timeIn(slice, 'talking', 'wrap-up'),
      denominator: signedInTime(slice) - timeIn(slice, 'paused', 'busy-elsewhere', 'unreachable'),
    },
  }),
};
