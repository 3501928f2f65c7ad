import type { AgentFigures } from './agent-figures.js';
import type { CallFigures } from './call-figures.js';
import type { DailyReport } from './daily-report.js';
import { DISPOSITIONS } from './disposition.js';
import { EXITS, type QueueFigures } from './queue-figures.js';
import { fraction, type Ratio } from './ratio.js';
import { csvLine } from './render/csv-field.js';
import type { ServiceLevel, WaitFigures } from './service-level.js';

const HEADINGS = [
  'date',
  'zone',
  'section',
  'id',
  'name',
  'figure',
  'unit',
  'value',
  'numerator',
  'denominator',
];

/** One figure: a number with its unit, or a ratio with its two parts. */
type Cell =
  | { readonly figure: string; readonly unit: 'count' | 'ms'; readonly value: number | null }
  | { readonly figure: string; readonly unit: 'fraction' | 'ms'; readonly ratio: Ratio };

/**
 * The report as CSV (RFC 4180, UTF-8, CRLF), one figure per line: section, whose (id and name), which, unit, value, and for a
 * ratio its two numbers. Durations are milliseconds, shares fractions; an empty value: nothing to divide by.
 */
export function renderCsv(report: DailyReport): string {
  const lines: string[][] = [HEADINGS];
  const put = (section: string, [id, name]: readonly [string, string], cells: readonly Cell[]): void => {
    for (const cell of cells) lines.push([report.date, report.zone, section, id, name, ...fieldsOf(cell)]);
  };
  put(
    'report',
    ['', ''],
    [
      count('checks held', report.checks.filter((check) => check.holds).length),
      count('checks failed', report.checks.filter((check) => !check.holds).length),
      count('gaps', report.gaps.length),
      count('calls with unknown end', report.unknownEnds.calls),
      count('visits with unknown end', report.unknownEnds.visits),
      count('arrivals known as bounds', report.bounds.arrivals),
      count('answers known as bounds', report.bounds.answers),
    ],
  );
  for (const row of report.queues)
    put(row.queue === null ? 'ring-steps' : 'queue', [row.queue ?? '', ''], queueCells(row));
  put('calls', ['', ''], callCells(report.calls));
  for (const row of report.agents)
    put('agent', [row.agent, report.agentNames.get(row.agent) ?? ''], agentCells(row));
  for (const check of report.checks) put('check', ['', check.name], [count('holds', check.holds ? 1 : 0)]);
  return lines.map(csvLine).join('');
}

function fieldsOf(cell: Cell): string[] {
  if ('value' in cell) return [cell.figure, cell.unit, cell.value === null ? '' : String(cell.value), '', ''];
  const value = fraction(cell.ratio);
  return [
    cell.figure,
    cell.unit,
    value === null ? '' : String(value),
    String(cell.ratio.numerator),
    String(cell.ratio.denominator),
  ];
}

function queueCells(row: QueueFigures): Cell[] {
  return [
    count('entered', row.entered),
    count('answered', row.answered),
    count('abandoned', row.abandoned),
    count('short-abandoned', row.shortAbandoned),
    ...EXITS.map((exit) => count(`exit ${exit}`, row.exits[exit])),
    ...levelCells(row.serviceLevel),
    ...waitCells(row.waits),
    span('talk', row.talkMs),
    count('conversations', row.conversations),
  ];
}

function callCells(calls: CallFigures): Cell[] {
  return [
    count('entered', calls.entered),
    count('offered', calls.offered),
    count('answered', calls.answered),
    count('abandoned', calls.abandoned),
    count('short-abandoned', calls.shortAbandoned),
    count('misdirected', calls.misdirected),
    ...DISPOSITIONS.flatMap((one) => [
      count(`disposition ${one}`, calls.dispositions[one].calls),
      count(`disposition ${one}, offered`, calls.dispositions[one].offered),
    ]),
    ...levelCells(calls.serviceLevel),
    ...waitCells(calls.waits),
    share('answer rate', calls.answerRate),
    share('answered of offered', calls.answeredOfOffered),
    share('abandonment rate', calls.abandonmentRate),
    span('talk', calls.talkMs),
    count('conversations', calls.conversations),
  ];
}

function agentCells(row: AgentFigures): Cell[] {
  return [
    count('offers', row.offers),
    count('answered', row.answered),
    count('missed', row.missed),
    count('conversations', row.conversations),
    span('talk', row.talkMs),
    span('signed in', row.signedInMs),
    ...Object.entries(row.stateMs).map(([state, ms]) => span(`state ${state}`, ms)),
    count('wrap-ups ended by the limit', row.wrapUpsAtLimit),
    share('load', row.load),
    share('utilisation', row.utilisation),
  ];
}

function levelCells(level: ServiceLevel): Cell[] {
  return [
    share('service level', level.headline),
    share('service level ignoring abandons', level.ignoringAbandons),
    share('service level positive', level.positive),
    share('service level of answered', level.ofAnswered),
  ];
}

function waitCells(waits: WaitFigures): Cell[] {
  return [
    { figure: 'average speed of answer', unit: 'ms', ratio: waits.averageSpeedOfAnswer },
    span('median wait of answered', waits.medianMs),
    span('90th percentile wait of answered', waits.p90Ms),
    span('95th percentile wait of answered', waits.p95Ms),
    span('longest wait of answered', waits.longestAnsweredMs),
    span('longest wait', waits.longestMs),
  ];
}

function count(figure: string, value: number): Cell {
  return { figure, unit: 'count', value };
}

function span(figure: string, value: number | null): Cell {
  return { figure, unit: 'ms', value };
}

function share(figure: string, ratio: Ratio): Cell {
  return { figure, unit: 'fraction', ratio };
}
