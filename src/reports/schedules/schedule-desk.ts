import type { Log } from '../../ports/log.js';
import { readSchedules, type ReadSchedules } from './read-schedules.js';
import type { Schedule } from './schedule.js';

/** Reads the file of schedules and the own reports it names; where it cannot be read that is the fault. Never throws. */
export function readScheduleFile(path: string, readText: (path: string) => string): ReadSchedules {
  try {
    return readSchedules(path, readText(path), readText);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, faults: [`${path} cannot be read: ${why}`] };
  }
}

/**
 * The schedules of a file that people change while we run. A file that cannot be used changes nothing: those that were
 * read before go on; null: there are none before.
 */
export class ScheduleDesk {
  #schedules: readonly Schedule[] | null = null;
  #told = '';

  constructor(
    private readonly path: string,
    private readonly readText: (path: string) => string,
    private readonly log: Log,
  ) {}

  /** Reads the file and says in the log when it is another. */
  look(): readonly Schedule[] | null {
    const read = readScheduleFile(this.path, this.readText);
    const told = read.ok ? JSON.stringify(read.schedules) : read.faults.join('\n');
    if (told !== this.#told) this.#tell(read);
    this.#told = told;
    if (read.ok) this.#schedules = read.schedules;
    return this.#schedules;
  }

  #tell(read: ReadSchedules): void {
    if (read.ok) {
      const names = read.schedules.map(({ name }) => name);
      this.log.info('the schedules of reports are read', { file: this.path, schedules: names });
      return;
    }
    const then = this.#schedules === null ? 'no report is sent' : 'those that were read before go on';
    this.log.error(`the schedules of reports cannot be used; ${then}:\n${read.faults.join('\n')}`);
  }
}
