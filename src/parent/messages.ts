import type { CallId } from '../core/signal.js';
import type { CallStory, StoryReach } from '../ports/story.js';
import type { LeaseRow, LeaseWish } from '../ports/standby.js';

/** What the parent tells a child over the channel between them. */
export type ToChild =
  | { readonly kind: 'ping' }
  /** End in order: finish what is under way, write everything, then leave. */
  | { readonly kind: 'stop' }
  /** Read the routing file again. */
  | { readonly kind: 'reload' }
  /** To the line: whether the books are there. */
  | { readonly kind: 'books'; readonly state: 'up' | 'away' }
  /** To the line: the books have stored the journal up to this sequence. */
  | { readonly kind: 'stored'; readonly sequence: number }
  /** To the line: whether the books can use their database. */
  | DatabaseState
  /** To the books: what the line wants of the lease. */
  | LeaseWished
  /** To the line: the lease as it is. */
  | LeaseSeen
  /** To the books: somebody asks about a call that is stored. */
  | StoryWished
  /** To the line: the answer. */
  | StoryTold;

/** What a child tells the parent. */
export type FromChild =
  /** It has started and does its work. */
  | { readonly kind: 'ready' }
  /** The answer to a ping. */
  | { readonly kind: 'pong' }
  /** From the books, passed on to the line. */
  | { readonly kind: 'stored'; readonly sequence: number }
  | DatabaseState
  /** From the line, passed on to the books. */
  | LeaseWished
  /** From the books, passed on to the line. */
  | LeaseSeen
  /** From the line, passed on to the books. */
  | StoryWished
  /** From the books, passed on to the line. */
  | StoryTold;

export interface LeaseWished {
  readonly kind: 'lease-wish';
  readonly wish: LeaseWish;
}
export interface LeaseSeen {
  readonly kind: 'lease';
  readonly row: LeaseRow;
}

/** `question` is told again with the answer. */
export interface StoryWished {
  readonly kind: 'story-wish';
  readonly question: number;
  readonly call: CallId;
  readonly reach: StoryReach;
}
export interface StoryTold {
  readonly kind: 'story';
  readonly question: number;
  /** null: there is no such call, or it could not be read. */
  readonly story: CallStory | null;
  /** Why it could not be told; null: it could. */
  readonly trouble: StoryTrouble | null;
}
/** `not-open`, `unreadable`: the database; `fault`: our own. What it is stands in the log of the books. */
export type StoryTrouble = 'not-open' | 'unreadable' | 'fault';

/** `away`: facts wait in the journal. */
export interface DatabaseState {
  readonly kind: 'database';
  readonly state: 'open' | 'away';
  /** Scheduled reports and alerts of the last days that did not arrive. */
  readonly undelivered: number;
}

/** Reads a message from a child; null for anything else, which is left aside. */
export function fromChild(message: unknown): FromChild | null {
  const kind = kindOf(message);
  if (kind === 'ready' || kind === 'pong') return { kind };
  if (kind === 'database') return databaseIn(message);
  const between = betweenChildren(message);
  if (between !== null) return between;
  const sequence = kind === 'stored' ? sequenceOf(message) : null;
  return sequence === null ? null : { kind: 'stored', sequence };
}

/** Reads a message from the parent; null for anything else, which is left aside. */
export function toChild(message: unknown): ToChild | null {
  const kind = kindOf(message);
  if (kind === 'ping' || kind === 'stop' || kind === 'reload') return { kind };
  if (kind === 'database') return databaseIn(message);
  if (kind === 'books') return { kind, state: stateOf(message) === 'up' ? 'up' : 'away' };
  const between = betweenChildren(message);
  if (between !== null) return between;
  const sequence = kind === 'stored' ? sequenceOf(message) : null;
  return sequence === null ? null : { kind: 'stored', sequence };
}

function databaseIn(message: unknown): DatabaseState {
  const state = stateOf(message) === 'open' ? 'open' : 'away';
  return { kind: 'database', state, undelivered: numberIn(message, 'undelivered') ?? 0 };
}

/** Both ends are processes of one program: an object in its place is what it says it is. */
function betweenChildren(message: unknown): LeaseWished | LeaseSeen | StoryWished | StoryTold | null {
  if (typeof message !== 'object' || message === null) return null;
  if ('wish' in message && kindOf(message) === 'lease-wish')
    return { kind: 'lease-wish', wish: message.wish as LeaseWish };
  if ('reach' in message && kindOf(message) === 'story-wish') return message as StoryWished;
  if ('story' in message && kindOf(message) === 'story') return message as StoryTold;
  if ('row' in message && kindOf(message) === 'lease') return { kind: 'lease', row: message.row as LeaseRow };
  return null;
}

function kindOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'kind' in message ? message.kind : null;
}

function stateOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'state' in message ? message.state : null;
}

function sequenceOf(message: unknown): number | null {
  return numberIn(message, 'sequence');
}

function numberIn(message: unknown, name: string): number | null {
  if (typeof message !== 'object' || message === null) return null;
  const value = (message as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'number' ? value : null;
}
