import type { Indicator } from './indicator.js';

export const outcomesAsked: Indicator = {
  label: { en: 'with outcome', ru: 'с итогом' },
  about: {
    en: 'Conversations of which agents had to say what came of them: what the conversion is taken of.',
    ru: 'Разговоры, итог которых оператор должен указать: от чего считается конверсия.',
  },
  formula: 'conversations that began in queues with outcomes, settled',
  unit: 'count',
  additive: 'additive',
  needs: ['outcomes'],
  compute: ({ outcomes }) => ({ unit: 'count', value: outcomes.length }),
};
