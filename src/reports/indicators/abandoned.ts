import { abandonedOf, waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const abandoned: Indicator = {
  label: { en: 'abandoned', ru: 'не дождались' },
  about: {
    en: 'Callers whose patience ended: whom another agent at that hour would have kept.',
    ru: 'У кого кончилось терпение: кого удержал бы ещё один оператор в этот час.',
  },
  formula: 'hung up while waiting, wait ≥ S',
  unit: 'count',
  additive: 'additive',
  needs: ['waits'],
  compute: (slice) => ({ unit: 'count', value: abandonedOf(waitsOf(slice)) }),
};
