import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const menuEntries: Indicator = {
  label: { en: 'entered', ru: 'вошли' },
  about: {
    en: 'How often callers came into the menu: how many it has to help.',
    ru: 'Сколько раз входили в меню: скольким оно должно помочь.',
  },
  formula: 'stages menu-entered',
  unit: 'count',
  additive: 'additive',
  needs: ['menus'],
  compute: (slice) => ({
    unit: 'count',
    value: countOf(slice.menus, ({ event }) => event === 'menu-entered'),
  }),
};
