import type { Indicator } from './indicator.js';

export const conversations: Indicator = {
  label: { en: 'conversations', ru: 'разговоров' },
  about: {
    en: 'How many talks with callers.',
    ru: 'Сколько разговоров с клиентами.',
  },
  formula: 'conversations that began',
  unit: 'count',
  additive: 'additive',
  needs: ['conversations'],
  compute: (slice) => ({ unit: 'count', value: slice.conversations.length }),
};
