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
  | DatabaseState;

/** What a child tells the parent. */
export type FromChild =
  /** It has started and does its work. */
  | { readonly kind: 'ready' }
  /** The answer to a ping. */
  | { readonly kind: 'pong' }
  /** From the books, passed on to the line. */
  | { readonly kind: 'stored'; readonly sequence: number }
  | DatabaseState;

/** `away`: facts wait in the journal. */
export interface DatabaseState {
  readonly kind: 'database';
  readonly state: 'open' | 'away';
}

/** Reads a message from a child; null for anything else, which is left aside. */
export function fromChild(message: unknown): FromChild | null {
  const kind = kindOf(message);
  if (kind === 'ready' || kind === 'pong') return { kind };
  if (kind === 'database') return databaseIn(message);
  const sequence = kind === 'stored' ? sequenceOf(message) : null;
  return sequence === null ? null : { kind: 'stored', sequence };
}

/** Reads a message from the parent; null for anything else, which is left aside. */
export function toChild(message: unknown): ToChild | null {
  const kind = kindOf(message);
  if (kind === 'ping' || kind === 'stop' || kind === 'reload') return { kind };
  if (kind === 'database') return databaseIn(message);
  if (kind === 'books') return { kind, state: stateOf(message) === 'up' ? 'up' : 'away' };
  const sequence = kind === 'stored' ? sequenceOf(message) : null;
  return sequence === null ? null : { kind: 'stored', sequence };
}

function databaseIn(message: unknown): DatabaseState {
  return { kind: 'database', state: stateOf(message) === 'open' ? 'open' : 'away' };
}

function kindOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'kind' in message ? message.kind : null;
}

function stateOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'state' in message ? message.state : null;
}

function sequenceOf(message: unknown): number | null {
  if (typeof message !== 'object' || message === null || !('sequence' in message)) return null;
  return typeof message.sequence === 'number' ? message.sequence : null;
}
