import type { Ratio } from '../ratio.js';
import type { Slice } from '../slicing/items.js';
import type { Indicator } from './indicator.js';

export const menuContainment: Indicator = {
  label: { en: 'containment', ru: 'обслужено автоматом' },
  about: {
    en: 'Of the callers who came by here: served by automation, of those and the ones who asked for a person. Which branch saves talks.',
    ru: 'Из прошедших здесь: обслуженные автоматом среди них и просивших оператора. Какая ветка избавляет от разговоров.',
  },
  formula: 'self-service / (self-service + others offered), over the calls of the row',
  unit: 'share',
  additive: 'computed-anew',
  needs: ['menus'],
  compute: (slice) => ({ unit: 'share', ratio: containmentOf(slice) }),
};

function containmentOf(slice: Slice): Ratio {
  const calls = [...new Map(slice.menus.map((item) => [item.origin.call, item])).values()];
  const served = calls.filter(({ origin }) => origin.disposition === 'self-service').length;
  const asking = calls.filter(
    ({ origin, askedFor }) => askedFor === 'agent' && origin.disposition !== 'self-service',
  ).length;
  return { numerator: served, denominator: served + asking };
}
