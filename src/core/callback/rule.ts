import type { BlockId, QueueId } from '../plan.js';
import type { HomeForm, NumberForm } from './number.js';

/** Which numbers outside may be called, how often and when, and over what. */
export interface DialPolicy {
  /** What Asterisk rings, with `{number}` for the number in E.164: `PJSIP/{number}@trunk`. */
  readonly dial: string;
  /** The number that is shown; null: what the trunk shows by itself. */
  readonly show: string | null;
  /** Numbers in E.164 begin with one of these … */
  readonly allow: readonly string[];
  /** … and with none of these. */
  readonly refuse: readonly string[];
  /** One number is called so often within so long at most. */
  readonly perNumber: { readonly calls: number; readonly withinMs: number };
  /** So many calls are made within an hour at most, whichever the numbers. */
  readonly perHour: number;
  /** The centre's own numbers in E.164, which are never called. */
  readonly own: readonly string[];
  /** Calendar outside of which nobody is called; null: always. */
  readonly hours: string | null;
  /** Calling code → how its numbers look, for every code that `allow` reaches. */
  readonly forms: Readonly<Record<string, NumberForm>>;
  /** How numbers are dialled in the company's country; null: no country is named. */
  readonly home: HomeForm | null;
}

/** How the callers of a queue are called back. */
export interface CallbackRule {
  /** What the agent hears before the client is called; null: nothing. */
  readonly notice: string | null;
  /** How long the client's phone rings. */
  readonly ringMs: number;
  /** How often he is called at most. */
  readonly tries: number;
  /** From the end of one try to the next. */
  readonly everyMs: number;
  /** A callback that has not reached him by then is given up. */
  readonly expireMs: number;
  /** Calendar outside of which nobody is called; null: always. */
  readonly hours: string | null;
  /** So many are to be called back by its agents at once, at most. */
  readonly openAtMost: number;
  /** Whoever hung up after waiting so long is called back; null: nobody is. */
  readonly afterAbandonMs: number | null;
}

/** Promises a callback; the flow goes on when it is one. */
export interface CallbackStep {
  readonly do: 'callback';
  /** Whose agents will call. */
  readonly queue: QueueId;
  /** May hold variables in braces; null: the number that he calls from. */
  readonly number: string | null;
  /** When there is no number, or it may not be called. */
  readonly otherwise: BlockId;
}
