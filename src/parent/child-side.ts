import type { LeaseRow, LeaseWish } from '../ports/standby.js';
import { toChild, type FromChild, type StoryTold, type StoryWished, type ToChild } from './messages.js';

/** What a child does when the parent speaks, and when it is gone. */
export interface ChildListener {
  stop(): void;
  reload(): void;
  /** Only for the line. */
  books(state: 'up' | 'away'): void;
  /** Only for the line. */
  stored(sequence: number): void;
  /** Only for the line. */
  database(state: 'open' | 'away', undelivered: number): void;
  /** Only for the books. */
  leaseWished(wish: LeaseWish): void;
  /** Only for the line. */
  leaseSeen(row: LeaseRow): void;
  /** Only for the books. */
  storyWished(wish: StoryWished): void;
  /** Only for the line. */
  storyTold(told: StoryTold): void;
  /** The parent is dead: leave in order, nobody will ask. */
  parentGone(): void;
}

/** The child's end of the channel. */
export interface ParentLink {
  tell(message: FromChild): void;
}

/** The part of `process` that a child needs; a process without a channel hears nothing. */
export interface ChildProcessSide {
  readonly connected: boolean;
  send?: (
    message: FromChild,
    handle: undefined,
    options: undefined,
    done: (error: Error | null) => void,
  ) => boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect' | 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown;
}

/**
 * Connects a child to its parent: answers pings from the event loop, so that a hang shows, and leaves signals to the
 * parent (Ctrl-C reaches the whole group, but the order of the stop is the parent's).
 */
export function listenToParent(process: ChildProcessSide, listener: ChildListener): ParentLink {
  const link: ParentLink = { tell: (message) => tell(process, message) };
  process.on('message', (raw) => {
    const message = toChild(raw);
    if (message !== null) heard(message, listener, link);
  });
  process.on('disconnect', () => listener.parentGone());
  // It may have died while this one was still being loaded: nobody heard that.
  if (process.send !== undefined && !process.connected) setImmediate(() => listener.parentGone());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  return link;
}

function tell(process: ChildProcessSide, message: FromChild): void {
  // A message that fails because the parent has just died needs no answer: `disconnect` follows.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

function heard(message: ToChild, listener: ChildListener, link: ParentLink): void {
  switch (message.kind) {
    case 'ping':
      return link.tell({ kind: 'pong' });
    case 'stop':
      return listener.stop();
    case 'reload':
      return listener.reload();
    case 'books':
      return listener.books(message.state);
    case 'stored':
      return listener.stored(message.sequence);
    case 'database':
      return listener.database(message.state, message.undelivered);
    case 'lease-wish':
      return listener.leaseWished(message.wish);
    case 'lease':
      return listener.leaseSeen(message.row);
    case 'story-wish':
      return listener.storyWished(message);
    case 'story':
      return listener.storyTold(message);
  }
}
