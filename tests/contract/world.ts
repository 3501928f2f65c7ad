import type { Phone } from '../../src/core/plan.js';
import type { Existing, LegId, Signal } from '../../src/core/signal.js';
import type { Telephony } from '../../src/ports/telephony.js';
import type { FolderState, Utterance } from '../support/model/recordings.js';
import type { Behaviour } from '../support/scenario/scenario.js';

/** A caller from outside, at the far end. */
export interface FarCaller {
  /** The leg that its arrival told. */
  readonly leg: LegId;
  press(keys: string): Promise<void>;
  /** From now on he says this, and nothing behind it. */
  says(parts: readonly Utterance[]): Promise<void>;
  hangUp(): Promise<void>;
}

/** A second call of a phone that talks. */
export interface FarLine {
  readonly leg: LegId;
  /** The phone brings its two calls together. */
  unite(): Promise<void>;
  hangUp(): Promise<void>;
}

/** The outside world and the phones. */
export interface ContractFarEnd {
  /** Calls a number and waits for its arrival. `from` null: hidden. */
  callIn(from: string | null): Promise<FarCaller>;
  /** Calls a number without waiting. */
  placeCall(from: string | null): Promise<void>;
  setBehaviour(phone: Phone, behaviour: Behaviour): Promise<void>;
  /** Whoever is on the phone hangs up. */
  phoneHangsUp(phone: Phone): Promise<void>;
  /** Whoever is on the phone puts the other side on hold, and takes it off again. */
  phoneHolds(phone: Phone, hold: 'on' | 'off'): Promise<void>;
  /** Whoever is on the phone presses its transfer key and dials. */
  phoneRefers(phone: Phone, to: string): Promise<void>;
  /** What the phone has been told of the transfers of this case, in order. */
  referAnswers(phone: Phone): readonly string[];
  /** Whoever is on the phone dials a number on a second line, and it arrives. */
  phoneDials(phone: Phone): Promise<FarLine>;
}

/**
 * What a case of the telephony contract works with: an implementation of the port that is open, and somebody at its
 * far end. One world belongs to one case; `signals` begins with the case.
 */
export interface ContractWorld {
  readonly telephony: Telephony;
  readonly farEnd: ContractFarEnd;
  /** Registered phones that nobody else uses during the case. */
  readonly phones: readonly [Phone, Phone];
  /** Known, but nothing is registered there. */
  readonly absentPhone: Phone;
  /** Asterisk never heard of it. */
  readonly unknownPhone: Phone;
  /** The number that `callIn` dials. */
  readonly number: string;
  readonly media: {
    /** Lasts some seconds. */
    readonly long: string;
    /** Lasts less than two seconds. */
    readonly short: string;
    readonly missing: string;
  };
  /** An id that was never used. */
  newId(kind: 'leg' | 'bridge' | 'playback' | 'recording'): string;
  signals(): readonly Signal[];
  /** Milliseconds of the clock on which `pass` waits. */
  now(): number;
  /** The first signal since the beginning of the case that fits; waits for it. */
  waitFor(what: string, fits: (signal: Signal) => boolean): Promise<Signal>;
  /** Lets time pass, and whatever is under way come to its end. */
  pass(ms: number): Promise<void>;
  /** Breaks the event stream and keeps it broken; commands go on. */
  loseEvents(): Promise<void>;
  /** Lets the event stream come back; what exists then. */
  regainEvents(): Promise<Existing>;
  /** Changes Asterisk's folder of recordings. */
  recordingsFolder(state: FolderState): Promise<void>;
  /** The phones' configuration is read again, as an engineer does it in mid-day. */
  reloadPhones(): Promise<void>;
  /** Hangs everything up. */
  cleanUp(): Promise<void>;
}

/** One behaviour that every implementation of the port shares. */
export interface ContractCase {
  /** What it is about: section and row of the description of Asterisk's behaviour. */
  readonly row: string;
  readonly name: string;
  readonly run: (world: ContractWorld) => Promise<void>;
}
