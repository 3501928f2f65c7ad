import { sumOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const hold: Indicator = {
  label: { en: 'on hold', ru: 'удержание' },
  about: {
    en: 'How long callers heard music in the middle of their talks; it is part of the talk.',
    ru: 'Сколько клиенты слушали музыку посреди разговора; входит в разговор.',
  },
  formula: 'Σ time on hold of conversations that began, but for consultations',
  unit: 'duration',
  additive: 'additive',
  needs: ['conversations'],
  compute: (slice) => ({ unit: 'duration', value: sumOf(slice.conversations, ({ holdMs }) => holdMs) }),
};
