import { isPartner } from '../../core/partner/partner.js';
import { INDICATORS } from '../indicators/all.js';
import type { Surroundings } from '../slicing/dimensions.js';
import { noItems, type Slice } from '../slicing/items.js';
import { partsOf } from '../slicing/slicing.js';
import type { FigureRow, FigureSource, Narrowing, RowsAsked } from './figure-source.js';

/** Figures that are computed from facts. */
export class FiguresOfFacts implements FigureSource {
  constructor(
    private readonly slice: Slice,
    private readonly around: Surroundings,
  ) {}

  rows({ counted, by, columns }: RowsAsked): readonly FigureRow[] {
    return partsOf({ ...this.slice, counted }, by, this.around).map(({ keys, slice }) => ({
      keys,
      figures: columns.map((name) => INDICATORS[name].compute(slice)),
    }));
  }

  of(narrowing: Narrowing): FigureSource {
    return narrowing === 'everything'
      ? this
      : new FiguresOfFacts(narrowed(this.slice, narrowing), this.around);
  }
}

/** Only these facts. Pure. */
export function narrowed(slice: Slice, narrowing: Narrowing): Slice {
  const none = { counted: slice.counted, ...noItems() };
  if (narrowing === 'everything') return slice;
  const { offers, conversations } = slice;
  if (narrowing === 'rung') return { ...none, offers, conversations };
  if (narrowing !== 'partners') return { ...none, [narrowing]: slice[narrowing] };
  return {
    ...none,
    offers: offers.filter(({ fact }) => isPartner(fact.agent)),
    conversations: conversations.filter(({ fact }) => isPartner(fact.agent)),
  };
}
