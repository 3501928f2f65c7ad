import { peopleCalled } from '../slicing/outgoing.js';
import type { Indicator } from './indicator.js';
import { countOfDifferent } from './settled.js';

export const clientsCalled: Indicator = {
  label: { en: 'clients called', ru: 'разных клиентов' },
  about: {
    en: 'How many different people agents called, whether they answered or not: how far they got through their list.',
    ru: 'Скольким разным людям звонили, ответили они или нет: сколько из списка пройдено.',
  },
  formula: 'distinct numbers in E.164 of calls made',
  needs: ['outgoing'],
  ...countOfDifferent(({ outgoing }) => peopleCalled(outgoing)),
};
