import type { Counting, CountingWindow, Plan, QueueId } from '../plan.js';
import type { Instant } from '../signal.js';
import { dayStart, weekStart } from '../calendar.js';
import type { Agent, Credit } from './agent.js';
import { withTalk } from './history.js';

const DAY_MS = 24 * 3_600_000;
/** A week, and a day for whoever goes over midnight or changes his clock. */
const KEPT_AT_LEAST_MS = 8 * DAY_MS;

/** What `least-calls` and `least-talk` compare. */
export interface Tally {
  readonly calls: number;
  /** Mean per conversation or total, as the counting says; 0 for nobody counted. */
  readonly talkMs: number;
}

/** First instant that a counting window looks at; null for an agent whose shift has not begun. */
export function windowStart(
  window: CountingWindow,
  zone: string,
  agent: Agent,
  now: Instant,
): Instant | null {
  switch (window.kind) {
    case 'day':
      return dayStart(zone, now);
    case 'week':
      return weekStart(zone, now);
    case 'rolling':
      return now - window.lengthMs;
    case 'shift':
      return agent.shiftStartedAt;
  }
}

/**
 * metrics.md, Strategies: answered inbound conversations in the counting window, and their talk; of those that ended more than an
 * hour ago the border of a window is true to the minute.
 */
export function tally(
  agent: Agent,
  counting: Counting,
  queue: QueueId | null,
  zone: string,
  now: Instant,
): Tally {
  const from = windowStart(counting.window, zone, agent, now);
  const credit = creditOf(agent, queue, from);
  let calls = credit?.calls ?? 0;
  let talkMs = credit?.talkMs ?? 0;
  for (let index = agent.history.length - 1; index >= 0; index--) {
    const record = agent.history[index];
    if (record === undefined || from === null || record.endedAt < from) break;
    if (counting.calls === 'this-queue' && record.queue !== queue) continue;
    calls += record.talks;
    talkMs += record.talkMs;
  }
  return { calls, talkMs: counting.talk === 'total' || calls === 0 ? talkMs : talkMs / calls };
}

function creditOf(agent: Agent, queue: QueueId | null, from: Instant | null): Credit | null {
  const credit = queue === null ? undefined : agent.credits[queue];
  return credit !== undefined && from !== null && credit.from >= from ? credit : null;
}

/** Notes a conversation; what is older than `keepMs` goes in time. */
export function remember(
  agent: Agent,
  endedAt: Instant,
  talkMs: number,
  queue: QueueId | null,
  keepMs = KEPT_AT_LEAST_MS,
): void {
  agent.history = withTalk(agent.history, { endedAt, talkMs, queue }, keepMs);
}

/** How far back the longest counting window of the plan looks, in milliseconds; at least a week. */
export function historyKeptMs(plan: Plan): number {
  const steps = Object.values(plan.blocks).flat();
  const ringSteps = steps.filter((step) => step.do === 'ring');
  const windows = [...Object.values(plan.queues), ...ringSteps].map(({ counting }) => counting.window);
  const rolling = windows.map((window) => (window.kind === 'rolling' ? window.lengthMs : 0));
  return Math.max(KEPT_AT_LEAST_MS, ...rolling);
}

/**
 * The credit of a newcomer under `newcomers: fair`: the mean of the colleagues who are signed in, given
 * once per window; null when he has something counted (an earlier credit included).
 */
export function newcomerCredit(
  agent: Agent,
  colleagues: readonly Agent[],
  counting: Counting,
  queue: QueueId,
  zone: string,
  now: Instant,
): Credit | null {
  if (counting.newcomers !== 'fair' || colleagues.length === 0) return null;
  if (tally(agent, counting, queue, zone, now).calls > 0) return null;
  const totals = { ...counting, talk: 'total' } as const;
  const tallies = colleagues.map((colleague) => tally(colleague, totals, queue, zone, now));
  const mean = (pick: (one: Tally) => number): number =>
    tallies.reduce((sum, one) => sum + pick(one), 0) / tallies.length;
  return { from: now, calls: mean((one) => one.calls), talkMs: mean((one) => one.talkMs) };
}
