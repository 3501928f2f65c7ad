import { isPartner } from '../../core/partner/partner.js';
import { sumOf } from '../ratio.js';
import type { Indicator } from './indicator.js';

export const handleTime: Indicator = {
  label: { en: 'handle time', ru: 'время обработки' },
  about: {
    en: 'How long conversations kept agents, notes included; talks of partners keep none.',
    ru: 'Сколько разговоры заняли у операторов вместе с записями; разговоры партнёров не в счёт.',
  },
  formula: 'talk + wrap-up, those of partners left out',
  unit: 'duration',
  additive: 'additive',
  needs: ['conversations'],
  compute: (slice) => {
    const ours = slice.conversations.filter(({ fact }) => !isPartner(fact.agent));
    return { unit: 'duration', value: sumOf(ours, ({ fact, wrapUpMs }) => fact.talkMs + wrapUpMs) };
  },
};
