import type { Instant } from '../../core/signal.js';
import type { Period } from '../../ports/facts.js';
import type { DayStanding } from '../../ports/kept-days.js';
import type { Log } from '../../ports/log.js';

const FIRST_LOOK_MS = 60_000;
const LOOK_MS = 15 * 60_000;
/** So many are given to one process; then it is looked anew which days lack something. */
const DAYS_AT_ONCE = 20;

export interface DayKeeperParts {
  /** How it stands with all days that are over, the newest first. */
  readonly standings: () => Promise<readonly DayStanding[]>;
  /** Computes and keeps what these days leave. Rejects when it could not, or was ended. */
  readonly keep: (days: readonly Period[]) => Promise<void>;
  /** Whether the database holds everything that the journal held a moment ago. */
  readonly facts: () => 'complete' | 'behind';
  readonly log: Log;
}

/** Keeps what days leave before anybody asks, as long as it is not stopped. */
export interface DayKeeper {
  /** Keeps what is lacking; resolves when there is nothing more to do for now. */
  look(): Promise<void>;
  /** Ends what `keep` does not; resolves when nothing is under way. */
  stop(): Promise<void>;
}

/**
 * Looks a minute after its start and every quarter of an hour. A day that could not be kept, because something of it goes on or it
 * does not balance, is left until something more of it is written.
 */
export function startDayKeeper(parts: DayKeeperParts): DayKeeper {
  const looking = new Looking(parts);
  const look = (): Promise<void> => (going = going.then(() => looking.look()));
  let going = Promise.resolve();
  const first = setTimeout(() => void look(), FIRST_LOOK_MS);
  const timer = setInterval(() => void look(), LOOK_MS);
  return {
    look,
    stop: async () => {
      clearTimeout(first);
      clearInterval(timer);
      looking.end();
      await going;
    },
  };
}

class Looking {
  /** How often facts of a day had been written when it could not be kept. */
  readonly #left = new Map<Instant, number>();
  #life: 'going' | 'ended' = 'going';

  constructor(private readonly parts: DayKeeperParts) {}

  end(): void {
    this.#life = 'ended';
  }

  async look(): Promise<void> {
    try {
      let tried: readonly DayStanding[] = [];
      do tried = await this.#keepSome(tried);
      while (tried.length > 0);
    } catch (error) {
      if (this.#life === 'ended') return;
      this.parts.log.warn('what days leave of figures could not be kept; it is tried again later', { error });
    }
  }

  /** The days that it has tried; none: there is nothing to do. `before`: those tried just before. */
  async #keepSome(before: readonly DayStanding[]): Promise<readonly DayStanding[]> {
    if (this.#life === 'ended' || this.parts.facts() === 'behind') return [];
    const lacking = (await this.parts.standings()).filter(({ state }) => state === 'lacking');
    for (const { day, revision } of before)
      if (lacking.some((each) => each.day.from === day.from && each.revision === revision))
        this.#left.set(day.from, revision);
    const some = lacking
      .filter(({ day, revision }) => this.#left.get(day.from) !== revision)
      .slice(0, DAYS_AT_ONCE);
    if (some.length > 0) await this.parts.keep(some.map(({ day }) => day));
    return some;
  }
}
