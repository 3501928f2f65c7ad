import type { Log } from '../ports/log.js';

/** Durations and sizes of the adapter; every one has a sensible default in `DEFAULT_LIMITS`. */
export interface AriLimits {
  /** Keep-alive connections for commands. Asterisk's `sessionlimit` (http.conf, 100 by default) must leave room. */
  readonly connections: number;
  readonly connectTimeoutMs: number;
  /** From the command to the last byte of the answer. */
  readonly requestTimeoutMs: number;
  /** The same for adding legs to a bridge, which waits for the legs' own threads in Asterisk. */
  readonly joinTimeoutMs: number;
  /** Idle connections are closed by us before Asterisk does it (15 s), or a request could meet a closing one. */
  readonly idleConnectionMs: number;
  /** A ping so often; two without a pong and the event stream counts as dead. */
  readonly heartbeatMs: number;
  /** A process that did nothing for so long was frozen: what it believes is checked before it does anything. */
  readonly stallMs: number;
  /** A phone that rang in vain gets so long to take the CANCEL in, or the next INVITE could find it busy. */
  readonly cancelMs: number;
  /** A phone that has asked for a transfer is hung up when Asterisk says that it was told, or after so long. */
  readonly referMs: number;
  readonly reconnectFirstMs: number;
  readonly reconnectLongestMs: number;
  /** Ended legs that are remembered, so that each end is told once. */
  readonly endedLegs: number;
}

export const DEFAULT_LIMITS: AriLimits = {
  connections: 12,
  connectTimeoutMs: 1000,
  requestTimeoutMs: 5000,
  joinTimeoutMs: 10_000,
  idleConnectionMs: 10_000,
  heartbeatMs: 2000,
  stallMs: 3000,
  cancelMs: 100,
  referMs: 300,
  reconnectFirstMs: 100,
  reconnectLongestMs: 5000,
  endedLegs: 20_000,
};

/** What the routing file and the company use, so that the start-up check can look for it. */
export interface Needs {
  /** Languages of the core sounds, for instance `en`, `ru`. */
  readonly languages: readonly string[];
  /** Media addresses of prompts by language, for instance `{ language: 'en', media: 'sound:callplane/welcome' }`. */
  readonly prompts: readonly { readonly language: string; readonly media: string }[];
  /** Phones of the agents, for instance `PJSIP/101`. */
  readonly phones: readonly string[];
}

/** Keeps a process silent that may not lead any more. */
export interface LeaderGate {
  /** Sends the request now, or when it is sure that this process leads, or never. */
  pass(send: () => void): void;
  /** Asked before each event stream: opening one takes the application from whoever has it. */
  readonly mayConnect: () => Promise<'yes' | 'not-now' | 'never'>;
}

export interface AriOptions {
  /** Where Asterisk's HTTP server is, for instance `http://127.0.0.1:8088`; without user and password. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Name of the Stasis application; begins the arguments of `Stasis()` in the dialplan. */
  readonly application: string;
  readonly log: Log;
  /** 0 inclusive to 1 exclusive: spreads reconnections. */
  readonly random: () => number;
  /** Milliseconds that never go backwards: times the round trips of requests, and tells whether this process was frozen. */
  readonly monotonicMs: () => number;
  /** Asked at each `check`. */
  readonly needs?: () => Needs;
  readonly limits?: Partial<AriLimits>;
  /** Where two installations stand by for one another; without it this process alone uses the application. */
  readonly leader?: LeaderGate;
}
