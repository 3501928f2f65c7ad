import { titleOf } from './aim.js';
import type { Findings, Incident } from './audit.js';
import { TALKS, WAITING } from './routing.js';

/** One line of the table. */
export interface Row {
  readonly incident: Incident;
  readonly findings: Findings;
  readonly stuckAgents: readonly string[];
  readonly leftOver: readonly string[];
}

const COLUMNS = [
  'what happened',
  'menu',
  'waiting',
  'offered',
  'answered, not bridged',
  'talking',
  'recording',
  'wrap-up',
  'rating',
  'back after',
  'talks dropped',
  'callers lost',
  'sent to emergency',
  'sent there wrongly',
  'reordered',
  'calls wrong',
  'conversations wrong',
  'recordings wrong',
  'after the call wrong',
  'offers wrong',
  'instants marked as bounds',
  'instants unmarked',
  'agents stuck',
  'left over',
] as const;

export function cellsOf({ incident, findings, stuckAgents, leftOver }: Row): readonly (string | number)[] {
  const { moment } = incident;
  return [
    titleOf(incident.name, incident.aim),
    moment.menu,
    moment.waiting,
    moment.offered,
    moment.answeredNotBridged,
    moment.talking,
    moment.recording,
    moment.wrapUp,
    moment.rating,
    `${((incident.backAt - incident.at) / 1000).toFixed(1)} s`,
    findings.droppedTalks.length,
    findings.lostCallers.length,
    findings.sentOn,
    findings.sentOnWrongly.length,
    findings.reordered.length,
    findings.calls.length,
    findings.conversations.length,
    findings.recordings.length,
    findings.afterCalls.length,
    findings.offers.length,
    findings.marked,
    findings.unmarked.length,
    stuckAgents.length,
    leftOver.length,
  ];
}

/** Everything that must be nothing, in sentences. */
export function faultsOf({ incident, findings, stuckAgents, leftOver }: Row): readonly string[] {
  const named: Readonly<Record<string, readonly string[]>> = {
    'talk dropped': findings.droppedTalks,
    'caller lost': findings.lostCallers,
    'sent to emergency wrongly': findings.sentOnWrongly,
    reordered: findings.reordered,
    call: findings.calls,
    conversation: findings.conversations,
    recording: findings.recordings,
    'after the call': findings.afterCalls,
    offer: findings.offers,
    'instant unmarked': findings.unmarked,
    'agent stuck': stuckAgents,
    'left over': leftOver,
  };
  return Object.entries(named).flatMap(([what, list]) =>
    list.map((each) => `${incident.name}: ${what}: ${each}`),
  );
}

/** Blows that fell while fewer callers talked or waited, also those for whom a phone rang, than there have to be. */
export function thinHouses(rows: readonly Row[]): readonly string[] {
  return rows.flatMap(({ incident: { name, moment } }) => {
    const waiting = moment.waiting + moment.offered;
    if (moment.talking >= TALKS && waiting >= WAITING) return [];
    return [
      `${name}: load: ${moment.talking} talked and ${waiting} waited, ${TALKS} and ${WAITING} are needed`,
    ];
  });
}

/** The table as Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const rule = COLUMNS.map((_, index) => (index === 0 ? '---' : '---:'));
  return [line(COLUMNS), line(rule), ...rows.map((row) => line(cellsOf(row)))].join('\n');
}
