import type { AlertStanding, Notice } from '../../ports/alerts.js';
import { wallTime } from '../formats.js';
import { terminalSafe } from '../text-table.js';
import { alertTargetOf, type Alert } from './alert.js';
import { titleOf, type NoticeContent } from './notice-words.js';

/** The alerts for a terminal: how each stands, and who was told what of them lately, newest first. */
export function renderAlerts(
  alerts: readonly Alert[],
  standings: readonly AlertStanding[],
  notices: readonly Notice[],
  zone: string,
): string {
  if (alerts.length === 0 && notices.length === 0) return 'There are no alerts.\n';
  const lines = [
    ...alerts.flatMap((alert) => alertLines(alert, standings, zone)),
    ...(notices.length === 0 ? [] : ['', 'What was told, newest first']),
    ...notices.flatMap((notice) => noticeLines(notice, zone)),
  ];
  return `${lines.map((line) => terminalSafe(line)).join('\n')}\n`;
}

function alertLines(alert: Alert, standings: readonly AlertStanding[], zone: string): string[] {
  const { name, condition, queues, destinations } = alert;
  const raised = standings.flatMap(({ alert: of, subject, standing }) =>
    of === name && standing.state === 'raised'
      ? [`  raised${subject === '' ? '' : ` for ${subject}`} since ${wallTime(standing.since, zone)}`]
      : [],
  );
  return [
    `${name}: ${condition.kind}${queues.length === 0 ? '' : ` (${queues.join(', ')})`}, to ${destinations.map(alertTargetOf).join(', ')}`,
    ...(raised.length === 0 ? ['  calm'] : raised),
  ];
}

function noticeLines(notice: Notice, zone: string): string[] {
  const { target, state, mark, tries, acceptedAt, since, messageId, said } = notice;
  const parts = [
    `  ${target}: ${state}`,
    ...(acceptedAt === null ? [] : [wallTime(acceptedAt, zone)]),
    ...(mark === 'once' ? [] : ['may have arrived twice (same id)']),
    ...(tries > 1 ? [`${tries} tries`] : []),
    messageId,
    ...(said === null ? [] : [said]),
  ];
  return [
    `${wallTime(since, zone)} ${titleOf(JSON.parse(notice.content) as NoticeContent)}`,
    parts.join(', '),
  ];
}
