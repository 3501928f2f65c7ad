import type { AgentStateBegan, AgentStateFact } from '../../core/milestone.js';
import { idColumn, key, millisecondsColumn, textColumn, wordColumn } from './columns.js';
import { table } from './table.js';

/**
 * States of agents that are over. The key is natural: the same agent cannot be in one state from the same to the
 * same instant twice, except for no time at all.
 */
export const AgentStateEntity = table<AgentStateFact>('stored_agent_states', {
  agent: key(idColumn('agent_id')),
  from: key(millisecondsColumn('from_at')),
  to: key(millisecondsColumn('to_at')),
  state: key(wordColumn('state')),
  reason: textColumn('reason', 'may-be-null'),
  conversation: idColumn('conversation_id', 'may-be-null'),
  queue: idColumn('queue_id', 'may-be-null'),
  endedBy: wordColumn('ended_by'),
});

/** The state each agent is in: one row per agent. */
export const OpenAgentStateEntity = table<AgentStateBegan>('stored_open_agent_states', {
  agent: key(idColumn('agent_id')),
  state: wordColumn('state'),
  reason: textColumn('reason', 'may-be-null'),
  from: millisecondsColumn('from_at'),
  conversation: idColumn('conversation_id', 'may-be-null'),
  queue: idColumn('queue_id', 'may-be-null'),
});
