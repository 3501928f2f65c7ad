import { isPartner } from '../../core/partner/partner.js';
import type { Grid } from '../grid.js';
import type { DimensionName } from '../slicing/dimensions.js';
import { noItems } from '../slicing/items.js';
import type { Table } from '../table.js';
import { grid, type ReportContext, tableOf } from './report.js';

const COLUMNS = [
  ...(['offers', 'offers-answered', 'offers-missed', 'conversations'] as const),
  ...(['client-wait', 'ring-time', 'talk', 'mean-talk'] as const),
];

/** What went to partners, each with its rows; where nothing did there is no table. */
export function wentToPartners(context: ReportContext, by: DimensionName): readonly Table[] {
  const { slice } = context;
  const offers = slice.offers.filter(({ fact }) => isPartner(fact.agent));
  const conversations = slice.conversations.filter(({ fact }) => isPartner(fact.agent));
  if (offers.length + conversations.length === 0) return [];
  const theirs = { counted: slice.counted, ...noItems(), offers, conversations };
  return [tableOf(gridBy(by), { ...context, slice: theirs })];
}

function gridBy(by: DimensionName): Grid {
  return grid({
    title: { en: 'Of these, what went to partners', ru: 'Из них — у партнёров' },
    by: [by, 'agent'],
    columns: COLUMNS,
  });
}
