import type { Instant } from '../../core/signal.js';
import type { Log } from '../../ports/log.js';

const FIRST_LOOK_MS = 60_000;
const LOOK_MS = 15 * 60_000;
/** So long a day that could not be kept is left alone while nothing more of it is written: what kept it may have passed. */
const PUT_OFF_MS = 6 * 3_600_000;

/** A day that could not be kept. */
export interface PutOff {
  /** When it begins. */
  readonly from: Instant;
  /** How often facts of it had been written then. */
  readonly revision: number;
}

/** What came of keeping some days. */
export interface KeptSome {
  /** All that could not be kept. */
  readonly putOff: readonly PutOff[];
  readonly left: 'more' | 'nothing';
}

export interface DayKeeperParts {
  /** Keeps the newest days that lack something, but those put off. Rejects when it could not, or was ended. */
  readonly keepSome: (putOff: readonly PutOff[]) => Promise<KeptSome>;
  /** Whether the database holds everything that the journal held a moment ago. */
  readonly facts: () => 'complete' | 'behind';
  readonly now: () => Instant;
  readonly log: Log;
}

/** Keeps what days leave before anybody asks, as long as it is not stopped. */
export interface DayKeeper {
  /** Keeps what is lacking; resolves when there is nothing more to do for now, at once while it is at it already. */
  look(): Promise<void>;
  /** Begins nothing more; resolves when nothing is under way. */
  stop(): Promise<void>;
}

/** Looks a minute after its start and every quarter of an hour. */
export function startDayKeeper(parts: DayKeeperParts): DayKeeper {
  const looking = new Looking(parts);
  const first = setTimeout(() => void looking.look(), FIRST_LOOK_MS);
  const timer = setInterval(() => void looking.look(), LOOK_MS);
  return {
    look: () => looking.look(),
    stop: () => {
      clearTimeout(first);
      clearInterval(timer);
      return looking.end();
    },
  };
}

class Looking {
  #putOff: readonly PutOff[] = [];
  #forgetAt: Instant;
  #life: 'going' | 'ended' = 'going';
  #going: Promise<void> | null = null;

  constructor(private readonly parts: DayKeeperParts) {
    this.#forgetAt = parts.now() + PUT_OFF_MS;
  }

  async look(): Promise<void> {
    if (this.#going !== null) return;
    this.#going = this.#keepAll();
    await this.#going;
    this.#going = null;
  }

  async end(): Promise<void> {
    this.#life = 'ended';
    await this.#going;
  }

  async #keepAll(): Promise<void> {
    const { keepSome, facts, now, log } = this.parts;
    if (now() >= this.#forgetAt) [this.#putOff, this.#forgetAt] = [[], now() + PUT_OFF_MS];
    try {
      for (
        let left: KeptSome['left'] = 'more';
        left === 'more' && this.#isGoing() && facts() === 'complete';
      ) {
        const kept = await keepSome(this.#putOff);
        [this.#putOff, left] = [kept.putOff, kept.left];
      }
    } catch (error) {
      if (!this.#isGoing()) return;
      log.warn('what days leave of figures could not be kept; it is tried again later', { error });
    }
  }

  /** It may have been ended meanwhile. */
  #isGoing(): boolean {
    return this.#life === 'going';
  }
}
