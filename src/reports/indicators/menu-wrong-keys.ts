import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const menuWrongKeys: Indicator = {
  label: { en: 'wrong keys', ru: 'неверных' },
  about: {
    en: 'Keys that the menu does not know: what callers look for there, or do not understand.',
    ru: 'Клавиши, которых в меню нет: что там ищут или не понимают.',
  },
  formula: 'stages menu-wrong-key',
  unit: 'count',
  additive: 'additive',
  needs: ['menus'],
  compute: (slice) => ({
    unit: 'count',
    value: countOf(slice.menus, ({ event }) => event === 'menu-wrong-key'),
  }),
};
