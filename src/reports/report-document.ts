import type { Gap } from '../core/milestone.js';
import type { Language } from '../core/plan.js';
import type { Instant } from '../core/signal.js';
import type { Period } from '../ports/facts.js';
import type { Bounds } from './bounds.js';
import type { Chart } from './charts/chart.js';
import type { Check } from './check.js';
import type { Interval } from './intervals.js';
import type { Table } from './table.js';

/** A report, computed: what every format is written from. */
export interface ReportDocument {
  /** For programs: the name in the catalogue, or of the own report. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly language: Language;
  readonly zone: string;
  readonly period: Period;
  readonly interval: Interval | null;
  /** When it was made; the period is not over while this lies inside it. */
  readonly madeAt: Instant;
  /** What it was narrowed to, as a person reads it. */
  readonly narrowed: readonly string[];
  /** What a reader has to know: columns left out, calls in progress. */
  readonly notes: readonly string[];
  readonly tables: readonly Table[];
  readonly charts: readonly Chart[];
  readonly balance: 'balanced' | 'unbalanced';
  /** The identities of all facts of the period, whatever the report is narrowed to. */
  readonly checks: readonly Check[];
  readonly gaps: readonly Gap[];
  readonly unknownEnds: { readonly calls: number; readonly visits: number };
  readonly bounds: Bounds;
}

/** What differs by how a report is computed. */
export type ReportBody = Pick<
  ReportDocument,
  'notes' | 'tables' | 'charts' | 'checks' | 'gaps' | 'unknownEnds' | 'bounds'
>;
