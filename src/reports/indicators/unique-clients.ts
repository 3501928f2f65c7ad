import { differentCallers } from '../slicing/callers.js';
import type { Indicator } from './indicator.js';
import { countOfDifferent } from './settled.js';

export const uniqueClients: Indicator = {
  label: { en: 'clients', ru: 'разных собеседников' },
  about: {
    en: 'How many different people were talked with; fewer than talks means that some came again.',
    ru: 'С каким числом разных людей поговорили; если их меньше, чем разговоров, кто-то обращался снова.',
  },
  formula: 'distinct numbers in E.164 of conversations',
  needs: ['conversations'],
  ...countOfDifferent((slice) => differentCallers(slice.conversations.map(({ origin }) => origin))),
};
