import type { Indicator } from './indicator.js';

export const ratingsAsked: Indicator = {
  label: { en: 'asked', ru: 'спрошено' },
  about: {
    en: 'How often callers were asked to rate a conversation.',
    ru: 'Сколько раз клиентов просили оценить разговор.',
  },
  formula: 'questions for a rating that were asked',
  unit: 'count',
  additive: 'additive',
  needs: ['ratings'],
  compute: ({ ratings }) => ({ unit: 'count', value: ratings.length }),
};
