import type { Agent } from '../agent/agent.js';
import { shownState } from '../agent/availability.js';
import type { Call, Visit } from '../call/call.js';
import type { PlannedQueue } from '../plan.js';
import type { Instant } from '../signal.js';
import type { State } from '../state.js';
import { tell, type Work } from '../work.js';
import type { Queue } from './queue.js';

/** Conversations of the last hour say how long one takes. */
const WINDOW_MS = 3_600_000;
/** With fewer of them nobody knows. */
const CONVERSATIONS_AT_LEAST = 5;
/** How much of the mean error the newest one makes. */
const NEWEST_SHARE = 1 / 8;
/** Errors are measured against the longer of estimate and wait, a short one counting as a minute: nobody minds half. */
const SHORT_WAIT_MS = 60_000;
/** A queue whose estimates are off by more than this on the mean is not spoken of: chance alone makes them half. */
const POOR_ERROR = 2 / 3;

/**
 * How long a caller with so many before him will wait, in milliseconds: (n + 1) · h / s, where h is the mean of a
 * conversation of this queue and the notes after it, and s the agents who serve it (Whitt, Predicting Queueing Delays,
 * Management Science 45, 1999; the estimator QL of Ibrahim and Whitt, 2009). 0 when agents are free for all of them; null
 * when nobody serves, or too few conversations tell how long one takes.
 */
export function estimatedWaitMs(
  state: State,
  rule: PlannedQueue,
  ahead: number,
  now: Instant,
): number | null {
  const agents = rule.agents.flatMap((id) => state.agents.get(id) ?? []);
  const serving = agents.filter((agent) => isServing(state, agent)).length;
  const handleMs = meanHandleMs(agents, rule, now);
  if (serving === 0 || handleMs === null) return null;
  if ((state.index.free.get(rule.id)?.size ?? 0) > ahead) return 0;
  return Math.round(((ahead + 1) * handleMs) / serving);
}

/** How many agents serve the queue: signed in, not paused, at a phone that is theirs to use. */
export function servingAgents(state: State, rule: PlannedQueue): number {
  return rule.agents.filter((id) => {
    const agent = state.agents.get(id);
    return agent !== undefined && isServing(state, agent);
  }).length;
}

function isServing(state: State, agent: Agent): boolean {
  if (agent.presence.kind !== 'signed-in' || agent.pause !== null) return false;
  const shown = shownState(state, agent);
  return shown !== 'busy-elsewhere' && shown !== 'unreachable';
}

function meanHandleMs(agents: readonly Agent[], rule: PlannedQueue, now: Instant): number | null {
  let conversations = 0;
  let talkMs = 0;
  for (const { history } of agents) {
    for (let index = history.length - 1; index >= 0; index--) {
      const record = history[index];
      if (record === undefined || record.endedAt < now - WINDOW_MS) break;
      if (record.queue !== rule.id) continue;
      conversations += 1;
      talkMs += record.talkMs;
    }
  }
  return conversations < CONVERSATIONS_AT_LEAST ? null : talkMs / conversations + rule.wrapUp.timeMs;
}

/** Whether what is estimated for this queue has been true enough of late to be gone by. */
export function isTrusted({ estimateError }: Queue): boolean {
  return estimateError === null || estimateError <= POOR_ERROR;
}

/** Whether anything of the queue goes by estimates: then each caller's is kept, spoken or not, and measured. */
export function isEstimated({ waiting, limits }: PlannedQueue): boolean {
  return waiting.estimate !== undefined || limits.expectedWaitMs !== undefined;
}

/** A caller was answered who had to wait: what was estimated when he came is held against what he waited. */
export function proveEstimate(work: Work, call: Call, visit: Visit, queue: Queue): void {
  const { estimateMs } = visit;
  if (estimateMs === null || estimateMs === 0) return;
  const waitMs = work.now - visit.enteredAt;
  const error = Math.abs(estimateMs - waitMs) / Math.max(estimateMs, waitMs, SHORT_WAIT_MS);
  queue.estimateError =
    queue.estimateError === null ? error : queue.estimateError + (error - queue.estimateError) * NEWEST_SHARE;
  tell(work, call, 'estimate-proved', { queue: queue.id, estimateMs, waitMs });
}
