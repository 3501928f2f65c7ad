import type { Instant } from '../../core/signal.js';
import type { Slice } from '../slicing/items.js';
import type { Indicator } from './indicator.js';

export const lastOut: Indicator = {
  label: { en: 'last out', ru: 'последний выход' },
  about: {
    en: 'When he left for the last time: whether the shift was kept; none: he is still there.',
    ru: 'Когда ушёл в последний раз: отработана ли смена; пусто: ещё на смене.',
  },
  formula: 'latest end of time not signed out',
  unit: 'instant',
  additive: 'computed-anew',
  needs: ['states'],
  compute: (slice) => ({ unit: 'instant', value: latest(slice) }),
};

function latest(slice: Slice): Instant | null {
  const there = slice.states.filter(({ state }) => state !== 'signed-out');
  if (there.some(({ end }) => end === 'open')) return null;
  return there.reduce<Instant | null>((last, { to }) => Math.max(last ?? to, to), null);
}
