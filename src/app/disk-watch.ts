import type { Log } from '../ports/log.js';

/** The alarm ends when there is so much more than the threshold, so that it does not flicker. */
const ENOUGH = 1.1;
const MEGABYTE = 1024 * 1024;

export interface DiskWatchParts {
  /** Free bytes on the disk of the data folder; rejects when they cannot be told. */
  readonly freeBytes: () => Promise<number>;
  /** 0: no alarm. */
  readonly alarmBytes: number;
  readonly folder: string;
  readonly log: Log;
}

/** Says in time that the journal will have no more place: while the database is away it holds all facts. */
export class DiskWatch {
  /** Of the last look; null: none yet, or it could not be told. */
  freeBytes: number | null = null;
  #state: 'enough' | 'alarm' = 'enough';

  constructor(private readonly parts: DiskWatchParts) {}

  /** What is wrong, for people; null: nothing. */
  get alarm(): string | null {
    if (this.#state === 'enough' || this.freeBytes === null) return null;
    const free = Math.floor(this.freeBytes / MEGABYTE);
    return `the disk of ${this.parts.folder} has ${free} MB left: without space the journal keeps facts in memory only`;
  }

  async look(): Promise<void> {
    const { freeBytes, alarmBytes, log } = this.parts;
    try {
      this.freeBytes = await freeBytes();
    } catch (error) {
      this.freeBytes = null;
      log.debug('the free space cannot be told', { error });
      return;
    }
    if (this.#state === 'enough' && this.freeBytes < alarmBytes) {
      this.#state = 'alarm';
      log.error(`${this.alarm ?? ''}; make space, or see why the database takes no facts`, {
        freeBytes: this.freeBytes,
        alarmBytes,
      });
    } else if (this.#state === 'alarm' && this.freeBytes >= alarmBytes * ENOUGH) {
      this.#state = 'enough';
      log.info('the disk of the data folder has space again', { freeBytes: this.freeBytes });
    }
  }
}
