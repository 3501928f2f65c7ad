import type { AgentId, QueueId } from '../plan.js';
import type { RecordingFailure } from './failure.js';
import type { CallId, ConversationId, Instant, RecordingId } from '../signal.js';

/** The recording of one conversation. */
export interface RecordingFact {
  readonly recording: RecordingId;
  readonly call: CallId;
  readonly conversation: ConversationId;
  readonly queue: QueueId | null;
  /** null: a number outside talked with the caller. */
  readonly agent: AgentId | null;
  readonly startedAt: Instant;
  /** When it was known to be over. */
  readonly endedAt: Instant;
  /** Length of the file as Asterisk tells it, in whole seconds; null: it did not tell. */
  readonly durationMs: number | null;
  readonly result: 'recorded' | 'failed';
  /** null: it did not fail. */
  readonly failure: RecordingFailure | null;
}
