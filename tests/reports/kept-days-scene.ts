import { join } from 'node:path';
import type { CallFact, Milestone } from '../../src/core/milestone.js';
import type { KeptText } from '../../src/ports/kept-days.js';
import { buildReport } from '../../src/reports/build-report.js';
import { CATALOGUE } from '../../src/reports/catalogue/all.js';
import type { KeptDays } from '../../src/reports/days/kept-days.js';
import { localDay } from '../../src/reports/local-day.js';
import type { ReportDocument } from '../../src/reports/report-document.js';
import type { ReportRequest } from '../../src/reports/report-request.js';
import { NO_FILTERS } from '../../src/reports/slicing/filters.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import type { StoreReader } from '../../src/store/reader.js';
import { askStore } from '../store/ask-store.js';
import { scratchFolder } from '../store/databases.js';
import { aCall, silentLog } from '../store/sample-facts.js';

export const ZONE = 'Europe/Sofia';
export const [MONDAY, TUESDAY] = ['2026-03-02', '2026-03-03'];
export const [FIRST, SECOND] = [localDay(MONDAY, ZONE), localDay(TUESDAY, ZONE)];
export const HOUR = 3_600_000;
export const NOON = FIRST.from + 12 * HOUR;
export const NOW = SECOND.to + HOUR;
export const NUMBER = '+359880000001';

/** A call that nobody was asked for, so that nothing else belongs to it. */
export function called(call: string, change: Partial<CallFact> = {}): Milestone {
  return {
    kind: 'call-ended',
    ...aCall({
      ...{ call, arrivedAt: NOON, endedAt: NOON + 60_000, firstOfferedAt: null, lastExit: null },
      ...{ endPlace: 'flow', waitMs: 0, conversations: 0, talkMs: 0, from: NUMBER },
      ...change,
    }),
  };
}

/** Reports on an SQLite file that keep what days have left. */
export class Book {
  readonly file: string;
  readonly #noted: (readonly KeptText[])[] = [];
  #store: Store | null = null;
  /** Days whose facts were read by the report before. */
  read: string[] = [];

  /** `folder`: where its file is made. */
  constructor(folder: string) {
    this.file = join(folder, 'callplane.sqlite');
  }

  async store(): Promise<Store> {
    if (this.#store !== null) return this.#store;
    this.#store = await openStore({ sqliteFile: this.file, log: silentLog });
    await this.#store.migrate();
    return this.#store;
  }

  async tell(...milestones: readonly Milestone[]): Promise<void> {
    await (await this.store()).recorder.recordHistory(milestones);
  }

  /** Calls of both days by day; `meanwhile`: what happens between the report's moment and its being kept. */
  async entered(
    change: Partial<ReportRequest> & { readonly program?: string } = {},
    meanwhile: () => Promise<void> = () => Promise.resolve(),
  ): Promise<readonly (number | null)[]> {
    const { tables } = await this.report(change, meanwhile);
    return (tables[0]?.rows ?? []).map(([, entered]) =>
      entered !== undefined && 'value' in entered.value ? Number(entered.value.value) : null,
    );
  }

  async report(
    { program = 'a', ...change }: Partial<ReportRequest> & { readonly program?: string } = {},
    meanwhile: () => Promise<void> = () => Promise.resolve(),
  ): Promise<ReportDocument> {
    return this.asked(
      (reader, kept) =>
        buildReport(reader, {
          ...{ name: 'calls', report: CATALOGUE.calls, days: { from: MONDAY, to: TUESDAY }, zone: ZONE },
          ...{
            language: 'en',
            interval: null,
            filters: NO_FILTERS,
            against: null,
            longMs: 1,
            withinMs: null,
          },
          ...{ sample: { seed: null, share: 0.02 }, standard: 7, now: NOW, kept },
          ...change,
        }),
      program,
      meanwhile,
    );
  }

  /** Asks at one moment, and keeps what is noted. */
  async asked<Answer>(
    ask: (reader: StoreReader, kept: KeptDays) => Promise<Answer>,
    program = 'a',
    meanwhile: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Answer> {
    const store = await this.store();
    this.read = [];
    const answer = await store.atOneMoment((reader) =>
      ask(this.#watched(reader), { reader, program, note: (texts) => this.#noted.push(texts) }),
    );
    await meanwhile();
    for (const texts of this.#noted.splice(0)) await store.keptDays.keep(texts);
    return answer;
  }

  #watched(reader: StoreReader): StoreReader {
    return new Proxy(reader, {
      get: (target, name) => {
        if (name === 'calls')
          return (period: { readonly from: number; readonly to: number }) => {
            for (const [date, day] of [
              [MONDAY, FIRST],
              [TUESDAY, SECOND],
            ] as const)
              if (period.from === day.from) this.read.push(date);
            return target.calls(period);
          };
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }

  ask(statement: string): Promise<readonly object[]> {
    return askStore({ sqliteFile: this.file }, statement);
  }
}

export async function bookWith(
  t: { after: (work: () => Promise<void>) => void },
  ...calls: readonly Milestone[]
): Promise<Book> {
  const folder = await scratchFolder();
  const book = new Book(folder.path);
  t.after(async () => {
    await (await book.store()).close();
    await folder.remove();
  });
  await book.tell(...calls);
  return book;
}
