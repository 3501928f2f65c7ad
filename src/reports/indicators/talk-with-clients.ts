import { sumOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const talkWithClients: Indicator = {
  label: { en: 'talk in all', ru: 'всего разговоров' },
  about: {
    en: "Time spent talking with clients, whoever called: an agent's whole work with them.",
    ru: 'Время разговоров с клиентами, кто бы ни звонил: вся работа оператора с ними.',
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
