import type { DataSource } from 'typeorm';
import type { Period } from '../../src/ports/facts.js';
import type { KeptText } from '../../src/ports/kept-days.js';
import { askAhead, type AskedAhead } from '../../src/reports/days/keep-ahead.js';
import type { KeptDays } from '../../src/reports/days/kept-days.js';
import { usualQuestions } from '../../src/reports/days/usual-questions.js';
import type { ReportPart } from '../../src/reports/render/write-report.js';
import { runReport } from '../../src/reports/run-report.js';
import { DatabaseKeptDays } from '../../src/store/kept-days.js';
import { TypeOrmReader } from '../../src/store/reader.js';
import { StatementBook, type Plan } from './plans.js';
import type { Question } from './questions.js';
import { ZONE } from './shape.js';

/** What a question took. */
export interface Answer {
  readonly question: Question;
  /** The first time, and the fastest of all. */
  readonly firstMs: number;
  readonly bestMs: number;
  /** Of this process, in the fastest. */
  readonly cpuMs: number;
  readonly statements: number;
  readonly bytes: number;
  readonly plans: readonly Plan[];
}

/** Asks one question so often, as `callplane report run` asks it. */
export async function measured(source: DataSource, question: Question, runs: number): Promise<Answer> {
  const book = new StatementBook();
  const before = source.logger;
  const times: { readonly ms: number; readonly cpuMs: number }[] = [];
  let bytes = 0;
  for (let run = 0; run < runs; run += 1) {
    if (run === 0) source.logger = book;
    const [begun, cpu] = [performance.now(), process.cpuUsage()];
    bytes = (await answered(source, question)).reduce(
      (sum, { content }) => sum + Buffer.byteLength(content),
      0,
    );
    const { user, system } = process.cpuUsage(cpu);
    times.push({ ms: performance.now() - begun, cpuMs: (user + system) / 1_000 });
    source.logger = before;
  }
  const best = times.reduce((fastest, time) => (time.ms < fastest.ms ? time : fastest));
  const statements = book.asked;
  const plans = await book.plans(source);
  return {
    question,
    firstMs: times[0]?.ms ?? NaN,
    bestMs: best.ms,
    cpuMs: best.cpuMs,
    statements,
    bytes,
    plans,
  };
}

/** Keeps what these days leave, as the books do; how long each took, in milliseconds, the shortest first. */
export async function keepAhead(source: DataSource, days: readonly Period[]): Promise<readonly number[]> {
  const asked: AskedAhead = {
    ...{ questions: usualQuestions([]), zone: ZONE, language: 'en', now: Date.now() },
  };
  const times: number[] = [];
  for (const day of days) {
    const begun = performance.now();
    await withKeptDays(source, (reader, kept) => askAhead(reader, day, kept, asked));
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b);
}

function answered(source: DataSource, { request, from }: Question): Promise<readonly ReportPart[]> {
  return withKeptDays(source, (reader, kept) =>
    runReport(reader, request, {
      ...{ zone: ZONE, now: Date.now() },
      ...(from === 'kept-days' ? { kept } : {}),
    }),
  );
}

async function withKeptDays<Answer>(
  source: DataSource,
  read: (reader: TypeOrmReader, kept: KeptDays) => Promise<Answer>,
): Promise<Answer> {
  const noted: (readonly KeptText[])[] = [];
  const answer = await source.transaction((manager) => {
    const reader = new TypeOrmReader((question) => question(manager));
    return read(reader, { reader, program: 'benchmark', note: (texts) => noted.push(texts) });
  });
  const book = new DatabaseKeptDays(source, (work) => work());
  for (const texts of noted) await book.keep(texts);
  return answer;
}
