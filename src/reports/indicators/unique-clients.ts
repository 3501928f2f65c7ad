import { differentCallers } from '../slicing/callers.js';
import type { Indicator } from './indicator.js';
import { countOfDifferent } from './settled.js';

export const uniqueClients: Indicator = {
  label: { en: 'clients', ru: 'разных собеседников' },
  about: {
    en: 'How many different people were talked with.',
    ru: 'Со сколькими разными людьми говорили.',
  },
  formula: 'distinct numbers in E.164 of conversations',
  needs: ['conversations'],
  ...countOfDifferent((slice) => differentCallers(slice.conversations.map(({ origin }) => origin))),
};
