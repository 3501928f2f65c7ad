import type { RecordingFact } from '../../core/milestone.js';
import { agentOrNobodyColumn, idColumn, key, millisecondsColumn, wordColumn } from './columns.js';
import { table } from './table.js';

/** Files of conversations, and conversations that should have one; the key is the file's name. */
export const RecordingEntity = table<RecordingFact>('stored_recordings', {
  recording: key(idColumn('recording_id')),
  call: idColumn('call_id'),
  conversation: idColumn('conversation_id'),
  queue: idColumn('queue_id', 'may-be-null'),
  agent: agentOrNobodyColumn('agent_id'),
  startedAt: millisecondsColumn('started_at'),
  endedAt: millisecondsColumn('ended_at'),
  durationMs: millisecondsColumn('duration_ms', 'may-be-null'),
  result: wordColumn('result'),
  failure: wordColumn('failure', 'may-be-null'),
});
