import type { AgentId, BlockId, QueueId, WrapUpRule } from '../plan.js';

/** Where a caller can be handed over to. */
export type Target =
  | { readonly to: 'agent'; readonly agent: AgentId }
  | { readonly to: 'queue'; readonly queue: QueueId }
  | { readonly to: 'flow'; readonly flow: string }
  /** Agents who are rung one after another, each a level above the one before. */
  | { readonly to: 'chain'; readonly chain: string }
  /** A number outside, which the file names as an extension (then in E.164), or somebody as it is dialled at home. */
  | { readonly to: 'number'; readonly number: string; readonly isWritten?: boolean };

/** What agents can do with a key sequence while they talk; the first two are followed by an extension. */
export const TRANSFER_KEYS = ['blind', 'consult', 'complete', 'cancel', 'hold'] as const;
export type TransferKey = (typeof TRANSFER_KEYS)[number];

/** How agents hand callers over. */
export interface TransferRule {
  /** What an agent keys or dials → where the caller goes. */
  readonly extensions: Readonly<Record<string, Target>>;
  readonly keys: Readonly<Partial<Record<TransferKey, string>>>;
  readonly chains: Readonly<Record<string, readonly AgentId[]>>;
  /** How long each phone rings. */
  readonly offerMs: number;
  /** What a caller hears who is on hold. */
  readonly music: string;
  readonly wrapUp: WrapUpRule;
  /** Rings the target, then whoever has handed the caller over, then goes on with what the file says. */
  readonly block: BlockId;
}

/** The ring steps of that block. */
export const RING_TARGET = 'transfers.ring';
export const RING_BACK = 'transfers.back';

/** A target as one word, for facts: `agent:boris`; a number stands with the call that is made to it, and not here. */
export function targetInWords(target: Target): string {
  switch (target.to) {
    case 'agent':
      return `agent:${target.agent}`;
    case 'queue':
      return `queue:${target.queue}`;
    case 'flow':
      return `flow:${target.flow}`;
    case 'chain':
      return `chain:${target.chain}`;
    case 'number':
      return 'outside';
  }
}
