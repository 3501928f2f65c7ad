import type { Language } from '../../core/plan.js';
import type { Instant } from '../../core/signal.js';
import type { FactReader, Period } from '../../ports/facts.js';
import type { DayStanding } from '../../ports/kept-days.js';
import type { NarrowRowsAsked } from '../figures/figures-of-days.js';
import { intervalsOf } from '../intervals.js';
import { knownNames } from '../known-names.js';
import { localDate, localDay } from '../local-day.js';
import { nameOfReading, readingBy, readPeriod, type Reading } from '../read-period.js';
import { nameOfDaily } from './daily-text.js';
import type { KeptDays } from './kept-days.js';
import { namesOfQuestions, readDays } from './read-days.js';

/** What is asked of days before any report is, and how it is read. */
export interface AskedAhead {
  readonly questions: readonly NarrowRowsAsked[];
  /** The company's. */
  readonly zone: string;
  readonly language: Language;
  /** What stands for a number in E.164 where numbers are replaced after their time; left out: there is no key. */
  readonly clientOf?: Reading['clientOf'];
  readonly now: Instant;
}

/** How it stands with all days that are over, since the first call: the newest first. */
export async function daysAhead(
  reader: FactReader,
  kept: KeptDays,
  asked: AskedAhead,
): Promise<readonly DayStanding[]> {
  const first = await kept.reader.firstCallAt();
  if (first === null || first >= asked.now) return [];
  const days = intervalsOf({ from: first, to: asked.now }, 'day', asked.zone);
  const over = days.slice(0, -1).map(({ to }) => wholeDay(to, asked.zone));
  const standings = await kept.reader.standingOf(over, await namesAhead(reader, kept, asked));
  return [...standings].reverse();
}

/** Computes what the day leaves, as far as it is not kept, and notes it to be kept. */
export async function askAhead(
  reader: FactReader,
  day: Period,
  kept: KeptDays,
  asked: AskedAhead,
): Promise<void> {
  const reading = await readingOf(reader, asked);
  await readDays(reader, day, asked.questions, asked, {
    ...{ kept, now: asked.now },
    reading: nameOfReading(kept.program, asked.zone, reading),
    readDay: (each) => readPeriod(reader, each, reading),
  });
}

/** The names by which the answers are kept. */
export async function namesAhead(
  reader: FactReader,
  { program }: Pick<KeptDays, 'program'>,
  asked: AskedAhead,
): Promise<readonly string[]> {
  const reading = nameOfReading(program, asked.zone, await readingOf(reader, asked));
  return [...namesOfQuestions(reading, asked.questions).values(), nameOfDaily(program, asked.zone)];
}

async function readingOf(reader: FactReader, asked: AskedAhead): Promise<Reading> {
  const names = await knownNames(reader, asked.language);
  return readingBy(names, { ...asked, withinMs: null });
}

/** The local day that ends then. */
function wholeDay(end: Instant, zone: string): Period {
  return localDay(localDate(end - 1, zone), zone);
}
