import type { Instant } from '../../core/signal.js';
import type { FactReader } from '../../ports/facts.js';
import type { Log } from '../../ports/log.js';
import type { Slot, SlotBook } from '../../ports/slots.js';
import { namedDays, periodOf } from '../report-period.js';
import { timingText, type Schedule } from './schedule.js';
import { dueBetween } from './timing.js';

/** What happened until the very moment is in the journal, and in the database a moment later. */
const SETTLE_MS = 5_000;
const LOOK_BACK_MS = 31 * 86_400_000;
/** The first edition is the report, the second its correction; there is no third. */
const CORRECTION = 1;

export interface DueParts {
  readonly book: SlotBook;
  readonly atOneMoment: <Answer>(read: (reader: FactReader) => Promise<Answer>) => Promise<Answer>;
  readonly log: Log;
}

/**
 * Puts down what of a schedule has become due since it is known: runs that were missed meanwhile too, as far back as is
 * made up for; older ones are put down as missed. Corrections are due when every call that was in progress is over.
 */
export async function putDownDue(
  { book, atOneMoment, log }: DueParts,
  schedule: Schedule,
  companyZone: string,
  now: Instant,
): Promise<void> {
  const zone = schedule.zone ?? companyZone;
  const since = await book.knownSince(schedule.name, `${timingText(schedule)} ${zone}`, now);
  const lookBack = now - LOOK_BACK_MS;
  const known = await book.slotsSince(schedule.name, lookBack);
  const dueAts = new Set(known.map(({ dueAt }) => dueAt));
  for (const dueAt of dueBetween(schedule.timing, zone, Math.max(since, lookBack), now - SETTLE_MS)) {
    if (dueAts.has(dueAt)) continue;
    const period = periodOf(namedDays(schedule.period, dueAt, zone), zone);
    const isTooLate = now - dueAt > schedule.catchUpMs;
    const said = isTooLate
      ? `nothing ran when it was due; it is made up for ${schedule.catchUpMs / 3_600_000} h`
      : null;
    const key = { schedule: schedule.name, dueAt, edition: 0 };
    await book.putDown(key, { period, as: isTooLate ? 'missed' : 'due', said }, now);
    if (isTooLate) log.error('a report was missed; callplane report resend makes it', fieldsOf(key));
  }
  for (const slot of known.filter((each) => wantsCorrection(each, known)))
    if (await areOver(slot, atOneMoment)) await putDownCorrection(slot, book, now);
}

/** Fields by which the log names a slot. */
export function fieldsOf({ schedule, dueAt, edition }: Pick<Slot, 'schedule' | 'dueAt' | 'edition'>): {
  readonly schedule: string;
  readonly due: string;
  readonly edition: number;
} {
  return { schedule, due: new Date(dueAt).toISOString(), edition };
}

function wantsCorrection(slot: Slot, known: readonly Slot[]): boolean {
  const isFirst = slot.edition < CORRECTION && slot.builtAt !== null && slot.openCalls.length > 0;
  // Of a period that was not over every figure changes, not only those of the calls in progress.
  const wasOver = slot.period.to <= slot.dueAt;
  return (
    isFirst && wasOver && !known.some(({ dueAt, edition }) => dueAt === slot.dueAt && edition === CORRECTION)
  );
}

async function areOver({ period, openCalls }: Slot, atOneMoment: DueParts['atOneMoment']): Promise<boolean> {
  const open = new Set((await atOneMoment((reader) => reader.openCalls(period))).map(({ call }) => call));
  return !openCalls.some((call) => open.has(call));
}

function putDownCorrection({ schedule, dueAt, period }: Slot, book: SlotBook, now: Instant): Promise<void> {
  return book.putDown({ schedule, dueAt, edition: CORRECTION }, { period, as: 'due', said: null }, now);
}
