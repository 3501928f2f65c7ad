import { timingSafeEqual } from 'node:crypto';
import type { Change } from '../core/change.js';
import type { PinResult } from '../core/signal.js';
import type { Identify, Identity } from '../ports/access.js';
import type { Log } from '../ports/log.js';
import { accessStamp, type AccessStamp, readAccess } from './access-disk.js';
import { AccessFault, type AccessFile, type TokenEntry, tokenHash } from './access-file.js';
import { comparePin } from './pin-entry.js';

/** Name of the token that is set with `CALLPLANE_API_TOKEN`. */
export const FIRST_TOKEN = 'first-token';

export interface WatchParts {
  readonly path: string;
  /** The token that is set: an administrator's; null: none. */
  readonly firstToken: string | null;
  /** Called once for every change that the file tells and that is not older than `since`. */
  readonly onChange: (change: Change) => void;
  /** Milliseconds since 1970 UTC. */
  readonly since: number;
  readonly log: Log;
  /** How often the file is looked at, in milliseconds. */
  readonly everyMs: number;
}

/** Who may ask, while the file may change at any time. */
export interface AccessWatch {
  readonly identify: Identify;
  /** Whether a PIN is the agent's; null: nobody has the number that was keyed. */
  readonly checkPin: (agent: string | null, pin: string) => Promise<PinResult>;
  /** Looks at the file now. */
  look(): Promise<void>;
  /** Looks no more; resolves when a look that has begun is over. */
  stop(): Promise<void>;
}

/**
 * Reads the access file and looks at it again and again: a token that is taken away is void within `everyMs` and the
 * time of a look. A file that cannot be used later leaves those in force whom it let in; at the start it throws
 * `AccessFault`, and so does a start in which nobody is an administrator.
 */
export async function watchAccess(parts: WatchParts): Promise<AccessWatch> {
  const { file, stamp } = await readAccess(parts.path);
  refuseNobody(file, parts);
  const watch = new Watch(parts, file, stamp);
  const timer = setInterval(() => void watch.look(), parts.everyMs);
  return {
    identify: (token) => watch.identify(token),
    checkPin: (agent, pin) => watch.checkPin(agent, pin),
    look: () => watch.look(),
    stop: () => {
      clearInterval(timer);
      return watch.lookIsOver();
    },
  };
}

/** Throws `AccessFault` when nobody could administer this Callplane, or the file cannot be used. */
export async function checkAccess(parts: Pick<WatchParts, 'path' | 'firstToken'>): Promise<void> {
  refuseNobody((await readAccess(parts.path)).file, parts);
}

function refuseNobody(file: AccessFile, { path, firstToken }: Pick<WatchParts, 'path' | 'firstToken'>): void {
  if (firstToken !== null || file.tokens.some(({ role }) => role === 'administrator')) return;
  throw new AccessFault(
    `CALLPLANE_API_TOKEN is not set, and ${path} holds no administrator: nobody could administer this Callplane. ` +
      'Set CALLPLANE_API_TOKEN to a secret of at least 16 characters (make one with: openssl rand -hex 32), or ' +
      'CALLPLANE_API_TOKEN_FILE to a file that holds it, or give a token: callplane access add NAME --role administrator',
  );
}

class Watch {
  readonly #parts: WatchParts;
  readonly #first: Buffer | null;
  readonly #told = new Set<string>();
  #stamp: AccessStamp;
  #tokens: ReadonlyMap<string, TokenEntry> = new Map();
  #pins: AccessFile['pins'] = [];
  #trouble = '';
  #looking: Promise<void> | null = null;

  constructor(parts: WatchParts, file: AccessFile, stamp: AccessStamp) {
    this.#parts = parts;
    this.#first = parts.firstToken === null ? null : Buffer.from(tokenHash(parts.firstToken), 'hex');
    this.#stamp = stamp;
    this.#use(file);
  }

  /** Entries are found by the hash of what was sent: how long that takes says nothing about any token. */
  identify(token: string): Identity | null {
    const hash = tokenHash(token);
    const entry = this.#tokens.get(hash);
    if (entry !== undefined) return identityOf(entry);
    const isFirst = this.#first !== null && timingSafeEqual(Buffer.from(hash, 'hex'), this.#first);
    return isFirst ? { name: FIRST_TOKEN, role: 'administrator' } : null;
  }

  checkPin(agent: string | null, pin: string): Promise<PinResult> {
    return comparePin(this.#pins, agent, pin);
  }

  async lookIsOver(): Promise<void> {
    await this.#looking;
  }

  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => (this.#looking = null));
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { path, log } = this.#parts;
    try {
      if ((await accessStamp(path)) === this.#stamp) return;
      const { file, stamp } = await readAccess(path);
      this.#stamp = stamp;
      this.#trouble = '';
      this.#use(file);
      log.info('access file read', { tokens: file.tokens.length });
    } catch (error) {
      const trouble = error instanceof AccessFault ? error.message : String(error);
      if (trouble !== this.#trouble)
        log.error(`the access file cannot be used; who had access has it: ${trouble}`);
      this.#trouble = trouble;
    }
  }

  #use(file: AccessFile): void {
    this.#tokens = new Map(file.tokens.map((entry) => [entry.sha256, entry]));
    this.#pins = file.pins;
    for (const change of file.changes) {
      if (change.at < this.#parts.since || this.#told.has(change.id)) continue;
      this.#told.add(change.id);
      this.#parts.onChange(change);
    }
  }
}

function identityOf(entry: TokenEntry): Identity {
  const { name } = entry;
  switch (entry.role) {
    case 'supervisor':
      return { name, role: entry.role, teams: entry.teams };
    case 'agent':
      return { name, role: entry.role, agent: entry.agent };
    case 'administrator':
    case 'read-only':
      return { name, role: entry.role };
  }
}
