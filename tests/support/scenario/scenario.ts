import type { HoursRequest, MessageRequest, TransferRequest } from '../../../src/core/signal.js';
import type { FolderState } from '../model/recordings.js';
import type { Happened } from './happened.js';

/** How a phone behaves when it is rung. Times in milliseconds since it began to ring or was answered. */
export type Behaviour =
  | { readonly kind: 'answers'; readonly afterMs: number; readonly hangsUpAfterMs: number | null }
  | { readonly kind: 'declines'; readonly afterMs: number }
  | { readonly kind: 'is-busy' }
  | { readonly kind: 'never-answers' }
  | { readonly kind: 'is-not-registered' };

/** What an agent asks Callplane for. */
export type Ask =
  | { readonly ask: 'sign-in' | 'sign-out' | 'resume' | 'end-wrap-up' }
  | { readonly ask: 'pause'; readonly reason: string }
  | { readonly ask: 'extend-wrap-up'; readonly byMs: number }
  | { readonly ask: 'set-outcome'; readonly outcome: string };

/** What an agent's desktop asks for. */
export type HandOver = WithoutCall<TransferRequest>;
type WithoutCall<T> = T extends unknown ? Omit<T, 'call'> : never;

/** What a supervisor does with a waiting caller. */
export type Steering =
  | { readonly ask: 'move-call'; readonly queue: string }
  | { readonly ask: 'remove-call' }
  | { readonly ask: 'set-priority'; readonly priority: number };

/** One thing that somebody does at an instant of the scenario. */
export type Deed =
  | {
      readonly kind: 'call';
      readonly caller: string;
      readonly number: string;
      /** null: hidden. */
      readonly from: string | null;
    }
  | { readonly kind: 'press'; readonly caller: string; readonly keys: string }
  /** He says nothing more; else every caller speaks all the time. */
  | { readonly kind: 'falls-silent'; readonly caller: string }
  | { readonly kind: 'caller-hangs-up'; readonly caller: string }
  | { readonly kind: 'agent-hangs-up'; readonly agent: string }
  | { readonly kind: 'agent-presses'; readonly agent: string; readonly keys: string }
  | { readonly kind: 'ask'; readonly agent: string; readonly ask: Ask }
  /** A supervisor pauses or resumes the recording of the caller's conversation. */
  | {
      readonly kind: 'ask-recording';
      readonly caller: string;
      readonly ask: 'pause-recording' | 'resume-recording';
    }
  /** How the systems that flows ask answer from now on; null: not at all. */
  | {
      readonly kind: 'other-system';
      readonly answers: { readonly afterMs: number; readonly body: string } | null;
    }
  /** Another system says whom a caller last dealt with. */
  | { readonly kind: 'last-agent'; readonly number: string; readonly agent: string }
  /** A supervisor moves the caller, takes him out, or changes his priority. */
  | { readonly kind: 'steer'; readonly caller: string; readonly steering: Steering }
  /** A caller is handed over or put on hold; `refusedAs`: the code of the refusal, or null. */
  | {
      readonly kind: 'hand-over';
      readonly caller: string;
      readonly wish: HandOver;
      readonly refusedAs: string | null;
    }
  /** A supervisor switches hours by hand, or an emergency message. */
  | { readonly kind: 'switch'; readonly request: HoursRequest | MessageRequest }
  /** Asterisk's folder of recordings goes missing, is full, or is well again. */
  | { readonly kind: 'recordings-folder'; readonly state: FolderState }
  /** The sound file of a prompt is deleted while the plan that names it is in force. */
  | { readonly kind: 'prompt-vanishes'; readonly prompt: string }
  | { readonly kind: 'client-behaviour'; readonly number: string; readonly behaviour: Behaviour }
  /** The phone of a number outside, which Callplane has called, hangs up. */
  | { readonly kind: 'client-hangs-up'; readonly number: string }
  /** Another system asks that somebody is called back, `notBefore` a time of day of second 0, or null. */
  | {
      readonly kind: 'ask-callback';
      readonly number: string;
      readonly queue: string;
      readonly notBefore: string | null;
      /** As what it must be refused; null: it must be granted. */
      readonly refusedAs: string | null;
    }
  | { readonly kind: 'cancel-callback'; readonly number: string }
  /** The agent dials at his phone. */
  | { readonly kind: 'agent-dials'; readonly agent: string; readonly dialled: string }
  /** The agent presses the transfer key of his phone and dials. */
  | { readonly kind: 'agent-refers'; readonly agent: string; readonly to: string }
  /** He takes a second line of it while he talks, with the first on hold, and dials. */
  | { readonly kind: 'agent-asks'; readonly agent: string; readonly to: string }
  /** He presses the transfer key in the middle of two calls: those whom he talks with are to talk with each other. */
  | { readonly kind: 'agent-unites'; readonly agent: string }
  /** He hangs the second call up and takes the first one off hold. */
  | { readonly kind: 'agent-takes-back'; readonly agent: string }
  /** The agent clicks on a number; `refusedAs` null: it must be granted. */
  | {
      readonly kind: 'agent-clicks';
      readonly agent: string;
      readonly number: string;
      readonly refusedAs: string | null;
    }
  | { readonly kind: 'behaviour'; readonly agent: string; readonly behaviour: Behaviour }
  /** The agent's phone gets a call that Callplane did not give. */
  | { readonly kind: 'other-call'; readonly agent: string }
  | { readonly kind: 'other-call-ends'; readonly agent: string }
  /** Asterisk goes on, and nothing of it is heard until the stream is back. */
  | { readonly kind: 'events-lost' }
  | { readonly kind: 'events-back' }
  /** The routing file is loaded again with one value changed; `path` is its keys. */
  | { readonly kind: 'reload'; readonly path: readonly string[]; readonly value: string }
  /** The same with a value that is a fault: it must be refused, and the old file stays in force. */
  | { readonly kind: 'faulty-reload'; readonly path: readonly string[]; readonly value: string };

