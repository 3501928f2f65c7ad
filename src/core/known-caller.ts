import type { AgentId } from './plan.js';

/** Somebody whose number is known. */
export interface KnownCaller {
  readonly name: string | null;
  /** What he belongs to, for instance `key-accounts`. */
  readonly group: string | null;
  /** Go with his calls into the reports. */
  readonly tags: readonly string[];
  /** With which his calls begin; see the step `priority`. */
  readonly priority: number;
  /** A prompt of his own; null: none. */
  readonly greeting: string | null;
  /** The agent who looks after him. */
  readonly manager: AgentId | null;
  /** Who answers for the manager, in order. */
  readonly backups: readonly AgentId[];
  /** His calls are turned away. */
  readonly blocked: boolean;
}
