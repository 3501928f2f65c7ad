import { join } from 'node:path';
import type { Settings } from './app/settings.js';
import type { Log } from './ports/log.js';
import type { QueueLogBook, QueueLogWriter } from './ports/queue-log.js';
import { QueueLogFile } from './queue-log/log-file.js';
import { queueLogRows } from './queue-log/write-rows.js';

const LOOK_EVERY_MS = 1_000;
const ROWS_AT_ONCE = 1_000;

/** Makes the rows of the table queue_log; undefined: it is not written. Times are those of this machine's clock on the wall. */
export function queueLogWriter({ queueLog }: Settings): QueueLogWriter | undefined {
  if (queueLog === null) return undefined;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return (records, before) => queueLogRows(records, before, timeZone);
}

/** How far the file is. */
export function queueLogProgress(data: string): string {
  return join(data, 'queue-log.json');
}

/**
 * Before rows are written: where nothing is known of the file, it begins with those that come now. A table that is there
 * already was written before the file was wanted, or by another installation.
 */
export async function beginQueueLog(
  { queueLog, data }: Settings,
  book: QueueLogBook,
  log: Log,
): Promise<void> {
  if (queueLog === null || queueLog.file === null) return;
  try {
    await new QueueLogFile(queueLog.file, queueLogProgress(data)).begin(() => book.end());
  } catch (error) {
    log.error('the queue_log has no beginning; it is looked for again', { error });
  }
}

/** Carries the rows to the file. */
export interface QueueLogCopy {
  /** Writes what there is by now. */
  look(): Promise<void>;
  /** Writes what there is, then ends. */
  stop(): Promise<void>;
}

/** Carries the rows of the table to the file that is set, for ever; null: none is. */
export function copyQueueLog(
  { queueLog, data }: Settings,
  book: QueueLogBook,
  log: Log,
): QueueLogCopy | null {
  if (queueLog === null || queueLog.file === null) return null;
  const file = new QueueLogFile(queueLog.file, queueLogProgress(data));
  const copy = new Copying(file, queueLog.file, book, log);
  const looking = setInterval(() => void copy.look(), LOOK_EVERY_MS);
  return {
    look: () => copy.look(),
    stop: () => {
      clearInterval(looking);
      return copy.look();
    },
  };
}

class Copying {
  #going: Promise<void> = Promise.resolve();
  #trouble: string | null = null;

  constructor(
    private readonly file: QueueLogFile,
    private readonly path: string,
    private readonly book: QueueLogBook,
    private readonly log: Log,
  ) {}

  /** One after the other; what fails is tried again at the next look. */
  look(): Promise<void> {
    this.#going = this.#going
      .then(() => this.#copy())
      .then(
        () => this.#say(null),
        (error: unknown) => this.#say(error instanceof Error ? error.message : String(error)),
      );
    return this.#going;
  }

  async #copy(): Promise<void> {
    await this.file.begin(() => this.book.end());
    for (;;) {
      const rows = await this.book.after(await this.file.position(), ROWS_AT_ONCE);
      await this.file.append(rows);
      if (rows.length < ROWS_AT_ONCE) return;
    }
  }

  #say(trouble: string | null): void {
    const before = this.#trouble;
    this.#trouble = trouble;
    if (trouble === before) return;
    if (trouble === null) this.log.info('the queue_log is written again', { file: this.path });
    else
      this.log.error('the queue_log cannot be written; its lines wait in the table queue_log', {
        file: this.path,
        why: trouble,
      });
  }
}