export interface Happening {
  readonly atMs: number;
  readonly line: number;
  readonly text: string;
  readonly deed: Deed;
}

export interface Expectation {
  readonly line: number;
  readonly text: string;
  /** What is wrong, or null. `toleranceMs`: how far an instant may be off. */
  readonly check: (happened: Happened, toleranceMs: number) => string | null;
}

/** A scenario file, read and checked. */
export interface Scenario {
  readonly file: string;
  readonly title: string;
  /** Rows of the capability list and stories that it proves. */
  readonly rows: readonly string[];
  /** Why it cannot run on the real Asterisk; null: it can. */
  readonly onlyVirtual: string | null;
  /** Local date and time of second 0, in the zone of the company; null: does not matter. */
  readonly startsAt: string | null;
  /** YAML text of the routing file. */
  readonly routing: string;
  readonly names: Names;
  /** Length of each prompt in milliseconds. */
  readonly promptLengths: ReadonlyMap<string, number>;
  readonly phones: ReadonlyMap<string, Behaviour>;
  /** What phones outside do when Callplane calls them, by their numbers. */
  readonly clients: ReadonlyMap<string, Behaviour>;
  readonly signedIn: readonly string[];
  /** In the order of time. */
  readonly when: readonly Happening[];
  readonly then: readonly Expectation[];
  /** The shortest time within which something must follow something else. */
  readonly tightestMs: number;
  /** Everything that is expected has happened by then. */
  readonly lastsMs: number;
}

/** The names that sentences may use. */
export interface Names {
  readonly agents: ReadonlySet<string>;
  readonly queues: ReadonlySet<string>;
  readonly prompts: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  /** null: not known yet. */
  readonly callers: ReadonlySet<string> | null;
}

/** A fault in a scenario file; the message names file and line. */
export class ScenarioFault extends Error {
  constructor(
    readonly file: string,
    readonly line: number,
    readonly problem: string,
  ) {
    super(`${file}:${line}: ${problem}`);
    this.name = 'ScenarioFault';
  }
}
