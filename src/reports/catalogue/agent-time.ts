import type { Span } from '../agent-time.js';
import { groupBy } from '../ratio.js';
import { indexOf, intervalsOf } from '../intervals.js';
import { moment, text, time, type Table } from '../table.js';
import { wallTime } from '../formats.js';
import { grid, noCharts, onlyOf, tableOf, type ReportOfFacts, type ReportContext } from './report.js';

const TIMES = grid({
  name: 'agent-time',
  title: { en: 'Time by state', ru: 'Время по состояниям' },
  by: ['agent', 'interval'],
  columns: [
    ...(['first-in', 'last-out', 'signed-in', 'time-talking', 'time-offered', 'time-wrap-up'] as const),
    ...(['time-available', 'time-paused', 'time-busy-elsewhere', 'time-unreachable'] as const),
    'time-signed-out',
  ],
});

const PAUSES = grid({
  name: 'pauses',
  title: { en: 'Pauses by reason', ru: 'Перерывы по причинам' },
  by: ['agent', 'interval', 'pause'],
  columns: ['time-paused'],
});

export const agentTime: ReportOfFacts = {
  title: { en: 'Agent time', ru: 'Рабочее время операторов' },
  about: {
    en: 'Time sheet: when each agent came and left, what he did in between, and why he paused. Sessions over midnight are split by date.',
    ru: 'Табель: когда оператор пришёл и ушёл, чем был занят и почему делал перерывы. Смены через полночь делятся по датам.',
  },
  looksAt: 'period',
  tables: (context) => {
    if (context.without.includes('states')) return [];
    const times = onlyOf('states', context);
    return [tableOf(TIMES, times), sessions(context), tableOf(PAUSES, times)];
  },
  charts: noCharts,
};

interface Session {
  readonly agent: string;
  readonly from: number;
  readonly to: number;
  readonly end: Span['end'];
}

function sessions({ slice, around }: ReportContext): Table {
  const { language, zone, agentNames } = around;
  const [first, last] = [around.intervals[0]?.from ?? 0, around.intervals.at(-1)?.to ?? 0];
  const days = intervalsOf({ from: first, to: last }, 'day', zone);
  const rows = sessionsOf(slice.states)
    .flatMap((session) => byDate(session, days))
    .map((session) => [
      text(agentNames.get(session.agent) ?? session.agent),
      text(wallTime(session.from, zone).slice(0, 10)),
      moment(session.from),
      moment(session.end === 'open' ? null : session.to),
      time(session.to - session.from),
    ]);
  const label = (en: string, ru: string): string => ({ en, ru })[language];
  return {
    name: 'sessions',
    title: label('Sessions', 'Смены'),
    columns: [
      { key: 'agent', label: label('agent', 'оператор'), unit: 'text' },
      { key: 'date', label: label('date', 'дата'), unit: 'text' },
      { key: 'from', label: label('from', 'с'), unit: 'instant' },
      { key: 'to', label: label('to', 'до'), unit: 'instant' },
      { key: 'duration', label: label('duration', 'длительность'), unit: 'duration' },
    ],
    rows,
    total: null,
  };
}

/** Time signed in without a break, per agent, in the order of agent and time. */
function sessionsOf(states: readonly Span[]): Session[] {
  const there = states.filter(({ state }) => state !== 'signed-out');
  return [...groupBy(there, ({ agent }) => agent).values()]
    .flatMap((mine) => mine.reduce<Session[]>(joined, []))
    .sort((a, b) => (a.agent === b.agent ? a.from - b.from : a.agent < b.agent ? -1 : 1));
}

function joined(before: readonly Session[], { agent, from, to, end }: Span): Session[] {
  const last = before.at(-1);
  if (last?.to !== from) return [...before, { agent, from, to, end }];
  return [...before.slice(0, -1), { ...last, to, end }];
}

function byDate(
  session: Session,
  days: readonly { readonly from: number; readonly to: number }[],
): Session[] {
  const parts: Session[] = [];
  for (let from = session.from; from < session.to;) {
    const to = Math.min(session.to, days[indexOf(days, from)]?.to ?? session.to);
    parts.push({ ...session, from, to, end: to < session.to ? 'over' : session.end });
    from = to;
  }
  return parts;
}
