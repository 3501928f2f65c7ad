import { sumOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const consultation: Indicator = {
  label: { en: 'consultation', ru: 'консультация' },
  about: {
    en: 'How long callers heard music while their agent asked somebody before he handed them over.',
    ru: 'Сколько клиенты слушали музыку, пока оператор советовался перед переводом.',
  },
  formula: 'Σ time on hold of conversations that began, for consultations',
  unit: 'duration',
  additive: 'additive',
  needs: ['conversations'],
  compute: (slice) => ({ unit: 'duration', value: sumOf(slice.conversations, ({ consultMs }) => consultMs) }),
};
