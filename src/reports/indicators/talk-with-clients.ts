import { sumOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const talkWithClients: Indicator = {
  label: { en: 'talk in all', ru: 'всего разговоров' },
  about: {
    en: 'Time spent talking with clients, whoever called.',
    ru: 'Время разговоров с клиентами, кто бы ни звонил.',
  },
  formula: 'talk + talk of calls made',
  unit: 'duration',
  additive: 'additive',
  needs: ['conversations', 'outgoing'],
  compute: ({ conversations, outgoing }) => ({
    unit: 'duration',
    value: sumOf(conversations, ({ fact }) => fact.talkMs) + sumOf(outgoing, ({ fact }) => fact.talkMs),
  }),
};
