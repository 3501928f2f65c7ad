import type { Instant } from '../../core/signal.js';
import type { FactReader, Period } from '../../ports/facts.js';
import { checksTogether, type Check } from '../check.js';
import { nameOfAsked } from '../figures/asked-rows.js';
import { rowsLeft, type DayLeft, type NarrowRowsAsked, type RowLeft } from '../figures/figures-of-days.js';
import type { Figures } from '../figures-of-period.js';
import { intervalsOf } from '../intervals.js';
import type { Surroundings } from '../slicing/dimensions.js';
import type { Slice } from '../slicing/items.js';
import { textOfDaily } from './daily-text.js';
import { askedName, readNotes, readRows, writeNotes, writeRows, type DayNotes } from './day-text.js';
import type { KeptDays } from './kept-days.js';
import { numbersIn, type Numbers } from './numbers.js';
import { isSettled } from './settled-day.js';

/** Computes a day from its facts. */
export type ReadDay = (day: Period) => Promise<{
  readonly slice: Slice;
  readonly figures: Figures;
}>;

/** What all days together have left. */
export interface DaysRead {
  readonly days: readonly DayLeft[];
  readonly checks: readonly Check[];
  readonly unknownEnds: DayNotes['unknownEnds'];
  readonly bounds: DayNotes['bounds'];
  readonly numbers: Numbers;
  /** Calls that are not over. */
  readonly open: readonly string[];
}

const NOTES = 'notes';

/**
 * What the local days of the period have left of what is asked: as it was kept, or else from their facts. Of a day that is over, with
 * all that belongs to it, and that balances, it is noted to be kept.
 */
export async function readDays(
  reader: FactReader,
  period: Period,
  asked: readonly NarrowRowsAsked[],
  around: Pick<Surroundings, 'zone' | 'language'>,
  parts: {
    readonly kept: KeptDays;
    /** What the answer depends on beside the facts. */
    readonly reading: readonly string[];
    readonly readDay: ReadDay;
    readonly now: Instant;
  },
): Promise<DaysRead> {
  const { kept, reading, readDay, now } = parts;
  const days = intervalsOf(period, 'day', around.zone);
  const questions = namesOfQuestions(reading, asked);
  const found = await kept.reader.keptOf(days, [...questions.values()]);
  const read: DayAndNotes[] = [];
  for (const day of days) {
    const texts = new Map(
      found.filter((text) => text.day.from === day.from).map((each) => [each.asked, each.text]),
    );
    const known = keptDay(day, asked, (question) => texts.get(questions.get(question) ?? ''));
    if (known !== null) read.push(known);
    else {
      const revision = await kept.reader.revisionOf(day);
      const { slice, figures } = await readDay(day);
      const made = dayFrom(slice, figures, asked, { ...around, day });
      read.push(made);
      if (await isSettled(reader, day, { open: made.open, checks: made.notes.checks }, now))
        kept.note([
          ...textsOf(made, asked).map(([question, text]) => ({
            ...{ day, revision, text },
            asked: questions.get(question) ?? '',
          })),
          { day, revision, ...textOfDaily(kept.program, around.zone, figures) },
        ]);
    }
  }
  return together(read);
}

/** The names by which answers to these questions, and the notes, are kept, by the question. */
export function namesOfQuestions(
  reading: readonly string[],
  asked: readonly NarrowRowsAsked[],
): ReadonlyMap<string, string> {
  return new Map([NOTES, ...asked.map(nameOfAsked)].map((each) => [each, askedName(reading, each)]));
}

interface DayAndNotes {
  readonly from: Instant;
  readonly rowsOf: ReadonlyMap<string, readonly RowLeft[]>;
  readonly notes: DayNotes;
  readonly open: readonly string[];
}

/** null: something of it is not kept. */
function keptDay(
  { from }: Period,
  asked: readonly NarrowRowsAsked[],
  textOf: (question: string) => string | undefined,
): DayAndNotes | null {
  const notes = readNotes(textOf(NOTES) ?? '');
  if (notes === null) return null;
  const rowsOf = new Map<string, readonly RowLeft[]>();
  for (const each of asked) {
    const question = nameOfAsked(each);
    const rows = readRows(textOf(question) ?? '', each.columns.length);
    if (rows === null) return null;
    rowsOf.set(question, rows);
  }
  return { from, rowsOf, notes, open: [] };
}

function dayFrom(
  slice: Slice,
  { checks, unknownEnds, bounds }: Omit<DayNotes, 'numbers'>,
  asked: readonly NarrowRowsAsked[],
  { day, zone, language }: Pick<Surroundings, 'zone' | 'language'> & { readonly day: Period },
): DayAndNotes {
  const around: Surroundings = {
    ...{ zone, language, interval: 'day', intervals: [day], agentNames: new Map() },
    hours: intervalsOf(day, 'hour', zone),
  };
  return {
    from: day.from,
    rowsOf: new Map(asked.map((each) => [nameOfAsked(each), rowsLeft(slice, around, each)])),
    notes: { checks, unknownEnds, bounds, numbers: numbersIn(slice) },
    open: slice.calls.filter(({ fact }) => fact === null).map(({ origin }) => origin.call),
  };
}

function textsOf(
  { rowsOf, notes }: DayAndNotes,
  asked: readonly NarrowRowsAsked[],
): (readonly [string, string])[] {
  return [
    [NOTES, writeNotes(notes)],
    ...asked.map((each) => [nameOfAsked(each), writeRows(rowsOf.get(nameOfAsked(each)) ?? [])] as const),
  ];
}

function together(read: readonly DayAndNotes[]): DaysRead {
  const sum = (of: (notes: DayNotes) => number): number =>
    read.reduce((all, { notes }) => all + of(notes), 0);
  return {
    days: read.map(({ from, rowsOf }) => ({ from, rows: (asked) => rowsFor(rowsOf, asked) })),
    checks: checksTogether(read.map(({ notes }) => notes.checks)),
    unknownEnds: {
      calls: sum(({ unknownEnds }) => unknownEnds.calls),
      visits: sum(({ unknownEnds }) => unknownEnds.visits),
    },
    bounds: {
      arrivals: sum(({ bounds }) => bounds.arrivals),
      answers: sum(({ bounds }) => bounds.answers),
    },
    numbers: { plain: sum(({ numbers }) => numbers.plain), replaced: sum(({ numbers }) => numbers.replaced) },
    open: read.flatMap(({ open }) => open),
  };
}

/** Throws a TypeError where the report asks its days for more than it has said: a table without rows would look like a quiet month. */
function rowsFor(rowsOf: DayAndNotes['rowsOf'], asked: NarrowRowsAsked): readonly RowLeft[] {
  const question = nameOfAsked(asked);
  const rows = rowsOf.get(question);
  if (rows === undefined) throw new TypeError(`the report has not said before that it asks for ${question}`);
  return rows;
}
