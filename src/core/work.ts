import type { Command } from './command.js';
import type { CallEventName, EndedBy, Milestone } from './milestone.js';
import type { AgentId, BlockId, QueueId } from './plan.js';
import type { AttemptResult } from './callback/callback.js';
import type { Window } from './callback/hours.js';
import type { Answer, CallbackId, CallId, Instant } from './signal.js';
import type { Call, CallPlace } from './call/call.js';
import { CoreBug, type State } from './state.js';
import type { OutgoingResult } from './outgoing/outgoing.js';
import type { WebRequest } from './web-request.js';
import type { Agent } from './agent/agent.js';

/** What one step has in hand: the state it changes and what it hands back. */
export interface Work {
  readonly state: State;
  readonly now: Instant;
  readonly commands: Command[];
  readonly webRequests: WebRequest[];
  readonly milestones: Milestone[];
  readonly answers: Answer[];
  /** What is still to be carried to its end in this step, in order. */
  readonly turns: Turn[];
  /** Queues in which waiting callers and free agents must be brought together in this step; null: in none. */
  queuesDue: Set<QueueId> | null;
  /** Queues in which it must be looked, once this step is done, whether anybody is there for those who wait. */
  readonly queuesToWatch: Set<QueueId>;
  /** Steps of its flow that each call has taken in this step. */
  readonly stepsTaken: Map<CallId, number>;
  /** Agents whose state or availability may have changed in this step. */
  readonly touched: Set<AgentId>;
  /** Callbacks of which it must be seen whether it is their turn. */
  readonly callbacksDue: Set<CallbackId>;
  /** When each queue may call back, as it was looked up in this step. */
  readonly callbackWindows: Map<QueueId, Window>;
  /** Who ended a wrap-up in this step. */
  readonly wrapUpEnds: Map<AgentId, 'agent' | 'limit'>;
}

/** One machine asks another to go on; the step takes them one by one, so no machine imports another. */
export type Turn =
  | { readonly turn: 'go-on'; readonly call: CallId }
  | { readonly turn: 'enter'; readonly call: CallId; readonly block: BlockId }
  | {
      readonly turn: 'wait-in-queue';
      readonly call: CallId;
      readonly queue: QueueId;
      /** Somebody has decided that he waits there. */
      readonly limits: 'asked' | 'set-aside';
    }
  | { readonly turn: 'ring-agents'; readonly call: CallId }
  | { readonly turn: 'ring-next'; readonly call: CallId }
  /** Whoever has handed the caller over is rung again. */
  | { readonly turn: 'ring-back'; readonly call: CallId }
  | { readonly turn: 'brief-agent'; readonly call: CallId }
  | { readonly turn: 'attempt-over'; readonly call: CallId; readonly result: AttemptResult }
  | {
      readonly turn: 'outgoing-over';
      readonly call: CallId;
      readonly result: OutgoingResult;
      readonly by: EndedBy;
    }
  | { readonly turn: 'client-reached'; readonly call: CallId }
  | { readonly turn: 'hang-up-call'; readonly call: CallId; readonly by: EndedBy; readonly place: CallPlace };

export function tell(
  work: Work,
  call: Call,
  event: CallEventName,
  detail: Readonly<Record<string, string | number | boolean | null>> = {},
): void {
  work.milestones.push({ kind: 'call-event', call: call.id, at: work.now, event, detail });
}

/** Once everything else in this step is done, callers of these queues are rung for. */
export function dispatchLater(work: Work, queues: Iterable<QueueId>): void {
  work.queuesDue ??= new Set();
  for (const queue of queues) work.queuesDue.add(queue);
}

export function callOf(work: Work, id: CallId): Call {
  const call = work.state.calls.get(id);
  if (call === undefined) throw new CoreBug(`call ${id} is not known`);
  return call;
}

export function agentOf(work: Work, id: AgentId): Agent {
  const agent = work.state.agents.get(id);
  if (agent === undefined) throw new CoreBug(`agent ${id} is not known`);
  return agent;
}
