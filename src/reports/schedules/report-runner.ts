import { schedule as wakeAt } from 'node-cron';
import { putDownDue, fieldsOf } from './due-slots.js';
import type { Schedule } from './schedule.js';
import { workOn, type Company, type WorkParts } from './slot-work.js';

/** Four times a minute: what is due on the minute has settled, and whoever asks for a report again does not wait long. */
const WAKE_AT = '10,25,40,55 * * * * *';
const ALARM_DAYS_MS = 7 * 86_400_000;
/** What waits longer than this is late. */
const LATE_MS = 3_600_000;
/** The content of a report is kept so long, to be sent again. */
const CONTENT_KEPT_MS = 35 * 86_400_000;
const FORGET_EVERY_MS = 3_600_000;

export interface RunnerParts extends WorkParts {
  /** null: no plan has been in force yet. */
  readonly company: () => Promise<Company | null>;
  /** The schedules as they stand now; null: their file cannot be used. */
  readonly schedules: () => readonly Schedule[] | null;
  /** What did not arrive, counted over the last seven days. */
  readonly tellUndelivered: (undelivered: number) => void;
}

export interface ReportRunner {
  /** Looks what is due and carries it on; one look after the other. Never rejects. */
  look(): Promise<void>;
  /** Ends when the slot at hand is done. */
  stop(): Promise<void>;
}

/** Sends scheduled reports until it is stopped. The clock only wakes: what is due, and whose it is, the database decides. */
export function startReportRunner(parts: RunnerParts): ReportRunner {
  const runner = new Runner(parts);
  const task = wakeAt(WAKE_AT, () => runner.look(), { timezone: 'UTC' });
  return {
    look: () => runner.look(),
    stop: async () => {
      runner.life = 'stopping';
      await task.stop();
      await task.destroy();
      await runner.settled;
    },
  };
}

class Runner {
  life: 'going' | 'stopping' = 'going';
  settled: Promise<void> = Promise.resolve();
  #trouble: string | null = null;
  #forgotAt = 0;

  constructor(private readonly parts: RunnerParts) {}

  look(): Promise<void> {
    this.settled = this.settled.then(() => this.#lookOnce());
    return this.settled;
  }

  async #lookOnce(): Promise<void> {
    const { log } = this.parts;
    try {
      await this.#carryOn();
      if (this.#trouble !== null) log.info('scheduled reports go on');
      this.#trouble = null;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (why !== this.#trouble)
        log.error('scheduled reports wait; they are looked at again every minute', { why });
      this.#trouble = why;
    }
  }

  async #carryOn(): Promise<void> {
    const { book, clock, company, schedules, tellUndelivered } = this.parts;
    const [ours, wanted] = [await company(), schedules()];
    if (ours !== null && wanted !== null) {
      for (const schedule of wanted) await putDownDue(this.parts, schedule, ours.timezone, clock.now());
      await this.#workOff(wanted, ours);
    }
    const now = clock.now();
    if (now - this.#forgotAt >= FORGET_EVERY_MS) {
      await book.forgetContent(now - CONTENT_KEPT_MS);
      this.#forgotAt = now;
    }
    tellUndelivered(await book.undelivered(now - ALARM_DAYS_MS, now - LATE_MS));
  }

  async #workOff(schedules: readonly Schedule[], company: Company): Promise<void> {
    const { book, clock, claimMs, log } = this.parts;
    for (const slot of await book.open(clock.now())) {
      if (this.life === 'stopping') return;
      const schedule = schedules.find(({ name }) => name === slot.schedule);
      if (schedule !== undefined) {
        await workOn(this.parts, slot, schedule, company);
      } else if ((await book.claim(slot, claimMs)) !== null) {
        await book.notBuilt(slot, null, 'the schedule is no longer in the file');
        log.warn('a report whose schedule is gone is not sent', fieldsOf(slot));
      }
    }
  }
}
