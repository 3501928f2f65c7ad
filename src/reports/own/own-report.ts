import type { Node } from 'yaml';
import { noCharts, tableOf, type ReportOfFigures } from '../catalogue/report.js';
import { DISPOSITIONS } from '../disposition.js';
import { undividedBy, type Grid, type Threshold } from '../grid.js';
import { INDICATOR_NAMES, type IndicatorName } from '../indicators/all.js';
import { INTERVALS, type Interval } from '../intervals.js';
import { NAMED_PERIODS, type NamedPeriod } from '../report-period.js';
import { DIMENSIONS, type DimensionName } from '../slicing/dimensions.js';
import { NO_FILTERS, type Filters } from '../slicing/filters.js';
import { readLimit } from './limit.js';
import { OwnFile, type OwnFault } from './yaml-place.js';

/** A report of somebody's own, read and checked. */
export interface OwnReport {
  readonly name: string;
  readonly report: ReportOfFigures;
  readonly filters: Filters;
  /** null: the one asked for on the command line. */
  readonly period: NamedPeriod | null;
  readonly interval: Interval | null;
}

const KEYS = [
  ...([
    'report',
    'title',
    'count',
    'by',
    'columns',
    'filter',
    'period',
    'interval',
    'order',
    'flag',
  ] as const),
];
const COUNTS = ['calls', 'visits'] as const;
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Reads the text of an own report; every fault in it at once, with line and column. Never throws. */
export function readOwnReport(
  text: string,
):
  | { readonly ok: true; readonly own: OwnReport }
  | { readonly ok: false; readonly faults: readonly OwnFault[] } {
  const file = new OwnFile(text);
  if (file.faults.length > 0) return { ok: false, faults: file.faults };
  const parts = file.members(file.root, KEYS);
  const name = nameOf(file, parts.report);
  const grid = gridOf(file, name, parts);
  const own = {
    name,
    report: reportOf(grid),
    filters: filtersOf(file, parts.filter),
    period: parts.period === undefined ? null : file.word(parts.period, NAMED_PERIODS),
    interval: parts.interval === undefined ? null : file.word(parts.interval, INTERVALS),
  };
  return file.faults.length === 0 ? { ok: true, own } : { ok: false, faults: file.faults };
}

function nameOf(file: OwnFile, node: Node | undefined): string {
  const right = 'report: a name of small letters, digits and -';
  const name = node === undefined ? file.refuse(file.root, 'no report here', right) : file.text(node);
  if (name !== null && !NAME.test(name)) file.refuse(node ?? null, JSON.stringify(name), right);
  return name ?? '';
}

function gridOf(file: OwnFile, name: string, parts: Partial<Record<(typeof KEYS)[number], Node>>): Grid {
  const title = parts.title === undefined ? null : file.text(parts.title);
  const counted = parts.count === undefined ? 'calls' : (file.word(parts.count, COUNTS) ?? 'calls');
  const by = file.list(parts.by, (node) => file.word(node, DIMENSIONS));
  const columns = columnsOf(file, parts.columns, by, counted);
  const shown = title ?? 'Own report';
  return {
    name,
    title: { en: shown, ru: shown },
    counted,
    by,
    columns,
    thresholds: parts.flag === undefined ? [] : thresholdsOf(file, parts.flag, columns),
    order: parts.order === undefined ? null : orderOf(file, parts.order, columns),
  };
}

function columnsOf(
  file: OwnFile,
  node: Node | undefined,
  by: readonly DimensionName[],
  counted: Grid['counted'],
): IndicatorName[] {
  const right = `columns: a list of ${INDICATOR_NAMES.join(', ')}`;
  if (node === undefined) file.refuse(file.root, 'no columns here', right);
  const columns = file.list(node, (item) => {
    const name = file.word(item, INDICATOR_NAMES);
    const stuck = name === null ? [] : undividedBy(name, by, counted);
    if (name === null || stuck.length === 0) return name;
    return file.refuse(
      item,
      `${name}, which cannot be divided by ${stuck.join(' and ')}`,
      `a column that can (${dividable(by, counted).join(', ')}), or another count`,
    );
  });
  if (node !== undefined && columns.length === 0 && file.faults.length === 0)
    file.refuse(node, 'no column', right);
  return columns;
}

function dividable(by: readonly DimensionName[], counted: Grid['counted']): readonly IndicatorName[] {
  return INDICATOR_NAMES.filter((name) => undividedBy(name, by, counted).length === 0);
}

function orderOf(file: OwnFile, node: Node, columns: readonly IndicatorName[]): Grid['order'] {
  const parts = file.members(node, ['by', 'direction'] as const);
  const by =
    parts.by === undefined ? file.refuse(node, 'no by here', 'by: a column') : file.word(parts.by, columns);
  const direction =
    parts.direction === undefined ? 'falling' : file.word(parts.direction, ['rising', 'falling'] as const);
  return by === null || direction === null ? null : { by, direction };
}

function thresholdsOf(file: OwnFile, node: Node, columns: readonly IndicatorName[]): Threshold[] {
  const flagged = file.members(node, columns);
  return columns.flatMap((column) => {
    const limits = flagged[column];
    if (limits === undefined) return [];
    const parts = file.members(limits, ['above', 'below'] as const);
    return (['above', 'below'] as const).flatMap((is) => {
      const written = parts[is];
      const limit = written === undefined ? null : readLimit(file, written, column);
      return limit === null ? [] : [{ column, is, limit }];
    });
  });
}

/** The group `filter` of a file; nothing is narrowed where there is none. */
export function filtersOf(file: OwnFile, node: Node | undefined): Filters {
  if (node === undefined) return NO_FILTERS;
  const parts = file.members(node, [
    ...(['queues', 'agents', 'teams', 'numbers', 'tags', 'dispositions'] as const),
  ]);
  const texts = (list: Node | undefined): string[] => file.list(list, (item) => file.text(item));
  return {
    queues: texts(parts.queues),
    agents: texts(parts.agents),
    teams: texts(parts.teams),
    numbers: texts(parts.numbers),
    tags: texts(parts.tags),
    caller: null,
    dispositions: file.list(parts.dispositions, (item) => file.word(item, DISPOSITIONS)),
    calls: [],
  };
}

function reportOf(grid: Grid): ReportOfFigures {
  return {
    title: grid.title,
    about: { en: '', ru: '' },
    looksAt: 'figures',
    tables: (context) => [tableOf(grid, context)],
    charts: noCharts,
  };
}
