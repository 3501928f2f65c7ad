import type { Indicator } from './indicator.js';

export const callsAskedFor: Indicator = {
  label: { en: 'calls asked for', ru: 'запрошено исходящих' },
  about: {
    en: 'How many calls agents wanted to make, those that were blocked or given up before anything rang outside among them.',
    ru: 'Сколько звонков операторы хотели сделать, включая запрещённые и отменённые до вызова.',
  },
  formula: 'calls that agents asked for',
  unit: 'count',
  additive: 'additive',
  needs: ['outgoing'],
  compute: ({ outgoing }) => ({ unit: 'count', value: outgoing.length }),
};
