import type { Language } from '../../core/plan.js';
import type { Instant } from '../../core/signal.js';
import type { NoticeKind } from '../../ports/alerts.js';
import { duration, NOTHING, wallTime } from '../formats.js';
import type { Words } from '../words.js';
import type { Condition, ConditionName } from './alert.js';

/** What a notice is about, as it was when it was raised or cleared. */
export interface NoticeContent {
  readonly kind: NoticeKind;
  readonly alert: string;
  readonly condition: Condition;
  /** The queue; empty: the company. */
  readonly subject: string;
  /** null: there is none now. */
  readonly figure: number | null;
  readonly limit: number | null;
  /** Of an incident that is over. */
  readonly worst: number | null;
  /** The limit was passed from here on … */
  readonly since: Instant;
  /** … and at this moment for the last time. */
  readonly until: Instant;
  /** `off`: it is not looked at any more, whatever the figure. */
  readonly why: 'passed' | 'calm' | 'off';
  readonly at: Instant;
  readonly language: Language;
  readonly zone: string;
}

type Unit = 'ms' | 'callers' | 'share' | 'agents' | 'calls';
const UNITS: Readonly<Record<ConditionName, Unit>> = {
  'longest-wait': 'ms',
  'callers-waiting': 'callers',
  'service-level': 'share',
  'nobody-signed-in': 'agents',
  'unusual-load': 'calls',
};

const HEADS: Readonly<Record<NoticeKind, Words>> = {
  raised: { en: 'Alert', ru: 'Тревога' },
  cleared: { en: 'All clear', ru: 'Отбой' },
};

/** One line: what, where, how much. */
export function titleOf(content: NoticeContent): string {
  const { kind, alert, subject, language } = content;
  const where = subject === '' ? '' : `${subject}, `;
  return `${HEADS[kind][language]}: ${where}${figureText(content)} (${alert})`;
}

/** All of it, for people. */
export function textOf(content: NoticeContent): string {
  const { language, zone, since, until, kind } = content;
  const [from, to] = [wallTime(since, zone), wallTime(until, zone)];
  const when = {
    raised: { en: `Since ${from}, ${zone}.`, ru: `С ${from}, ${zone}.` },
    cleared: {
      en: `From ${from} to ${to}, ${zone}; at worst ${shown(content, content.worst)}.`,
      ru: `С ${from} до ${to}, ${zone}; хуже всего: ${shown(content, content.worst)}.`,
    },
  }[kind][language];
  const off = {
    en: 'It is not looked at any more: its hours are over, or the queue is not there any more.',
    ru: 'Больше не проверяется: часы работы закончились или очереди больше нет.',
  }[language];
  return [titleOf(content), when, ...(content.why === 'off' ? [off] : [])].join('\n') + '\n';
}

/** The same for programs. `text` is what chat programs show of a web hook. */
export function bodyOf(content: NoticeContent, id: string): string {
  const { kind, alert, condition, subject, figure, limit, worst, since, at } = content;
  return JSON.stringify({
    ...{ id, event: kind, alert, condition: condition.kind, queue: subject === '' ? null : subject },
    ...{ figure, limit, worst, unit: UNITS[condition.kind] },
    since: new Date(since).toISOString(),
    at: new Date(at).toISOString(),
    text: textOf(content).trimEnd(),
  });
}

function figureText(content: NoticeContent): string {
  const { condition, language, figure, limit } = content;
  const label = labelOf(condition)[language];
  if (condition.kind === 'nobody-signed-in') {
    const signedIn = { en: 'signed in:', ru: 'вошли:' }[language];
    return content.kind === 'raised' ? label : `${signedIn} ${shown(content, figure)}`;
  }
  const limitWord = { en: 'limit', ru: 'предел' }[language];
  return `${label} ${shown(content, figure)}, ${limitWord} ${shown(content, limit)}`;
}

function labelOf(condition: Condition): Words {
  switch (condition.kind) {
    case 'longest-wait':
      return { en: 'longest wait', ru: 'самое долгое ожидание' };
    case 'callers-waiting':
      return { en: 'callers waiting:', ru: 'ожидают:' };
    case 'service-level': {
      const minutes = Math.round(condition.overMs / 60_000);
      return {
        en: `service level of the last ${minutes} min`,
        ru: `уровень обслуживания за последние ${minutes} мин`,
      };
    }
    case 'nobody-signed-in':
      return { en: 'nobody is signed in', ru: 'никто не вошёл' };
    case 'unusual-load':
      return {
        en: 'far more calls than usual in this hour:',
        ru: 'звонков за этот час намного больше обычного:',
      };
  }
}

function shown({ condition }: NoticeContent, figure: number | null): string {
  if (figure === null) return NOTHING;
  switch (UNITS[condition.kind]) {
    case 'ms':
      return duration(figure);
    case 'share':
      return `${(figure * 100).toFixed(1)}%`;
    case 'callers':
    case 'agents':
    case 'calls':
      return String(Math.round(figure * 10) / 10);
  }
}
