import { isPartner } from '../../core/partner/partner.js';
import { sumOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const aht: Indicator = {
  label: { en: 'AHT', ru: 'ср. обработка' },
  about: {
    en: 'How long one conversation keeps an agent, notes included; talks of partners keep none. Shifts are planned with it.',
    ru: 'Сколько один разговор занимает оператора вместе с записями; разговоры партнёров не в счёт. По нему планируют смены.',
  },
  formula: '(talk + wrap-up) / conversations, those of partners left out',
  unit: 'mean',
  additive: 'additive',
  needs: ['conversations'],
  compute: (slice) => {
    const ours = slice.conversations.filter(({ fact }) => !isPartner(fact.agent));
    return {
      unit: 'mean',
      ratio: {
        numerator: sumOf(ours, ({ fact, wrapUpMs }) => fact.talkMs + wrapUpMs),
        denominator: ours.length,
      },
    };
  },
};
