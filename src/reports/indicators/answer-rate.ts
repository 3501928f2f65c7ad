import { countOf } from '../ratio.js';
import type { CallItem } from '../slicing/items.js';
import { isMisdirected } from '../slicing/missed.js';
import type { Indicator } from './indicator.js';

export const answerRate: Indicator = {
  label: { en: 'answer rate', ru: 'доля принятых' },
  about: {
    en: 'The share of all callers who talked with somebody; wrong numbers are left out. What the menu loses shows here.',
    ru: 'Доля всех звонивших, с кем поговорили; ошибочные не считаются. Здесь видны потери в меню.',
  },
  formula: 'answered / (entered − marked misdirected − blocked)',
  unit: 'share',
  additive: 'additive',
  needs: ['calls'],
  compute: (slice) => ({
    unit: 'share',
    ratio: {
      numerator: answeredOf(slice.calls),
      denominator: slice.calls.length - countOf(slice.calls, isMisdirected),
    },
  }),
};

function answeredOf(calls: readonly CallItem[]): number {
  return countOf(calls, ({ origin }) => origin.disposition === 'answered');
}
