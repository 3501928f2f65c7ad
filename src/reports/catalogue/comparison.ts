import type { IndicatorName } from '../indicators/all.js';
import type { Figure } from '../indicators/indicator.js';
import { indicatorOf, needsOf } from '../grid.js';
import { numberOf, plain, text, type Cell, type Table } from '../table.js';
import { noCharts, type ReportOfFacts, type ReportContext } from './report.js';

const COMPARED: readonly IndicatorName[] = [
  ...(['entered', 'offered', 'answered', 'abandoned', 'missed-calls', 'unique-callers'] as const),
  ...(['service-level', 'answer-rate', 'abandonment-rate', 'asa', 'longest-wait'] as const),
  ...(['conversations', 'talk', 'mean-talk', 'aht', 'conversion'] as const),
  ...(['offers-missed', 'signed-in', 'load'] as const),
];

export const comparison: ReportOfFacts = {
  title: { en: 'Comparison with an earlier period', ru: 'Сравнение с прошлым периодом' },
  about: {
    en: 'The same figures of two periods side by side. Without --against: as many days directly before.',
    ru: 'Одни и те же показатели двух периодов рядом. Без --against — столько же дней непосредственно перед.',
  },
  looksAt: 'earlier-period',
  intervals: 'none',
  tables: (context) => [sideBySide(context)],
  charts: noCharts,
};

function sideBySide({ slice, against, around: { language }, without }: ReportContext): Table {
  const label = (en: string, ru: string): string => ({ en, ru })[language];
  const names = COMPARED.filter((name) => !needsOf(name, 'calls').some((kind) => without.includes(kind)));
  return {
    name: 'comparison',
    title: comparison.title[language],
    columns: [
      { key: 'figure', label: label('figure', 'показатель'), unit: 'text' },
      { key: 'now', label: label('this period', 'этот период'), unit: 'text' },
      { key: 'before', label: label('earlier', 'прошлый'), unit: 'text' },
      { key: 'change', label: label('change', 'изменение'), unit: 'change' },
    ],
    rows: names.map((name) => {
      const [now, before] = [indicatorOf(name).compute(slice), indicatorOf(name).compute(against)];
      return [text(indicatorOf(name).label[language]), plain(now), plain(before), change(now, before)];
    }),
    total: null,
  };
}

/** (This − earlier) / earlier; for shares the same, so +4 % of 50 % is 52 %. */
function change(now: Figure, before: Figure): Cell {
  const [value, base] = [numberOf(now), numberOf(before)];
  const ratio =
    value === null || base === null
      ? { numerator: 0, denominator: 0 }
      : { numerator: value - base, denominator: base };
  return plain({ unit: 'change', ratio });
}
