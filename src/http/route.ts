/** One thing that can be asked over HTTP. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** Parts that begin with a colon are parameters. */
  readonly path: string;
  /** `open`: for everybody who reaches the port; `token`: only with the bearer token. */
  readonly access: 'open' | 'token';
  /** Throws `Problem` for what it refuses. */
  readonly handle: (input: RouteInput) => Reply | Promise<Reply>;
}

export interface RouteInput {
  readonly params: Readonly<Record<string, string>>;
  /** The parsed JSON, not checked yet; undefined: there was no body. */
  readonly body: unknown;
}

export interface Reply {
  readonly status: number;
  readonly body: object;
}

/** A body that is text for a program, not JSON. */
export class PlainText {
  constructor(
    /** Its Content-Type. */
    readonly type: string,
    readonly text: string,
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
