import type { Command } from '../core/command.js';
import type { Existing, Signal } from '../core/signal.js';

/** Whether Asterisk's event stream is open. */
export type TelephonyState = 'connected' | 'lost' | 'replaced';

/** Where calls that come are taken: to us, or by Asterisk's dialplan to its emergency destination. */
export type NewCalls = 'here' | 'elsewhere';

export interface TelephonyListener {
  /** Something happened in Asterisk, already in the core's words; called in the order of arrival. */
  signal(signal: Signal): void;
  /**
   * `connected` comes with what exists at that moment; `replaced`: another process took the application over. `unheardMs`: for
   * how long, at most, nothing had been heard when a loss was noticed.
   */
  stateChanged(state: TelephonyState, existing: Existing | null, unheardMs: number): void;
}

/** What a start-up check found missing or doubtful, and how to mend it. */
export interface TelephonyFinding {
  readonly level: 'error' | 'warning';
  readonly what: string;
  readonly mend: string;
}

export interface TelephonyCheck {
  readonly version: string;
  readonly findings: readonly TelephonyFinding[];
}

/** Asterisk, in our words. */
export interface Telephony {
  /** Looks at version, modules, sounds, music, recording folder and rights; throws `TelephonyUnavailable` when Asterisk cannot be asked. */
  check(): Promise<TelephonyCheck>;
  /** Opens the event stream and keeps it open until `close`; resolves when it is open for the first time. */
  open(listener: TelephonyListener): Promise<void>;
  /** Accepts commands at once; failures come back as the signal `command-failed`. Never throws. */
  carryOut(commands: readonly Command[]): void;
  /** What exists of ours at this moment; rejects when Asterisk cannot be asked. Tells the listener nothing. */
  look(): Promise<Existing>;
  /** Requests sent and not answered yet. */
  inFlight(): number;
  /** Lets requests in flight end (at most `withinMs`), then closes; calls in Asterisk go on. */
  close(withinMs: number): Promise<void>;
}

/** Asterisk cannot be reached or refuses us; the message says what to do. */
export class TelephonyUnavailable extends Error {
  constructor(
    message: string,
    readonly reason: 'no-connection' | 'wrong-password' | 'not-ready' | 'not-asterisk',
  ) {
    super(message);
    this.name = 'TelephonyUnavailable';
  }
}
