import assert from 'node:assert/strict';
import type { Milestone } from '../../../src/core/milestone.js';
import type { Instant } from '../../../src/core/signal.js';
import type { ReportName } from '../../../src/reports/catalogue/all.js';
import { buildDailyReport, type DailyReport } from '../../../src/reports/daily-report.js';
import { localDay } from '../../../src/reports/local-day.js';
import type { ReportDocument } from '../../../src/reports/report-document.js';
import { documentOf, NOTHING_ASKED, type RunRequest } from '../../../src/reports/run-report.js';
import { openStore, type Store, type StoreAddress } from '../../../src/store/open-store.js';
import { connectBeside, type Asker } from '../../store/ask-store.js';
import { recordsOf, silentLog } from '../../store/sample-facts.js';
import type { Facts } from '../day-of-calls.js';
import { milestonesOf } from '../stored-facts.js';

export const ZONE = 'Europe/Sofia';
/** A Monday. */
export const DAY = '2026-03-02';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY_MS = 24 * HOUR;
/** When all reports are made: long after everything, so that nothing is open any more. */
const NOW = localDay('2027-01-10', ZONE).from;

/** An instant of a day by its clock, `09:00` or `09:00:30`; not of a day on which the clock changes. */
export function at(clock: string, date = DAY): Instant {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return localDay(date, ZONE).from + hours * HOUR + minutes * MINUTE + seconds * 1_000;
}

/** Of the database and of the store, not of what happened. */
const NOT_EMPTIED = /^(schema_migrations|journal_position|leases|sqlite_.*)$/;

/** What a row may ask for beside the name of the report; where nothing is said, it is about `DAY`. */
export type Asked = Partial<Omit<RunRequest, 'what' | 'format' | 'bom'>>;

type What = ReportName | { readonly file: string; readonly text: string };

/** A call centre with a database: what happened is told to it as the line does, and reports are made of what is stored. */
export class Centre {
  private constructor(
    private readonly store: Store,
    private readonly beside: Asker,
    private readonly tables: readonly string[],
  ) {}

  static async open(address: StoreAddress): Promise<Centre> {
    const store = await openStore({ ...address, log: silentLog });
    await store.migrate();
    const beside = await connectBeside(address);
    const names = await beside.ask(
      'url' in address
        ? "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
        : "SELECT name FROM sqlite_master WHERE type = 'table'",
    );
    const tables = names.map(({ name }) => String(name)).filter((name) => !NOT_EMPTIED.test(name));
    assert.ok(tables.length > 30, tables.join(', '));
    return new Centre(store, beside, tables);
  }

  /** Nothing has happened yet: the next row has the database for itself. */
  async empty(): Promise<void> {
    await this.beside.ask('BEGIN');
    for (const table of this.tables) await this.beside.ask(`DELETE FROM ${table}`);
    await this.beside.ask('COMMIT');
  }

  /** Stores what happened, and that agents of whom nothing else is said were there all the time. */
  async record(facts: Facts, more: readonly Milestone[] = []): Promise<void> {
    const position = await this.store.recorder.position();
    const told = [...milestonesOf(facts), ...more];
    await this.store.recorder.record(position, recordsOf(position + 1, told));
  }

  /** A report of the catalogue, or one of somebody's own, that balances. */
  async report(what: What, asked: Asked = {}, now = NOW): Promise<ReportDocument> {
    const request = {
      ...NOTHING_ASKED,
      ...{ what: typeof what === 'string' ? { name: what } : what, from: DAY, language: 'en' as const },
      ...asked,
    };
    const document = await this.store.atOneMoment((reader) =>
      documentOf(reader, request, { zone: ZONE, now }),
    );
    assertBalanced(document);
    return document;
  }

  /** The daily report, balanced too. */
  async daily(withinMs: number | null = null): Promise<DailyReport> {
    const report = await this.store.atOneMoment((reader) =>
      buildDailyReport(reader, { date: DAY, zone: ZONE, now: NOW, withinMs }),
    );
    assertBalanced(report);
    return report;
  }

  /** Asks the database itself, as somebody does with a program of his own. */
  async sql(text: string): Promise<Record<string, unknown>[]> {
    return (await this.beside.ask(text)).map((row) => ({ ...row }));
  }

  /** The one number that a question is answered with. */
  async number(text: string): Promise<number> {
    const [row = {}] = await this.sql(text);
    const [value] = Object.values(row);
    assert.ok(value !== undefined && value !== null, text);
    return Number(value);
  }

  async close(): Promise<void> {
    await this.beside.close();
    await this.store.close();
  }
}

function assertBalanced({ checks }: Pick<ReportDocument, 'checks'>): void {
  assert.deepEqual(
    checks.filter(({ holds }) => !holds),
    [],
  );
}
