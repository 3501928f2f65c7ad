import { serviceLevelOf } from '../service-level.js';
import { waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const serviceLevel: Indicator = {
  label: { en: 'service level', ru: 'уровень обслуживания' },
  about: {
    en: 'How many were answered in time, of all who gave us a chance: whether the goal is kept.',
    ru: 'Сколько отвечено вовремя из всех, кто дал нам шанс: выполнена ли цель.',
  },
  formula: 'answered with wait ≤ T / base',
  unit: 'share',
  additive: 'additive',
  needs: ['waits'],
  compute: (slice) => ({ unit: 'share', ratio: serviceLevelOf(waitsOf(slice)).headline }),
};
