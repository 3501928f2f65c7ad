import { sumOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const wrapUp: Indicator = {
  label: { en: 'wrap-up', ru: 'послеобработка' },
  about: {
    en: 'Time for notes after talks: what a better form would save.',
    ru: 'Время на записи после разговоров: что сберегла бы форма получше.',
  },
  formula: 'Σ wrap-up that follows conversations that began',
  unit: 'duration',
  additive: 'additive',
  needs: ['conversations'],
  compute: (slice) => ({ unit: 'duration', value: sumOf(slice.conversations, ({ wrapUpMs }) => wrapUpMs) }),
};
