import type { BlockId } from '../plan.js';

/** Connects a caller with a number outside; whoever is not reached goes on with `otherwise`, and then with the next step. */
export interface DialStep {
  readonly do: 'dial';
  /** Its path in the file. */
  readonly id: string;
  /** A number in E.164, which the file names itself; or a text with variables in braces, of which one is made. */
  readonly to: string;
  /** How long the phone there rings. */
  readonly ringMs: number;
  /** What is shown there: the number of the dial policy, the caller's own, or this one. */
  readonly show: 'policy' | 'caller' | { readonly number: string };
  /** What the caller hears meanwhile; null: ringing before the call is answered and music after. */
  readonly hear: 'music' | 'ringing' | null;
  readonly otherwise: BlockId;
}
