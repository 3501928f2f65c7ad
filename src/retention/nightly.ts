import type { Instant } from '../core/signal.js';
import type { Log } from '../ports/log.js';
import type { RetentionCounts, RetentionLog } from '../ports/retention.js';

const LOOK_MS = 60_000;
const AGAIN_AFTER_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;

export interface NightlyParts {
  readonly book: RetentionLog;
  /** Hour of the day at which it begins, 0 to 23. */
  readonly hour: number;
  /** What the run of this night is called in the log. */
  readonly named: (night: string) => Promise<string>;
  /** The company's time zone. */
  readonly zone: () => Promise<string>;
  /** One run. Rejects when it could not be done, or must end. */
  readonly run: (name: string) => Promise<RetentionCounts>;
  readonly now: () => Instant;
  readonly log: Log;
}

/** The run of every night, as long as it is not stopped. */
export interface Nightly {
  /** Looks whether a run is due, and does it; resolves when it is over. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** The name of the run that is due: that of the day, in this zone, on which the hour was last. */
export function nightOf(now: Instant, hour: number, zone: string): string {
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  return `night ${date.format(now - hour * HOUR_MS)}`;
}

/** Looks every minute; the database says whether tonight's run has been done. One that failed is done again. */
export function startNightly(parts: NightlyParts): Nightly {
  const state: { life: 'going' | 'stopped'; notBefore: Instant; going: Promise<void> } = {
    life: 'going',
    notBefore: 0,
    going: Promise.resolve(),
  };
  const lookNow = async (): Promise<void> => {
    if (state.life === 'stopped' || parts.now() < state.notBefore) return;
    try {
      const name = await parts.named(nightOf(parts.now(), parts.hour, await parts.zone()));
      if ((await parts.book.run(name))?.state === 'done') return;
      await parts.run(name);
    } catch (error) {
      if (isStopped(state)) return;
      state.notBefore = parts.now() + AGAIN_AFTER_MS;
      const why = error instanceof Error ? error.message : String(error);
      parts.log.error(
        'what is over its time could not be treated; it is tried again in a quarter of an hour',
        {
          why,
        },
      );
    }
  };
  const look = (): Promise<void> => (state.going = state.going.then(lookNow));
  const timer = setInterval(() => void look(), LOOK_MS);
  return {
    look,
    stop: async () => {
      state.life = 'stopped';
      clearInterval(timer);
      await state.going;
    },
  };
}

/** It may have been stopped meanwhile. */
function isStopped({ life }: { readonly life: 'going' | 'stopped' }): boolean {
  return life === 'stopped';
}

export interface LoggedRunParts {
  readonly book: RetentionLog;
  readonly now: () => Instant;
  readonly log: Log;
}

/** A run with its row in the log: begun, then done or failed. */
export async function loggedRun(
  { book, now, log }: LoggedRunParts,
  name: string,
  work: () => Promise<RetentionCounts>,
): Promise<RetentionCounts> {
  const begun = { run: name, startedAt: now() };
  await book.put({ ...begun, endedAt: null, state: 'running', counts: {}, said: null });
  try {
    const counts = await work();
    await book.put({ ...begun, endedAt: now(), state: 'done', counts, said: null });
    log.info('numbers and recordings over their time were treated', { run: name, counts });
    return counts;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    await book.put({ ...begun, endedAt: now(), state: 'failed', counts: {}, said });
    throw error;
  }
}
