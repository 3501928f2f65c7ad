import type { Indicator } from './indicator.js';

export const ratingsAsked: Indicator = {
  label: { en: 'asked', ru: 'спрошено' },
  about: {
    en: 'How often callers were asked to rate a conversation: how many scores there could be.',
    ru: 'Сколько раз клиентов просили оценить разговор: сколько оценок могло быть.',
  },
  formula: 'questions for a rating that were asked',
  unit: 'count',
  additive: 'additive',
  needs: ['ratings'],
  compute: ({ ratings }) => ({ unit: 'count', value: ratings.length }),
};
