import type { CallersAgents, Counting } from '../core/plan.js';
import type { LeftOutReason } from '../core/ringing/decision.js';
import type { ToldDecision as Decision, ToldLeftOut, ToldRanked as Ranked } from '../ports/story.js';
import { lasting, listed, type NameOf } from './names.js';

const REASONS: Readonly<Record<LeftOutReason, string>> = {
  'signed-out': 'signed out',
  talking: 'talking',
  'rings-for-another': 'rung for another call',
  'rings-already': 'rung for this call already',
  'wrap-up': 'in wrap-up',
  paused: 'paused',
  'busy-elsewhere': 'phone busy elsewhere',
  unreachable: 'phone cannot be reached',
  resting: 'resting after a missed offer',
  'phone-not-free': 'phone not free yet after the last call',
  'not-yet': 'to be rung only when the caller has waited longer',
  skills: 'without the skills that are needed',
  'rung-before': 'rung in this round already',
};

const WHOSE: Readonly<Record<CallersAgents, string>> = {
  manager: "the caller's manager",
  backups: "the backups of the caller's manager",
  'last-agent': 'whom the caller talked with last',
  'transfer-target': 'to whom the caller is handed over',
  'transferred-by': 'who has handed the caller over',
};

/** Whom a wave rang, why these, and why nobody else. */
export function decisionLines(decision: Decision, nameOf: NameOf): readonly string[] {
  const { detail, rung, eligible } = decision;
  const first = detail.ranked.slice(0, rung).flatMap(({ agent }) => (agent === null ? [] : nameOf(agent)));
  const who = withMore(first, 0, rung - first.length);
  return [
    `${who} ${rung === 1 ? 'is' : 'are'} rung (${decision.strategy})`,
    ...(detail.whose === undefined ? [] : [`rung here: ${WHOSE[detail.whose]}`]),
    `why: ${because(decision, nameOf)}`,
    ...(eligible > rung ? [`could have been rung too: ${others(decision, nameOf)}`] : []),
    ...Object.entries(detail.leftOut).map(([reason, left]) => {
      return `not ${named(left, nameOf)}: ${REASONS[reason as LeftOutReason]}`;
    }),
  ];
}

function because({ decidedBy, detail, rung, eligible, strategy }: Decision, nameOf: NameOf): string {
  const [last, next] = [detail.ranked[rung - 1], detail.ranked[rung]];
  switch (decidedBy) {
    case 'nobody-else':
      return eligible === 1 ? 'nobody else could be rung' : 'all who could be rung ring together';
    case 'counter':
      return `${counted(detail.counting, strategy)}${compared(last, next, strategy, nameOf)}`;
    case 'idle':
      return `without a conversation longest${idleOf(last, next, nameOf)}`;
    case 'order':
      return strategy === 'sequential'
        ? 'first in the order of the file'
        : 'first in the order of the file, as everything else was equal';
    case 'turn':
      return 'next in turn after whoever was served last';
    case 'chance':
      return 'drawn by chance';
  }
}

function counted(counting: Counting | null, strategy: Decision['strategy']): string {
  const what = strategy === 'least-calls' ? 'the fewest conversations' : 'the least talk';
  if (counting === null) return what;
  const kind = strategy === 'least-calls' ? '' : counting.talk === 'mean' ? ' on average' : ' in total';
  return `${what}${kind} ${spanOf(counting)}${counting.calls === 'this-queue' ? ' from this queue' : ''}`;
}

function spanOf({ window }: Counting): string {
  switch (window.kind) {
    case 'day':
      return 'today';
    case 'week':
      return 'this week';
    case 'shift':
      return 'in this shift';
    case 'rolling':
      return `in the last ${lasting(window.lengthMs)}`;
  }
}

function compared(
  last: Ranked | undefined,
  next: Ranked | undefined,
  strategy: Decision['strategy'],
  nameOf: NameOf,
): string {
  if (last?.figure == null || next?.figure == null || next.agent === null) return '';
  return ` (${figureText(last.figure, strategy)}; next ${nameOf(next.agent)} with ${figureText(next.figure, strategy)})`;
}

function figureText(figure: number, strategy: Decision['strategy']): string {
  return strategy === 'least-calls' ? String(Math.round(figure * 10) / 10) : lasting(figure);
}

function idleOf(last: Ranked | undefined, next: Ranked | undefined, nameOf: NameOf): string {
  if (last?.idleMs === undefined || next?.idleMs === undefined || next.agent === null) return '';
  return ` (${idleText(last.idleMs)}; next ${nameOf(next.agent)}, ${idleText(next.idleMs)})`;
}

function idleText(idleMs: number | null): string {
  return idleMs === null ? 'none yet' : lasting(idleMs);
}

function others({ detail, rung, eligible, strategy }: Decision, nameOf: NameOf): string {
  const passedOver = detail.ranked.slice(rung);
  const shown = passedOver.flatMap(({ agent, figure }) => {
    if (agent === null) return [];
    return `${nameOf(agent)}${figure == null ? '' : ` with ${figureText(figure, strategy)}`}`;
  });
  return withMore(shown, passedOver.length - shown.length, eligible - Math.max(rung, detail.ranked.length));
}

function named({ count, agents, ofOtherTeams = 0 }: ToldLeftOut, nameOf: NameOf): string {
  return withMore(agents.map(nameOf), ofOtherTeams, count - agents.length - ofOtherTeams);
}

/** A list, of which not everybody is named. */
function withMore(names: readonly string[], ofOtherTeams: number, more: number): string {
  return listed([
    ...names,
    ...(ofOtherTeams > 0 ? [`${ofOtherTeams} of other teams`] : []),
    ...(more > 0 ? [`${more} more`] : []),
  ]);
}
