import type { OfferResult } from '../../core/milestone.js';
import { countOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const offersMissed: Indicator = {
  label: { en: 'missed offers', ru: 'пропущено вызовов' },
  about: {
    en: 'Offers that the agent let pass; a lost race and a caller who left are not. Each has cost a caller time.',
    ru: 'Вызовы, которые оператор упустил; не считаются те, где ответил другой или ушёл клиент. Каждый стоил клиенту времени.',
  },
  formula: 'offers with the result no-answer, busy, declined, unreachable or not-confirmed',
  unit: 'count',
  additive: 'additive',
  needs: ['offers'],
  compute: (slice) => ({
    unit: 'count',
    value: countOf(slice.offers, ({ fact }) => MISSED.includes(fact.result)),
  }),
};

const MISSED: readonly OfferResult[] = ['no-answer', 'busy', 'declined', 'unreachable', 'not-confirmed'];
