import type { Instant } from '../../core/signal.js';
import type { LoggedSlot, SlotBook, SlotKey } from '../../ports/slots.js';
import { localDate } from '../local-day.js';
import { ReportFault, unknownName } from '../report-fault.js';
import { namedDays, periodOf } from '../report-period.js';
import { messageIdOf, roundOf } from './message-id.js';
import { targetOf, type Schedule } from './schedule.js';
import { dueBetween } from './timing.js';

const LOOK_BACK_MS = 63 * 86_400_000;
const SLOTS_LOOKED_AT = 1000;

/** What is to be sent again. */
export interface ResendRequest {
  readonly schedule: string;
  /** When it was due: an instant as the run log writes it, or a day in the schedule's zone; null: the newest. */
  readonly due: string | null;
  /** A mail address, or another target as the run log names it; null: all. */
  readonly to: string | null;
}

export interface ResendParts {
  readonly book: SlotBook;
  readonly schedules: readonly Schedule[];
  readonly companyZone: string;
  /** Behind the @ of a Message-ID. */
  readonly domain: string;
  readonly now: Instant;
}

/**
 * Puts a report down to be sent once more, as a new mail; one that was missed or that failed is built. What was put down.
 * Throws a ReportFault when there is no such schedule, run or recipient.
 */
export async function resend(
  parts: ResendParts,
  request: ResendRequest,
): Promise<{ readonly dueAt: Instant; readonly targets: readonly string[] }> {
  const { book, schedules, domain, now } = parts;
  const names = schedules.map(({ name }) => name);
  const schedule = schedules.find(({ name }) => name === request.schedule);
  if (schedule === undefined) throw unknownName('schedule', request.schedule, names);
  const slot = await slotToSend(parts, schedule, request.due);
  const known = slot.deliveries;
  const all = known.length > 0 ? known.map(({ target }) => target) : schedule.destinations.map(targetOf);
  const targets = request.to === null ? all : [chosen(all, request.to)];
  const deliveries = targets.map((target) => {
    const before = known.find((each) => each.target === target)?.messageId ?? null;
    // Mail programs hide a second mail with the same Message-ID.
    return {
      target,
      messageId: messageIdOf(slot, target, before === null ? 0 : roundOf(before) + 1, domain),
    };
  });
  await book.again(slot, deliveries, now);
  return { dueAt: slot.dueAt, targets };
}

function chosen(all: readonly string[], to: string): string {
  const target = all.find((each) => each === to || each === `mail:${to}`);
  if (target === undefined) throw unknownName('place that this report goes to', to, all);
  return target;
}

async function slotToSend(
  { book, companyZone, now }: ResendParts,
  schedule: Schedule,
  due: string | null,
): Promise<LoggedSlot> {
  const zone = schedule.zone ?? companyZone;
  const isMeant = (dueAt: Instant): boolean =>
    due === null || new Date(dueAt).toISOString() === due || localDate(dueAt, zone) === due;
  const logged = await book.log({ schedule: schedule.name, newest: SLOTS_LOOKED_AT });
  const found = logged.find(({ dueAt }) => isMeant(dueAt));
  if (found !== undefined) return found;
  const dueAt = dueBetween(schedule.timing, zone, now - LOOK_BACK_MS, now).findLast(isMeant);
  const made = dueAt === undefined ? undefined : await putDown(book, schedule, dueAt, zone, now);
  if (made !== undefined) return made;
  const newest = logged.slice(0, 5).map((slot) => new Date(slot.dueAt).toISOString());
  throw new ReportFault(
    `${schedule.name} was not due at ${due ?? 'any time of the last weeks'}; ` +
      (newest.length === 0
        ? 'right would be a day on which it was.'
        : `the newest runs: ${newest.join(', ')}.`),
  );
}

async function putDown(
  book: SlotBook,
  schedule: Schedule,
  dueAt: Instant,
  zone: string,
  now: Instant,
): Promise<LoggedSlot | undefined> {
  const key: SlotKey = { schedule: schedule.name, dueAt, edition: 0 };
  const period = periodOf(namedDays(schedule.period, dueAt, zone), zone);
  await book.putDown(key, { period, as: 'due', said: null }, now);
  const logged = await book.log({ schedule: schedule.name, newest: SLOTS_LOOKED_AT });
  return logged.find((slot) => slot.dueAt === dueAt);
}
