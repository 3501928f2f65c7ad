import { hasAny } from '../figures/figure-source.js';
import type { Grid } from '../grid.js';
import type { DimensionName } from '../slicing/dimensions.js';
import type { Table } from '../table.js';
import { grid, type FiguresContext, tableOf } from './report.js';

const COLUMNS = [
  ...(['offers', 'offers-answered', 'offers-missed', 'conversations'] as const),
  ...(['client-wait', 'ring-time', 'talk', 'mean-talk'] as const),
];

/** What went to partners, each with its rows; where nothing did there is no table. */
export function wentToPartners(context: FiguresContext, by: DimensionName): readonly Table[] {
  const figures = context.figures.of('partners');
  return hasAny(figures) ? [tableOf(gridBy(by), { ...context, figures })] : [];
}

function gridBy(by: DimensionName): Grid {
  return grid({
    name: 'partners',
    title: { en: 'Of these, what went to partners', ru: 'Из них — у партнёров' },
    by: [by, 'agent'],
    columns: COLUMNS,
  });
}
