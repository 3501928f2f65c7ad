import { countOf } from '../ratio.js';
import type { CallItem } from '../slicing/items.js';
import type { Indicator } from './indicator.js';

export const containment: Indicator = {
  label: { en: 'containment', ru: 'обслужено автоматом' },
  about: {
    en: 'The share served by automation, of those served so and those who asked for a person: what it takes off the agents.',
    ru: 'Доля обслуженных автоматом среди них и просивших оператора: насколько он разгружает операторов.',
  },
  formula: 'self-service / (self-service + others offered)',
  unit: 'share',
  additive: 'additive',
  needs: ['calls'],
  compute: (slice) => {
    const served = countOf(slice.calls, ({ origin }) => origin.disposition === 'self-service');
    return {
      unit: 'share',
      ratio: { numerator: served, denominator: served + countOf(slice.calls, wantsAgent) },
    };
  },
};

function wantsAgent({ origin, fact }: CallItem): boolean {
  return fact !== null && fact.firstOfferedAt !== null && origin.disposition !== 'self-service';
}
