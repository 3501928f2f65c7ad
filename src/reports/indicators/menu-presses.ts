import type { CallEventName } from '../../core/milestone.js';
import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const menuPresses: Indicator = {
  label: { en: 'pressed', ru: 'нажали' },
  about: {
    en: 'What was pressed here, right or wrong; silence counts as no key.',
    ru: 'Что нажали, верно или нет; молчание — без клавиши.',
  },
  formula: 'keys, wrong keys and silences',
  unit: 'count',
  additive: 'additive',
  needs: ['menus'],
  compute: (slice) => ({
    unit: 'count',
    value: countOf(slice.menus, ({ event }) => PRESSES.includes(event)),
  }),
};

const PRESSES: readonly CallEventName[] = ['menu-key', 'menu-wrong-key', 'menu-silence'];
