import { countOf } from '../ratio.js';
import type { CallItem } from '../slicing/items.js';
import { isExpected } from '../slicing/missed.js';
import type { Indicator } from './indicator.js';

export const answerRate: Indicator = {
  label: { en: 'answer rate', ru: 'доля принятых' },
  about: {
    en: 'The share of all callers who talked with somebody; wrong numbers are left out. What the menu loses shows here.',
    ru: 'Доля всех звонивших, с кем поговорили; ошибочные не считаются. Здесь видны потери в меню.',
  },
  formula: 'answered / (entered − misdirected − blocked), of the calls that are left',
  unit: 'share',
  additive: 'additive',
  needs: ['calls'],
  compute: (slice) => ({
    unit: 'share',
    ratio: {
      numerator: countOf(slice.calls, (call) => isExpected(call) && isAnswered(call)),
      denominator: countOf(slice.calls, isExpected),
    },
  }),
};

function isAnswered({ origin }: CallItem): boolean {
  return origin.disposition === 'answered';
}
