import { waitFiguresOf } from '../service-level.js';
import { waitsOf } from '../slicing/waits.js';
import type { Indicator } from './indicator.js';

export const asa: Indicator = {
  label: { en: 'ASA', ru: 'ср. ожидание ответа' },
  about: {
    en: 'How long callers waited for an answer, on average; a few long waits hide in it, so look at the percentiles, too.',
    ru: 'Сколько в среднем ждали ответа; редкие долгие ожидания в нём не видны, смотрите и процентили.',
  },
  formula: 'Σ wait of answered / answered',
  unit: 'mean',
  additive: 'additive',
  needs: ['waits'],
  compute: (slice) => ({ unit: 'mean', ratio: waitFiguresOf(waitsOf(slice)).averageSpeedOfAnswer }),
};
