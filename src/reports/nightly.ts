import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { schedule } from 'node-cron';
import type { FactReader } from '../ports/facts.js';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import { buildDailyReport } from './daily-report.js';
import { localDate, localDay } from './local-day.js';
import { renderCsv } from './render-csv.js';
import { renderTable } from './render-table.js';

/** A quarter past every hour: whichever zone the company is in, midnight is fifteen minutes over at one of them. */
const WAKE_AT = '15 * * * *';

export interface NightlyParts {
  /** Runs the question on a reader that shows one moment. */
  readonly atOneMoment: <Answer>(read: (reader: FactReader) => Promise<Answer>) => Promise<Answer>;
  /** The company's time zone; null: no plan has been in force yet. */
  readonly zone: () => Promise<string | null>;
  /** Where the reports are written; made when it is not there. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Nightly {
  /** Writes yesterday's report unless it is there; resolves with its path without extension, null when there was nothing to do. */
  writeYesterday(): Promise<string | null>;
  stop(): Promise<void>;
}

/**
 * Writes the report of each local day, as table and as CSV, when the day is over. The clock only wakes: whether the
 * report is there decides, so that a night that was missed is made up for at the next start.
 */
export function startNightly(parts: NightlyParts): Nightly {
  const wake = async (): Promise<void> => {
    await writeYesterday(parts).catch((error: unknown) => {
      parts.log.error('the nightly report could not be written; it is tried again in an hour', { error });
    });
  };
  const task = schedule(WAKE_AT, wake, { timezone: 'UTC' });
  return {
    writeYesterday: () => writeYesterday(parts),
    stop: async () => {
      await task.stop();
      await task.destroy();
    },
  };
}

async function writeYesterday({
  atOneMoment,
  zone,
  folder,
  clock,
  log,
}: NightlyParts): Promise<string | null> {
  const now = clock.now();
  const where = await zone();
  if (where === null) return null;
  const today = localDay(localDate(now, where), where);
  const date = localDate(today.from - 1, where);
  const path = join(folder, `daily-${date}`);
  if (await exists(`${path}.csv`)) return null;
  const report = await atOneMoment((reader) => buildDailyReport(reader, { date, zone: where, now }));
  await mkdir(folder, { recursive: true });
  await writeWhole(`${path}.txt`, renderTable(report));
  await writeWhole(`${path}.csv`, renderCsv(report));
  log.info('nightly report written', { date, path: `${path}.csv`, balance: report.balance });
  return path;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Nobody ever sees half a report. */
async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.new`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}
