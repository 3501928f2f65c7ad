import type { CatalogueReport, FiguresContext, ReportOfFigures } from '../catalogue/report.js';
import { INDICATORS } from '../indicators/all.js';
import type { Figure } from '../indicators/indicator.js';
import { noItems } from '../slicing/items.js';
import type { NarrowRowsAsked } from './figures-of-days.js';
import type { FigureRow, FigureSource, Narrowing, RowsAsked } from './figure-source.js';

/** All rows that the tables and charts of a report may ask for, each once. Pure. */
export function rowsAskedBy(
  report: ReportOfFigures,
  context: Omit<FiguresContext, 'figures'>,
): readonly NarrowRowsAsked[] {
  const asked = new Map<string, NarrowRowsAsked>();
  const figures = new Questions(asked, 'everything');
  report.tables({ ...context, figures });
  report.charts({ ...context, figures });
  return [...asked.values()];
}

/** The name of what is asked for: the same for the same rows. */
export function nameOfAsked({ narrowing, counted, by, columns }: NarrowRowsAsked): string {
  return JSON.stringify([narrowing, counted, by, columns]);
}

/** Notes what it is asked for. Something happened, so that no table is left out, but in no row. */
class Questions implements FigureSource {
  constructor(
    private readonly asked: Map<string, NarrowRowsAsked>,
    private readonly narrowing: Narrowing,
  ) {}

  rows({ counted, by, columns }: RowsAsked): readonly FigureRow[] {
    const asked = { narrowing: this.narrowing, counted, by, columns };
    this.asked.set(nameOfAsked(asked), asked);
    return by.length === 0 ? [{ keys: [], figures: columns.map((name) => figureOfNothing(name)) }] : [];
  }

  of(narrowing: Narrowing): FigureSource {
    return new Questions(this.asked, narrowing);
  }
}

function figureOfNothing(name: RowsAsked['columns'][number]): Figure {
  return INDICATORS[name].compute({ counted: 'calls', ...noItems() });
}

/** Whether a report is made of figures alone. */
export function isOfFigures(report: CatalogueReport): report is ReportOfFigures {
  return report.looksAt === 'figures';
}
