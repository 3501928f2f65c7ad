import type { Call, Conversation } from '../call/call.js';
import { localTime } from '../calendar.js';
import { dialledKey, type Plan } from '../plan.js';
import type { AgentId, QueueId } from '../plan.js';
import type { RecordingFailure } from '../milestone.js';
import type { BridgeId, CallId, ConversationId, Instant, RecordingId } from '../signal.js';

/** A conversation being recorded: one file, from the connection to the end of the conversation. */
export interface Recording {
  readonly id: RecordingId;
  readonly call: CallId;
  readonly conversation: ConversationId;
  readonly queue: QueueId | null;
  /** null: a number outside talks with the caller. */
  readonly agent: AgentId | null;
  readonly bridge: BridgeId;
  readonly startedAt: Instant;
  stage: RecordingStage;
  /** What spoils the file although it goes on to its end; null: nothing. */
  spoilt: RecordingFailure | null;
  /** How often it was paused. */
  pauses: number;
  /** How often it was begun: a beginning may have been lost. */
  beginnings: number;
  /** How often Asterisk was asked for it without an answer. */
  questions: number;
}

/** Every stage but `running` and `paused` has a deadline. */
export type RecordingStage =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'paused' }
  /** The conversation is over: Asterisk is closing the file. */
  | { readonly kind: 'ending' }
  /** Asterisk closed the file by itself: the end of the conversation must follow at once. */
  | { readonly kind: 'closed'; readonly durationMs: number | null };

/**
 * Whether a conversation is recorded: somebody says so, and nobody (flow, queue, number, agent) says that it must not be.
 * `ofKind`: what is said of all calls that agents make.
 */
export function isToBeRecorded(
  call: Pick<Call, 'dialled' | 'record'>,
  plans: { readonly inForce: Plan; readonly ofCall: Plan },
  queue: QueueId | null,
  agent: AgentId | null,
  ofKind: boolean | null = null,
): boolean {
  const { inForce, ofCall } = plans;
  const planned = queue === null ? undefined : (inForce.queues[queue] ?? ofCall.queues[queue]);
  const words = [
    ofKind,
    call.record,
    planned?.record,
    ofCall.numbers[dialledKey(call.dialled)]?.record,
    agent === null ? null : (inForce.agents[agent] ?? ofCall.agents[agent])?.record,
  ];
  return words.includes(true) && !words.includes(false);
}

/** The file's name below Asterisk's folder of recordings, without its extension: `2026/03/04/k3f9-conversation-17`. */
export function recordingName(
  timezone: string,
  conversation: Pick<Conversation, 'id' | 'startedAt'>,
): RecordingId {
  const day = localTime(timezone, conversation.startedAt).date.replaceAll('-', '/');
  return `${day}/${conversation.id}`;
}
