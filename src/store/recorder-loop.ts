import type { FactRecorder } from '../ports/facts.js';
import type { JournalReader, JournalRecord } from '../ports/journal.js';
import type { Log } from '../ports/log.js';
import { codeOf, StoreError } from './store-error.js';

const LARGEST_BATCH = 500;
/**
 * Between two looks into the journal when its end was reached: what happens meanwhile is stored together. Without the
 * pause each call of a busy hour would be a transaction of its own, on the cores that Asterisk and the line need.
 */
const GATHERING_MS = 200;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 15_000;

export interface FollowOptions {
  readonly reader: JournalReader;
  readonly recorder: FactRecorder;
  readonly log: Log;
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** How the recorder stands. */
export interface FollowStatus {
  /** Sequence up to which the facts are stored; null: not known (the database has not answered yet, or not lately). */
  readonly position: number | null;
  /** Why facts cannot be written at the moment; null: they can. */
  readonly trouble: string | null;
  /** `complete`: the journal's end was reached at the last look. */
  readonly facts: 'complete' | 'behind';
}

export interface Follower {
  status(): FollowStatus;
  /**
   * Stores what the journal still holds, then ends. When the database is away it ends at once: what is not
   * stored waits in the journal for the next start.
   */
  stop(): Promise<void>;
}

/**
 * Carries facts from the journal to the store, batch by batch, for ever. When the database (or the journal) fails it
 * tries again with growing pauses, from the position that the database names: a batch whose end is not known was
 * either stored whole or not at all, so nothing is lost and nothing written twice. Batches get smaller while they
 * fail, so that everything before a record that cannot be stored is stored.
 */
export function followJournal(options: FollowOptions): Follower {
  const following = new Following(options);
  const done = following.run();
  return {
    status: () => following.status,
    stop: () => {
      following.askToStop();
      return done;
    },
  };
}

class Following {
  status: FollowStatus = { position: null, trouble: null, facts: 'behind' };
  #batch = LARGEST_BATCH;
  #failures = 0;
  #life: 'going' | 'stopping' = 'going';
  #wake: () => void = () => undefined;
  readonly #stopAsked: Promise<void>;

  constructor(private readonly options: FollowOptions) {
    this.#stopAsked = new Promise((resolve) => (this.#wake = resolve));
  }

  askToStop(): void {
    this.#life = 'stopping';
    this.#wake();
  }

  async run(): Promise<void> {
    for (;;) {
      const outcome = await this.#oneBatch();
      if (outcome === 'more-to-come' || (outcome === 'caught-up' && this.#life === 'stopping')) continue;
      if (this.#life === 'stopping') return;
      const pauseMs = outcome === 'failed' ? this.#retryMs() : GATHERING_MS;
      await Promise.race([this.options.wait(pauseMs), this.#stopAsked]);
    }
  }

  async #oneBatch(): Promise<'more-to-come' | 'caught-up' | 'nothing-new' | 'failed'> {
    const { reader, recorder } = this.options;
    const wanted = this.#batch;
    let records: readonly JournalRecord[] = [];
    try {
      const position = this.status.position ?? (await recorder.position());
      records = await reader.read({ sequence: position }, wanted);
      await recorder.record(position, records);
      this.#succeeded(records.at(-1)?.sequence ?? position, records.length < wanted ? 'complete' : 'behind');
      if (records.length === 0) return 'nothing-new';
      return records.length < wanted ? 'caught-up' : 'more-to-come';
    } catch (error) {
      this.#failed(error, records);
      return 'failed';
    }
  }

  #succeeded(position: number, facts: FollowStatus['facts']): void {
    if (this.#failures > 0) {
      this.options.log.info('facts are written again', { position, failures: this.#failures });
    }
    this.#failures = 0;
    this.#batch = Math.min(LARGEST_BATCH, this.#batch * 2);
    this.status = { position, trouble: null, facts };
  }

  #failed(error: unknown, records: readonly JournalRecord[]): void {
    const trouble = error instanceof Error ? error.message : String(error);
    if (trouble !== this.status.trouble) {
      this.options.log.error('facts cannot be written now; they wait in the journal', {
        why: trouble,
        code: error instanceof StoreError ? error.trouble : codeOf(error),
        first: records[0]?.sequence ?? null,
        last: records.at(-1)?.sequence ?? null,
      });
    }
    this.#failures += 1;
    this.#batch = Math.max(1, Math.floor(this.#batch / 2));
    this.status = { position: null, trouble, facts: 'behind' };
  }

  #retryMs(): number {
    return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.#failures - 1, 10));
  }
}
