import type { Indicator } from './indicator.js';

export const conversations: Indicator = {
  label: { en: 'conversations', ru: 'разговоров' },
  about: {
    en: "How many talks with callers: the agents' work, counted.",
    ru: 'Сколько разговоров с клиентами: работа операторов в штуках.',
  },
  formula: 'conversations that began',
  unit: 'count',
  additive: 'additive',
  needs: ['conversations'],
  compute: (slice) => ({ unit: 'count', value: slice.conversations.length }),
};
