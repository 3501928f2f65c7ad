import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const menuGivenUp: Indicator = {
  label: { en: 'given up', ru: 'без выбора' },
  about: {
    en: 'How often the menu gave up after its last try.',
    ru: 'Сколько раз меню закончилось без выбора.',
  },
  formula: 'stages menu-given-up',
  unit: 'count',
  additive: 'additive',
  needs: ['menus'],
  compute: (slice) => ({
    unit: 'count',
    value: countOf(slice.menus, ({ event }) => event === 'menu-given-up'),
  }),
};
