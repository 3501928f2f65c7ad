import type { Actor } from '../core/change.js';
import { type Identity, type Role, ROLES } from '../ports/access.js';
import type { LiveOperations } from '../ports/live.js';

/** One thing that can be asked over HTTP; it says who may ask it, or it does not compile. */
export type Route = OpenRoute | ClosedRoute;

interface Place {
  readonly method: 'GET' | 'POST';
  /** Parts that begin with a colon are parameters. */
  readonly path: string;
}

/** For everybody who reaches the port. */
export interface OpenRoute extends Place {
  readonly access: 'open';
  readonly handle: () => Reply | Promise<Reply>;
}

/** Only with a token, and only for these roles. */
export interface ClosedRoute extends Place {
  readonly access: readonly Role[];
  /** Throws `Problem` for what it refuses. */
  readonly handle: (input: RouteInput) => Reply | Promise<Reply>;
}

/** Every role: for what is shown only as far as each may see. */
export const EVERY_ROLE: readonly Role[] = ROLES;
/** Who looks at more than himself. */
export const OVERSEERS: readonly Role[] = ['administrator', 'supervisor', 'read-only'];
/** Whose sight nothing is kept from. */
export const SEES_ALL: readonly Role[] = ['administrator', 'read-only'];
/** Who may change something, as far as it is in his reach. */
export const ACTING_ROLES: readonly Role[] = ['administrator', 'supervisor', 'agent'];
/** Who switches what holds for the whole company, whichever his teams. */
export const SWITCHING_ROLES: readonly Role[] = ['administrator', 'supervisor'];
export const ADMINISTRATOR: readonly Role[] = ['administrator'];

export interface RouteInput {
  readonly params: Readonly<Record<string, string>>;
  /** The parsed JSON, not checked yet; undefined: there was no body. */
  readonly body: unknown;
  /** Who asks. */
  readonly who: Identity;
  /** The same for the record of changes. */
  readonly by: Actor;
  /** The line as he may see and steer it: everything else is not there. */
  readonly live: LiveOperations;
}

export interface Reply {
  readonly status: number;
  readonly body: object;
}

export function get(path: string, access: readonly Role[], handle: ClosedRoute['handle']): Route {
  return { method: 'GET', path, access, handle };
}

export function post(path: string, access: readonly Role[], handle: ClosedRoute['handle']): Route {
  return { method: 'POST', path, access, handle };
}

/** A body that is text for a program, not JSON. */
export class PlainText {
  constructor(
    /** Its Content-Type. */
    readonly type: string,
    readonly text: string,
  ) {}
}

/** A body that is sound. */
export class Sound {
  constructor(
    readonly size: number,
    readonly content: AsyncIterable<Uint8Array>,
    /** As which it is kept by whoever asks. */
    readonly name: string,
  ) {}
}

/** An answer of 200. */
export function ok(body: object): Reply {
  return { status: 200, body };
}

/** How every list is answered. */
export function list(items: readonly object[]): Reply {
  return ok({ items, total: items.length });
}
