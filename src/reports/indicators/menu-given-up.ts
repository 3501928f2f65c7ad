import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const menuGivenUp: Indicator = {
  label: { en: 'given up', ru: 'без выбора' },
  about: {
    en: 'How often the menu gave up after its last try: whom it could not help.',
    ru: 'Сколько раз меню закончилось без выбора: кому оно не помогло.',
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
