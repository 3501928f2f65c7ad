import type { Group } from './asterisk.js';

/** One of the two that are compared, on the same Asterisk with the same phones. */
export interface Contender {
  readonly name: 'app_queue' | 'Callplane';
  /** The number that leads to the agents of the group. */
  dials(group: Group): string;
  /** Takes its agents on; resolves when all of them may be rung. */
  engage(): Promise<void>;
  /** Lets its agents go, so that it costs the other nothing. */
  release(): Promise<void>;
}
