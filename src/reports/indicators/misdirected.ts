import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const misdirected: Indicator = {
  label: { en: 'wrong numbers', ru: 'ошиблись номером' },
  about: {
    en: 'Calls that were for nobody here; they are in neither answered nor missed calls as shares.',
    ru: 'Звонки не по адресу; ни в доле принятых, ни в доле пропущенных их нет.',
  },
  formula: 'calls over that are marked misdirected, or with an outcome that says wrong number',
  unit: 'count',
  additive: 'additive',
  needs: ['calls'],
  compute: (slice) => ({ unit: 'count', value: countOf(slice.calls, (call) => call.misdirected) }),
};
