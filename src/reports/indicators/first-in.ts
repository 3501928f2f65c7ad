import type { Instant } from '../../core/signal.js';
import type { Slice } from '../slicing/items.js';
import type { Indicator } from './indicator.js';

export const firstIn: Indicator = {
  label: { en: 'first in', ru: 'первый вход' },
  about: {
    en: 'When he was there first: whether the shift began in time.',
    ru: 'Когда впервые вышел на смену: вовремя ли она началась.',
  },
  formula: 'earliest moment not signed out',
  unit: 'instant',
  additive: 'computed-anew',
  needs: ['states'],
  compute: (slice) => ({ unit: 'instant', value: earliest(slice) }),
};

function earliest(slice: Slice): Instant | null {
  const there = slice.states.filter(({ state }) => state !== 'signed-out');
  return there.reduce<Instant | null>((first, { from }) => Math.min(first ?? from, from), null);
}
