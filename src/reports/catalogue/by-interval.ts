import type { CallId, Instant } from '../../core/signal.js';
import { indexOf } from '../intervals.js';
import { DIMENSION_BOOK, labelOf } from '../slicing/dimensions.js';
import { text, type Cell, type Column } from '../table.js';
import type { FiguresContext, ReportContext } from './report.js';

type Divided = Pick<FiguresContext, 'interval' | 'around'>;

/** Names the interval of the period that holds the instant, in the order of time; empty: none was asked for. */
export function intervalAt(at: Instant, { interval, around: { intervals } }: Divided): string {
  if (interval === null) return '';
  return String(intervals[indexOf(intervals, at)]?.from ?? at).padStart(15, '0');
}

/** The column for it, in front of all others; none where no interval was asked for. */
export function intervalColumns({ interval, around: { language } }: Divided): readonly Column[] {
  if (interval === null) return [];
  return [{ key: 'interval', label: DIMENSION_BOOK.interval.title[language], unit: 'text' }];
}

/** What stands there in a row; null: the row is of all intervals. */
export function intervalCells(name: string | null, { interval, around }: Divided): readonly Cell[] {
  if (interval === null) return [];
  return [text(name === null ? '' : labelOf('interval', name, around))];
}

/** Names the interval in which a call of the period arrived, whenever what it is asked for happened. */
export function intervalsOfCalls(context: ReportContext): (call: CallId) => string {
  const arrivals = new Map(context.slice.calls.map(({ origin, arrivedAt }) => [origin.call, arrivedAt]));
  return (call) => intervalAt(arrivals.get(call) ?? 0, context);
}
