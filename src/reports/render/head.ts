import { sidesOf } from '../check.js';
import { duration, wallTime } from '../formats.js';
import type { ReportDocument } from '../report-document.js';
import { termOf } from '../words.js';

/** The lines above the tables of a report: alarm first, then what it is about, then what has to be known. */
export interface Head {
  /** The report does not balance; null: it does. */
  readonly alarm: string | null;
  readonly period: string;
  readonly lines: readonly string[];
}

export function headOf(report: ReportDocument): Head {
  const say = (en: string, ru: string): string => ({ en, ru })[report.language];
  const { period, zone, madeAt, checks } = report;
  const failed = checks.filter((check) => !check.holds).length;
  const made = `${say('made', 'составлен')} ${wallTime(madeAt, zone)}`;
  const open = madeAt < period.to ? say('; the period is not over', '; период не закончен') : '';
  return {
    alarm:
      failed === 0
        ? null
        : say(
            `THIS REPORT DOES NOT BALANCE: ${failed} of ${checks.length} checks fail, see Checks.`,
            `ОТЧЁТ НЕ СХОДИТСЯ: не выполнено проверок: ${failed} из ${checks.length}, см. ниже.`,
          ),
    period: `${wallTime(period.from, zone)} – ${wallTime(period.to, zone)}, ${zone}, ${made}${open}`,
    lines: [...report.narrowed, ...report.notes, ...gapLines(report)],
  };
}

function gapLines({ gaps, unknownEnds, bounds, zone, language }: ReportDocument): string[] {
  if (gaps.length === 0) return [];
  const { calls, visits } = unknownEnds;
  const { arrivals, answers } = bounds;
  const lead = {
    en: [
      `Events may have been lost; ends not known: ${calls} calls, ${visits} visits.`,
      `Known only to lie before the end of a gap: ${arrivals} arrivals, ${answers} answers.`,
    ],
    ru: [
      `События могли быть потеряны; конец неизвестен: звонков ${calls}, визитов ${visits}.`,
      `Известно лишь, что не позже конца перерыва связи: поступило звонков ${arrivals}, отвечено ${answers}.`,
    ],
  }[language];
  return [
    ...lead,
    ...gaps.map(({ from, to, cause }) => `${wallTime(from, zone)}, ${duration(to - from)}: ${cause}`),
  ];
}

/** Checks as lines: whether each holds, its sides, and what breaks it. */
export function checkRows(report: ReportDocument): readonly (readonly string[])[] {
  return report.checks.map((check) => [
    termOf(check.holds ? 'ok' : 'FAILS', report.language),
    termOf(check.name, report.language),
    sidesOf(check),
    check.faults.join(', '),
  ]);
}
