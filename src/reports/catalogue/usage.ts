import type { VisitFact } from '../../core/milestone.js';
import { count, numberOf, type Cell, type Table } from '../table.js';
import { FiguresOfFacts } from '../figures/figures-of-facts.js';
import { grid, noCharts, tableOf, type ReportOfFacts, type ReportContext } from './report.js';

/** What is bought at once, of minutes or of contacts. */
const MINUTES_IN_PACKAGE = 5_000;
const CONTACTS_IN_PACKAGE = 500;
const MINUTE_MS = 60_000;

const COLUMNS = ['answered', 'conversations', 'talk'] as const;

const BY_TAG = grid({
  name: 'tags',
  title: {
    en: 'By project: tag (a call may have several)',
    ru: 'По проектам: меткам (у звонка их может быть несколько)',
  },
  by: ['tag'],
  columns: COLUMNS,
});
const BY_NUMBER = grid({
  name: 'numbers',
  title: { en: 'By number dialled', ru: 'По набранному номеру' },
  by: ['number'],
  columns: COLUMNS,
});
const BY_QUEUE = grid({
  name: 'queues',
  title: {
    en: 'By queue (a call may be answered in several)',
    ru: 'По очередям (на звонок могут ответить в нескольких)',
  },
  counted: 'visits',
  by: ['queue'],
  columns: COLUMNS,
});

export const usage: ReportOfFacts = {
  title: { en: 'Usage', ru: 'Использование' },
  about: {
    en: 'Contacts and minutes of talk by project (tag), number and queue, how many packages of 5,000 minutes or 500 contacts that is, and what is over one of them.',
    ru: 'Контакты и минуты разговоров по проектам (меткам), номерам и очередям, сколько это пакетов по 5000 минут или 500 контактов и что сверх одного пакета.',
  },
  looksAt: 'period',
  tables: (context) =>
    [tableOf(BY_TAG, context), tableOf(BY_NUMBER, context), byQueue(context)].map((table) =>
      withPackages(table, context),
    ),
  charts: noCharts,
};

/** A call is one contact of a queue however often it was answered there, and one of all queues. */
function byQueue(context: ReportContext): Table {
  const once = (keyOf: (fact: VisitFact) => string): Table => {
    const seen = new Set<string>();
    const visits = context.slice.visits.filter(({ fact }) => {
      const key = keyOf(fact);
      if (fact.exit !== 'answered') return true;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
    const figures = new FiguresOfFacts({ ...context.slice, visits }, context.around);
    return tableOf(BY_QUEUE, { ...context, figures });
  };
  const { total } = once(({ call }) => call);
  return { ...once(({ call, queue }) => JSON.stringify([call, queue])), total };
}

/**
 * A minute that was begun counts, once for all talks of a row; so does a package. Rows by interval are bills of their own,
 * so the total is what all of them come to.
 */
function withPackages(table: Table, { interval, around: { language } }: ReportContext): Table {
  const at = (key: string): number => table.columns.findIndex((column) => column.key === key);
  const [answered, talk] = [at('answered'), at('talk')];
  const packages = (row: readonly Cell[]): readonly Cell[] => {
    const minutes = Math.ceil(valueAt(row, talk) / MINUTE_MS);
    const contacts = valueAt(row, answered);
    return [
      count(minutes),
      count(Math.ceil(minutes / MINUTES_IN_PACKAGE)),
      count(Math.max(0, minutes - MINUTES_IN_PACKAGE)),
      count(Math.ceil(contacts / CONTACTS_IN_PACKAGE)),
      count(Math.max(0, contacts - CONTACTS_IN_PACKAGE)),
    ];
  };
  const rows = table.rows.map((row) => [...row, ...packages(row)]);
  const { total } = table;
  return {
    ...table,
    columns: [
      ...table.columns,
      ...BILL.map(([key, en, ru]) => ({ key, label: { en, ru }[language], unit: 'count' as const })),
    ],
    rows,
    total:
      total === null ? null : [...total, ...(interval === null ? packages(total) : sums(rows, total.length))],
  };
}

/** What stands behind contacts and talk. Over is what is beyond one package. */
const BILL = [
  ['minutes', 'minutes', 'минут'],
  ['minute-packages', 'packages of 5,000 min', 'пакетов по 5000 мин'],
  ['minutes-over', 'min over 5,000', 'мин сверх 5000'],
  ['contact-packages', 'packages of 500 contacts', 'пакетов по 500 контактов'],
  ['contacts-over', 'contacts over 500', 'контактов сверх 500'],
] as const;

/** Of the columns from here on. */
function sums(rows: readonly (readonly Cell[])[], from: number): readonly Cell[] {
  return BILL.map((_, column) => count(rows.reduce((sum, row) => sum + valueAt(row, from + column), 0)));
}

function valueAt(row: readonly Cell[], index: number): number {
  const cell = row[index];
  return cell === undefined ? 0 : (numberOf(cell.value) ?? 0);
}
