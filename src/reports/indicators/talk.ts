import { sumOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const talk: Indicator = {
  label: { en: 'talk', ru: 'время разговора' },
  about: {
    en: 'Time spent talking with callers: what shifts have to cover.',
    ru: 'Время разговоров с клиентами: что должны покрыть смены.',
  },
  formula: 'Σ talk of conversations that began, to their end',
  unit: 'duration',
  additive: 'additive',
  needs: ['conversations'],
  compute: (slice) => ({ unit: 'duration', value: sumOf(slice.conversations, ({ fact }) => fact.talkMs) }),
};
