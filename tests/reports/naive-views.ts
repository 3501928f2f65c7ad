/** A row of a view, by column. */
export type Row = Record<string, unknown>;

/** What the naive reports are worked out from. */
export interface Views {
  readonly calls: readonly Row[];
  readonly open_calls: readonly Row[];
  readonly visits: readonly Row[];
  readonly offers: readonly Row[];
  readonly conversations: readonly Row[];
  readonly agent_states: readonly Row[];
  readonly open_agent_states: readonly Row[];
  readonly call_events: readonly Row[];
  readonly queue_rules: readonly Row[];
  readonly ratings: readonly Row[];
  readonly outcomes: readonly Row[];
  readonly callbacks: readonly Row[];
  readonly open_callbacks: readonly Row[];
  readonly callback_attempts: readonly Row[];
  readonly voicemails: readonly Row[];
  readonly outgoing_calls: readonly Row[];
  readonly reviews: readonly Row[];
  readonly transfers: readonly Row[];
  readonly holds: readonly Row[];
  readonly plans: readonly Row[];
}
export const VIEW_NAMES = [
  ...(['calls', 'open_calls', 'visits', 'offers', 'conversations', 'agent_states'] as const),
  ...(['open_agent_states', 'call_events', 'queue_rules', 'ratings', 'outcomes'] as const),
  ...(['callbacks', 'open_callbacks', 'callback_attempts', 'voicemails', 'outgoing_calls'] as const),
  ...(['reviews', 'transfers', 'holds', 'plans'] as const),
];
