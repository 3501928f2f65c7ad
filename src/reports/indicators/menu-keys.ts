import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const menuKeys: Indicator = {
  label: { en: 'keys', ru: 'нажатий' },
  about: {
    en: 'Keys that led on: what callers want.',
    ru: 'Нажатия, которые вели дальше: чего хотят клиенты.',
  },
  formula: 'stages menu-key',
  unit: 'count',
  additive: 'additive',
  needs: ['menus'],
  compute: (slice) => ({ unit: 'count', value: countOf(slice.menus, ({ event }) => event === 'menu-key') }),
};
