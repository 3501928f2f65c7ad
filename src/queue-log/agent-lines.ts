import type { AgentStateBegan, PlanInForce } from '../core/milestone.js';
import type { AgentId, Plan, QueueId } from '../core/plan.js';
import type { Instant } from '../core/signal.js';
import type { ShownPresence } from '../ports/queue-log.js';
import { NOBODY, type Line, type RowBook } from './row-book.js';

/** Who signs in is a member of his queues from then on; a pause is one of all of them. */
export function agentLines(began: AgentStateBegan, book: RowBook): readonly Line[] {
  const { agent, from: at, state, reason } = began;
  const before = book.states.get(agent);
  book.states.set(agent, { state, reason });
  const queues = queuesOf(book.plan, agent);
  const wasIn = isIn(before);
  const isInNow = isIn(began);
  const wasPaused = before?.state === 'paused';
  const isPaused = state === 'paused';
  const isOther = wasPaused !== isPaused || before?.reason !== reason;
  return [
    ...(wasPaused && isOther ? pausing('UNPAUSE', { agent, at, reason: null }, queues) : []),
    ...(!wasIn && isInNow ? membership('ADDMEMBER', agent, at, queues) : []),
    ...(isPaused && isOther ? pausing('PAUSE', { agent, at, reason }, queues) : []),
    ...(wasIn && !isInNow ? membership('REMOVEMEMBER', agent, at, queues) : []),
  ];
}

/** Another plan: who is signed in leaves and comes to queues by it. */
export function planLines({ plan: text, at }: PlanInForce, book: RowBook): readonly Line[] {
  const before = book.plan;
  const plan = JSON.parse(text) as Plan;
  book.plan = plan;
  const config = { at, callid: NOBODY, queue: NOBODY, agent: NOBODY, event: 'CONFIGRELOAD', data: [''] };
  const moved = [...book.states].flatMap(([agent, state]) => {
    if (!isIn(state)) return [];
    const [old, now] = [queuesOf(before, agent), queuesOf(plan, agent)];
    const [left, come] = [old.filter((id) => !now.includes(id)), now.filter((id) => !old.includes(id))];
    const coming = membership('ADDMEMBER', agent, at, come, state.state === 'paused' ? 'PAUSED' : '');
    return [...membership('REMOVEMEMBER', agent, at, left), ...coming];
  });
  return [config, ...moved];
}

function isIn(state: ShownPresence | undefined): boolean {
  return state !== undefined && state.state !== 'signed-out';
}

function queuesOf(plan: Plan | null, agent: AgentId): readonly QueueId[] {
  return Object.values(plan?.queues ?? {})
    .filter(({ agents }) => agents.includes(agent))
    .map(({ id }) => id);
}

function membership(
  event: 'ADDMEMBER' | 'REMOVEMEMBER',
  agent: AgentId,
  at: Instant,
  queues: readonly QueueId[],
  paused: 'PAUSED' | '' = '',
): readonly Line[] {
  return queues.map((queue) => ({ at, callid: NOBODY, queue, agent, event, data: [paused] }));
}

interface Pause {
  readonly agent: AgentId;
  readonly at: Instant;
  readonly reason: string | null;
}

/** Asterisk writes a line for all queues, then one for each. */
function pausing(
  event: 'PAUSE' | 'UNPAUSE',
  { agent, at, reason }: Pause,
  queues: readonly QueueId[],
): readonly Line[] {
  const line = { at, callid: NOBODY, agent };
  return [
    { ...line, queue: NOBODY, event: `${event}ALL`, data: [''] },
    ...queues.map((queue) => ({ ...line, queue, event, data: [reason ?? ''] })),
  ];
}
