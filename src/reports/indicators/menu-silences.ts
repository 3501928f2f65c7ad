import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const menuSilences: Indicator = {
  label: { en: 'silences', ru: 'молчания' },
  about: {
    en: 'How often nothing was pressed in time: whether the text is too long.',
    ru: 'Сколько раз ничего не нажали вовремя: не слишком ли длинный текст.',
  },
  formula: 'stages menu-silence',
  unit: 'count',
  additive: 'additive',
  needs: ['menus'],
  compute: (slice) => ({
    unit: 'count',
    value: countOf(slice.menus, ({ event }) => event === 'menu-silence'),
  }),
};
