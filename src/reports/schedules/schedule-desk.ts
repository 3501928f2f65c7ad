import type { Log } from '../../ports/log.js';
import { readSchedules, type ReadSchedules, type ScheduleFile } from './read-schedules.js';

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
 * The schedules and alerts of a file that people change while we run. A file that cannot be used changes nothing: those that were
 * read before go on; null: there are none before.
 */
export class ScheduleDesk {
  #file: ScheduleFile | null = null;
  #told = '';

  constructor(
    private readonly path: string,
    private readonly readText: (path: string) => string,
    private readonly log: Log,
  ) {}

  /** Reads the file and says in the log when it is another. */
  look(): ScheduleFile | null {
    const read = readScheduleFile(this.path, this.readText);
    const told = read.ok ? JSON.stringify([read.schedules, read.alerts]) : read.faults.join('\n');
    if (told !== this.#told) this.#tell(read);
    this.#told = told;
    if (read.ok) this.#file = { schedules: read.schedules, alerts: read.alerts };
    return this.#file;
  }

  #tell(read: ReadSchedules): void {
    if (read.ok) {
      const [schedules, alerts] = [read.schedules, read.alerts].map((each) => each.map(({ name }) => name));
      this.log.info('the schedules of reports are read', { file: this.path, schedules, alerts });
      return;
    }
    const then = this.#file === null ? 'no report is sent' : 'those that were read before go on';
    this.log.error(`the schedules of reports cannot be used; ${then}:\n${read.faults.join('\n')}`);
  }
}
