import type { ConversationFact, TransferFact } from '../../core/milestone.js';
import type { Instant } from '../../core/signal.js';
import type { Chart } from '../charts/chart.js';
import { gridTable, type Grid } from '../grid.js';
import type { Interval } from '../intervals.js';
import type { FigureSource } from '../figures/figure-source.js';
import type { Kind, Slice } from '../slicing/items.js';
import type { AnnouncementItem } from '../slicing/announcements.js';
import type { Callbacks } from '../slicing/callbacks.js';
import type { MessageItem } from '../slicing/messages.js';
import type { Surroundings } from '../slicing/dimensions.js';
import type { Table } from '../table.js';
import { MOST_ABANDONED } from '../thresholds.js';
import type { QueueEntry } from './first-call.js';
import type { Words } from '../words.js';

/** What is worth listening to before all else: a caller gave 1 or 2 of 5, or it came to a step with a mark. */
export const INCLUDED = ['low-rated', 'escalated'] as const;
export type Included = (typeof INCLUDED)[number];

/** What the tables of a report of figures are made from. */
export interface FiguresContext {
  /** Of the facts of the period, filtered. */
  readonly figures: FigureSource;
  readonly around: Surroundings;
  /** Rows by interval as well; null: only where the report is by time anyway. */
  readonly interval: Interval | null;
  /** Kinds of facts that the filters could not be applied to. */
  readonly without: readonly Kind[];
}

/** What the tables of a report of facts are made from. */
export interface ReportContext extends FiguresContext {
  /** The facts of the period, filtered. */
  readonly slice: Slice;
  /** Conversations longer than this are long. */
  readonly longMs: number;
  /** Which score of a review all should reach. */
  readonly standard: number;
  /** What a sample is drawn by: the same word draws the same calls. `share`: 0 to 1. */
  readonly sample: {
    readonly seed: string;
    readonly share: number;
    /** Calls that come first into it. */
    readonly include: readonly Included[];
  };
  /** The facts of the earlier period, filtered; empty unless the report compares. */
  readonly against: Slice;
  /** Conversations after the period, and callbacks since its beginning, and with whom; empty unless the report looks for them. */
  readonly reached: readonly { readonly client: string; readonly at: Instant }[];
  /** Who came into a queue in the period and in the week on either side; empty unless the report looks for them. */
  readonly entries: readonly QueueEntry[];
  /** Callbacks that were asked for in the period, filtered; empty unless the report is about them. */
  readonly callbacks: Callbacks;
  /** Transfers of the calls of the period, filtered; empty unless the report is about them. */
  readonly transfers: readonly TransferFact[];
  /** Who of the calls of the period came to a voicemail box, filtered; empty unless the report is about them. */
  readonly messages: readonly MessageItem[];
  /** How long callers were told that they will wait, filtered; empty unless the report is about that. */
  readonly announcements: readonly AnnouncementItem[];
  readonly now: Instant;
  /** Last word on who talked with whom in the period, whatever the filters. */
  readonly talks: readonly { readonly client: string | null; readonly fact: ConversationFact }[];
}

interface Described {
  readonly title: Words;
  /** What it is good for, in a sentence. */
  readonly about: Words;
  /** Its rows cannot be by interval; left out: they can. */
  readonly intervals?: 'none';
}

/** A report that is made of figures alone: those of many days are settled from what each of them left. */
export interface ReportOfFigures extends Described {
  readonly looksAt: 'figures';
  readonly tables: (context: FiguresContext) => readonly Table[];
  readonly charts: (context: FiguresContext) => readonly Chart[];
}

/** A report in which single facts stand, or that compares them. */
export interface ReportOfFacts extends Described {
  /** What it looks at beside the period. */
  readonly looksAt:
    | 'period'
    | 'earlier-period'
    | 'later-calls'
    | 'week-around'
    | 'callbacks'
    | 'transfers'
    | 'messages'
    | 'announcements';
  /** Its tables are made of calls alone, so that a search for a caller need not read more; left out: of all facts. */
  readonly reads?: 'calls';
  readonly tables: (context: ReportContext) => readonly Table[];
  readonly charts: (context: ReportContext) => readonly Chart[];
}

/** One report of the catalogue. */
export type CatalogueReport = ReportOfFigures | ReportOfFacts;

/** Whether its rows can be by interval as well. */
export function isByInterval({ intervals }: CatalogueReport): boolean {
  return intervals !== 'none';
}

/** A grid as a table of the report; when an interval is asked for, its rows are by interval first. */
export function tableOf(grid: Grid, { figures, around, interval, without }: FiguresContext): Table {
  const isByTime = interval === null || grid.by.includes('interval');
  return gridTable(isByTime ? grid : { ...grid, by: ['interval', ...grid.by] }, figures, around, without);
}

/** The same with facts of one kind only: nobody stands in a row because of what the report is not about. */
export function onlyOf<Context extends FiguresContext>(kind: Kind, context: Context): Context {
  return { ...context, figures: context.figures.of(kind) };
}

/** A grid with what is usual. */
export function grid(parts: Pick<Grid, 'name' | 'title' | 'by' | 'columns'> & Partial<Grid>): Grid {
  return { counted: 'calls', thresholds: [], order: null, ...parts };
}

export const noCharts = (): readonly Chart[] => [];

/** Fewer answered in time than this, a slower answer on average, or more who gave up is flagged. */
export const USUAL_THRESHOLDS: Grid['thresholds'] = [
  { column: 'service-level', is: 'below', limit: 0.8 },
  { column: 'asa', is: 'above', limit: 15_000 },
  { column: 'abandonment-rate', is: 'above', limit: MOST_ABANDONED },
];
