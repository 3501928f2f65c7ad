import type { ServiceLevelRule } from '../core/plan.js';
import type { AgentFigures } from './agent-figures.js';
import type { CallFigures } from './call-figures.js';
import { type Check, sidesOf } from './check.js';
import type { DailyReport } from './daily-report.js';
import { DISPOSITIONS } from './disposition.js';
import { duration, mean, NOTHING, percent, percentage, wallTime } from './formats.js';
import type { QueueFigures } from './queue-figures.js';
import { fraction, type Ratio } from './ratio.js';
import type { ServiceLevel } from './service-level.js';
import { textTable, terminalSafe, type TextColumn } from './text-table.js';
import { MOST_ABANDONED } from './thresholds.js';

/** What 110 columns leave beside four-digit counts. */
const QUEUE_WIDTH = 14;
const AGENT_WIDTH = 24;
/** A group whose callers wait longer on average is marked. */
const SLOW_ANSWER_MS = 15_000;
const MARK = ' !';

/** The report for a terminal 110 columns wide; ends with a line feed. */
export function renderTable(report: DailyReport): string {
  const lines = [
    ...headLines(report),
    '',
    ...queueLines(report.queues),
    '',
    ...callLines(report.calls),
    '',
    ...agentLines(report),
    '',
    ...checkLines(report.checks),
  ];
  return `${lines.join('\n')}\n`;
}

function headLines(report: DailyReport): string[] {
  const failed = report.checks.filter((check) => !check.holds).length;
  const alarm =
    failed === 0
      ? []
      : [`THIS REPORT DOES NOT BALANCE: ${failed} of ${report.checks.length} checks fail, see Checks.`];
  const made = wallTime(report.madeAt, report.zone);
  const open = report.madeAt < report.period.to ? '; the day is not over' : '';
  return [
    ...alarm,
    `Day ${report.date}, ${terminalSafe(report.zone)}, ${duration(report.period.to - report.period.from)}, made ${made}${open}`,
    ...gapLines(report),
  ];
}

function gapLines(report: DailyReport): string[] {
  if (report.gaps.length === 0) return [];
  const { calls, visits } = report.unknownEnds;
  const { arrivals, answers } = report.bounds;
  return [
    `Events may have been lost; ends not known: ${calls} calls, ${visits} visits; ` +
      `bounds: ${arrivals} arrivals, ${answers} answers. Gaps:`,
    ...report.gaps.map(
      (gap) =>
        `  from ${wallTime(gap.from, report.zone)} for ${duration(gap.to - gap.from)}` +
        `: ${terminalSafe(gap.cause)}`,
    ),
  ];
}

const QUEUE_COLUMNS: readonly TextColumn[] = [
  { heading: 'queue', align: 'left', most: QUEUE_WIDTH },
  ...right('entered', 'answered', 'abandoned', 'short', 'other', 'service level', 'ASA', 'longest', 'talk'),
];

function queueLines(rows: readonly QueueFigures[]): string[] {
  if (rows.length === 0) return ['Queues (visits)', '  none'];
  return [
    'Queues (visits)',
    ...indented(textTable(QUEUE_COLUMNS, rows.map(queueCells))),
    '',
    'Service level by queue, all readings',
    ...indented(textTable(LEVEL_COLUMNS, rows.map(levelCells))),
  ];
}

function queueCells(row: QueueFigures): string[] {
  const other = row.entered - row.answered - row.abandoned - row.shortAbandoned;
  return [
    nameOf(row),
    String(row.entered),
    String(row.answered),
    String(row.abandoned),
    String(row.shortAbandoned),
    String(other),
    percentage(row.serviceLevel.headline) + markOf(isBelowTarget(row)),
    mean(row.waits.averageSpeedOfAnswer) + markOf(isSlow(row.waits.averageSpeedOfAnswer)),
    duration(row.waits.longestMs),
    duration(row.talkMs),
  ];
}

const READINGS = ['headline', 'ignoring abandons', 'positive', 'of answered'] as const;
const READING_COLUMNS: readonly TextColumn[] = [{ heading: '', align: 'left' }, ...right(...READINGS)];
const LEVEL_COLUMNS: readonly TextColumn[] = [
  { heading: 'queue', align: 'left', most: QUEUE_WIDTH },
  ...right('target/S', ...READINGS),
];

function levelCells(row: QueueFigures): string[] {
  const rules = row.rules.map((rule) => {
    const short = rule.shortAbandonMs === 0 ? 'off' : seconds(rule.shortAbandonMs);
    return `${Math.round(rule.target * 100)}% ${seconds(rule.withinMs)}/${short}`;
  });
  return [nameOf(row), distinct(rules), ...readingCells(row.serviceLevel)];
}

