import type { Settings } from '../../src/app/settings.js';
import { storeAddress } from '../../src/main-books.js';
import { companyOf } from '../../src/main-schedules.js';
import { REPORT_NAMES } from '../../src/reports/catalogue/all.js';
import { buildDailyReport } from '../../src/reports/daily-report.js';
import { renderCsv } from '../../src/reports/render-csv.js';
import { renderTable } from '../../src/reports/render-table.js';
import { NOTHING_ASKED, runReport } from '../../src/reports/run-report.js';
import { openStore } from '../../src/store/open-store.js';
import { KeptLog } from '../journal/journal-scene.js';

/** The daily report as people and programs see it, and every report of the catalogue as CSV, by name. */
export type Reports = ReadonlyMap<string, string>;

/** All reports of these days (the daily one of the first), as if it were `now`. */
export async function everyReport(
  settings: Settings,
  days: { readonly from: string; readonly to: string },
  now: number,
): Promise<Reports> {
  const store = await openStore({ ...storeAddress(settings), log: new KeptLog() });
  try {
    const zone = (await companyOf(store))?.timezone ?? 'UTC';
    return await store.atOneMoment(async (reader) => {
      const daily = await buildDailyReport(reader, { date: days.from, zone, now });
      const reports = new Map([['daily', renderTable(daily) + renderCsv(daily)]]);
      for (const name of REPORT_NAMES) {
        const asked = {
          ...NOTHING_ASKED,
          ...days,
          what: { name },
          longerThan: '1m',
          language: 'en',
        } as const;
        const parts = await runReport(reader, { ...asked, format: 'csv', bom: 'without' }, { zone, now });
        reports.set(name, parts.map(({ content }) => content.toString()).join('\n'));
      }
      return reports;
    });
  } finally {
    await store.close();
  }
}
