import { type Check, failed, passed } from '../ports/diagnosis.js';

/** What reading the file of schedules came to. */
export interface ReadScheduleFile {
  readonly schedules: number;
  readonly alerts: number;
  readonly faults: readonly string[];
}

/** Whether the reports that are to be sent by themselves can be. `read` gives null: none are set. */
export function schedulesCheck(read: () => ReadScheduleFile | null): Check {
  return {
    area: 'mail',
    name: 'schedules',
    look: () => {
      const found = read();
      if (found === null)
        return Promise.resolve(passed('no schedules are set: no report is sent by itself, and no alert'));
      if (found.faults.length === 0)
        return Promise.resolve(
          passed(
            `${found.schedules} ${found.schedules === 1 ? 'report is' : 'reports are'} sent, ` +
              `${found.alerts} ${found.alerts === 1 ? 'alert is' : 'alerts are'} watched`,
          ),
        );
      const mend = 'docs/reports.md, Schedules; no report is sent until the file can be read';
      return Promise.resolve(found.faults.flatMap((fault) => failed(fault, mend)));
    },
  };
}