function callLines(calls: CallFigures): string[] {
  const shown = DISPOSITIONS.filter((one) => calls.dispositions[one].calls > 0);
  const rows = shown.map((one) => [one, ...countsOf(calls, one)]);
  const columns: TextColumn[] = [
    { heading: 'disposition', align: 'left' },
    ...right('calls', 'of these offered'),
  ];
  return [
    'Calls',
    `  entered ${calls.entered}, offered ${calls.offered}, answered ${calls.answered}, ` +
      `abandoned ${calls.abandoned}, short-abandoned ${calls.shortAbandoned}, misdirected ${calls.misdirected}`,
    `  ASA ${mean(calls.waits.averageSpeedOfAnswer)}${markOf(isSlow(calls.waits.averageSpeedOfAnswer))}, ` +
      `median ${duration(calls.waits.medianMs)}, 90% ${duration(calls.waits.p90Ms)}, ` +
      `95% ${duration(calls.waits.p95Ms)}, longest ${duration(calls.waits.longestAnsweredMs)}; ` +
      `longest wait of all ${duration(calls.waits.longestMs)}`,
    `  talk ${duration(calls.talkMs)} in ${calls.conversations} conversations, ` +
      `mean ${mean({ numerator: calls.talkMs, denominator: calls.conversations })}`,
    `  answer rate ${percentage(calls.answerRate)}, of offered ${percentage(calls.answeredOfOffered)}, ` +
      `abandonment ${percentage(calls.abandonmentRate)}${markOf(isLossy(calls.abandonmentRate))}`,
    ...indented(textTable(READING_COLUMNS, [['service level', ...readingCells(calls.serviceLevel)]])),
    '',
    ...indented(textTable(columns, rows)),
  ];
}

function countsOf(calls: CallFigures, disposition: (typeof DISPOSITIONS)[number]): string[] {
  const { calls: all, offered } = calls.dispositions[disposition];
  return [String(all), String(offered)];
}

const AGENT_COLUMNS: readonly TextColumn[] = [
  { heading: 'agent', align: 'left', most: AGENT_WIDTH },
  ...right('offers', 'answered', 'missed', 'talk', 'wrap-up', 'signed in', 'paused', 'load', 'of'),
];

function agentLines(report: DailyReport): string[] {
  if (report.agents.length === 0) return ['Agents', '  none signed in'];
  const rows = report.agents.map((row) => agentCells(row, report.agentNames.get(row.agent) ?? row.agent));
  return ['Agents', ...indented(textTable(AGENT_COLUMNS, rows))];
}

function agentCells(row: AgentFigures, name: string): string[] {
  return [
    name,
    String(row.offers),
    String(row.answered),
    String(row.missed),
    duration(row.talkMs),
    duration(row.stateMs['wrap-up']) + (row.wrapUpsAtLimit === 0 ? '' : ` (${row.wrapUpsAtLimit})`),
    duration(row.signedInMs),
    duration(row.stateMs.paused),
    percent(row.load),
    `${duration(row.load.numerator)} / ${duration(row.load.denominator)}`,
  ];
}

function checkLines(checks: readonly Check[]): string[] {
  const columns: TextColumn[] = [
    { heading: '', align: 'left' },
    { heading: '', align: 'left' },
    ...right(''),
  ];
  const rows = checks.map((check) => [check.holds ? 'ok' : 'FAILS', check.name, sidesOf(check)]);
  const faults = checks.flatMap((check) =>
    check.faults.map((fault) => `    ${terminalSafe(check.name)}: ${terminalSafe(fault)}`),
  );
  return ['Checks', ...indented(textTable(columns, rows).slice(1)), ...faults, ...legend()];
}

function legend(): string[] {
  return [
    `  ! below the target, slower than ${seconds(SLOW_ANSWER_MS)} on average, or above ${MOST_ABANDONED * 100}% abandoned`,
    `  ${NOTHING} nothing to divide by; S: hung up sooner is short; (n) behind wrap-up: so many were ended by their limit`,
  ];
}

function readingCells(level: ServiceLevel): string[] {
  return [level.headline, level.ignoringAbandons, level.positive, level.ofAnswered].map(percentage);
}

function isBelowTarget(row: QueueFigures): boolean {
  const level = fraction(row.serviceLevel.headline);
  const target = row.rules.reduce(
    (highest: number, rule: ServiceLevelRule) => Math.max(highest, rule.target),
    0,
  );
  return level !== null && level < target;
}

function isLossy(abandonment: Ratio): boolean {
  const value = fraction(abandonment);
  return value !== null && value > MOST_ABANDONED;
}

function isSlow(average: Ratio): boolean {
  const value = fraction(average);
  return value !== null && value > SLOW_ANSWER_MS;
}

function nameOf(row: QueueFigures): string {
  return row.queue ?? 'ring steps';
}

function markOf(isMarked: boolean): string {
  return isMarked ? MARK : '';
}

function seconds(ms: number): string {
  return `${ms / 1000}s`;
}

function distinct(texts: readonly string[]): string {
  return texts.length === 0 ? NOTHING : [...new Set(texts)].join(' or ');
}

function right(...headings: string[]): TextColumn[] {
  return headings.map((heading) => ({ heading, align: 'right' }));
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
