import type { Instant } from './signal.js';

/** Who or what asked for a change. */
export interface Actor {
  /** Name of the token, of the user at the command line, or of what acted by itself (`start`, `SIGHUP`). */
  readonly name: string;
  /** Role of the token; `command-line` and `system` are not roles of tokens. */
  readonly role: string;
  /** Id of the HTTP request; null: it came another way. */
  readonly request: string | null;
}

/** What something was like, by name; small. */
export type ChangeDetail = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Something that was changed by somebody: who, what, when, before, after. */
export interface Change {
  /** With `at` it is told apart from every other change. */
  readonly id: string;
  readonly at: Instant;
  readonly by: Actor;
  /** What was asked for: `pause`, `reload`, `access add` … */
  readonly what: string;
  /** The agent, token or file that it was about. */
  readonly about: string;
  readonly before: ChangeDetail;
  readonly after: ChangeDetail;
}

/** What acts without a person: journals of earlier versions tell only a word. */
export function actorOf(by: Actor | string | undefined): Actor {
  if (typeof by === 'object') return by;
  return { name: by ?? 'unknown', role: 'system', request: null };
}
