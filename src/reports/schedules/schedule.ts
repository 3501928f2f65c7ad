import type { Language } from '../../core/plan.js';
import type { Interval } from '../intervals.js';
import type { NamedPeriod } from '../report-period.js';
import type { Filters } from '../slicing/filters.js';
import type { Timing } from './timing.js';

/** What a report can be written to a file as. */
export const FILE_FORMATS = ['csv', 'xlsx', 'json', 'html', 'pdf'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** Whether callers can be told apart by who gets it. */
export type Numbers = 'shown' | 'masked';

/** Where a report goes. */
export type Destination =
  | {
      readonly kind: 'mail';
      readonly to: string;
      readonly numbers: Numbers;
      /** `{title}` and `{period}` stand for those of the report. */
      readonly subject: string;
      readonly body: 'html' | 'text';
      readonly attach: readonly FileFormat[];
    }
  | {
      readonly kind: 'folder';
      readonly path: string;
      readonly numbers: Numbers;
      readonly write: readonly FileFormat[];
    }
  | {
      readonly kind: 'command';
      readonly program: string;
      /** What stands before the paths of the files. */
      readonly words: readonly string[];
      readonly numbers: Numbers;
      readonly write: readonly FileFormat[];
    };

/** A report that is sent by itself. */
export interface Schedule {
  readonly name: string;
  /** A name of the catalogue, or the text of an own report with its file. */
  readonly what: { readonly name: string } | { readonly file: string; readonly text: string };
  readonly timing: Timing;
  /** null: the company's. */
  readonly zone: string | null;
  /** null: the company's. */
  readonly language: Language | null;
  /** Seen from the moment at which it is due. */
  readonly period: NamedPeriod;
  readonly interval: Interval | null;
  readonly filters: Filters;
  readonly destinations: readonly Destination[];
  /** A run that was due longer ago is not made up for. */
  readonly catchUpMs: number;
  /** So long a delivery is tried. */
  readonly giveUpMs: number;
}

/** Names a place in the run log: the same destination has the same name. */
export function targetOf(destination: Destination): string {
  switch (destination.kind) {
    case 'mail':
      return `mail:${destination.to}`;
    case 'folder':
      return `folder:${destination.path}`;
    case 'command':
      return `command:${destination.program}`;
  }
}

/** Changes whenever the schedule is due at other times. */
export function timingText({ timing, zone }: Schedule): string {
  return JSON.stringify({ timing, zone });
}
