import type { Language } from '../../core/plan.js';
import type { Instant } from '../../core/signal.js';
import type { Clock } from '../../ports/clock.js';
import type { FactReader } from '../../ports/facts.js';
import type { Log } from '../../ports/log.js';
import type { Handover } from '../../ports/mail.js';
import type { Delivery, Slot, SlotBook, SlotKey } from '../../ports/slots.js';
import type { KeptDays } from '../days/kept-days.js';
import { deliver, type DeliveryPlace } from '../delivery/deliver.js';
import { localDate } from '../local-day.js';
import type { ReportDocument } from '../report-document.js';
import { documentOf, NOTHING_ASKED, type RunRequest } from '../run-report.js';
import { fieldsOf } from './due-slots.js';
import { contentOf, reportOf, rowsOf } from './kept-report.js';
import { messageIdOf } from './message-id.js';
import { targetOf, type Schedule } from './schedule.js';

const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 30 * 60_000;

/** What the company is called by where a schedule says nothing. */
export interface Company {
  readonly timezone: string;
  readonly language: Language;
}

export interface WorkParts {
  readonly book: SlotBook;
  /** Runs the question on a reader that shows one moment, with what days have left where that is kept. */
  readonly atOneMoment: <Answer>(
    read: (reader: FactReader, kept?: KeptDays) => Promise<Answer>,
  ) => Promise<Answer>;
  /** Whether the database holds everything that the journal held a moment ago. */
  readonly facts: () => 'complete' | 'behind';
  readonly place: DeliveryPlace;
  readonly clock: Clock;
  /** What stands for a number where numbers are replaced after their time, as it is now; undefined: there is no key. */
  readonly clients: () => Promise<((normal: string) => string) | undefined>;
  /** Behind the @ of a Message-ID. */
  readonly domain: string;
  /** A claim that is not renewed ends after so long. */
  readonly claimMs: number;
  readonly log: Log;
}

/**
 * Carries one slot on as far as it goes now: claim, build, hand over, each step written before the next. Whoever finds
 * it half done, after a death, goes on from what is written. Throws when the database does not answer.
 */
export async function workOn(
  parts: WorkParts,
  key: SlotKey,
  schedule: Schedule,
  company: Company,
): Promise<void> {
  const { book, claimMs } = parts;
  const slot = await book.claim(key, claimMs);
  if (slot === null) return;
  const log = parts.log.with(fieldsOf(slot));
  const renewing = setInterval(() => {
    book
      .claim(slot, claimMs)
      .catch((error: unknown) => log.debug('the claim could not be renewed', { error }));
  }, claimMs / 3);
  try {
    if (slot.state !== 'built' && (await build({ ...parts, log }, slot, schedule, company)) !== 'built')
      return;
    await handOverAll({ ...parts, log }, slot, schedule);
  } finally {
    clearInterval(renewing);
  }
}

async function build(
  parts: WorkParts,
  slot: Slot,
  schedule: Schedule,
  company: Company,
): Promise<'built' | 'not-built'> {
  const { book, clock, log } = parts;
  const startedAt = clock.now();
  if (parts.facts() === 'behind')
    return notBuilt(parts, slot, schedule, 'the database does not have all facts yet');
  try {
    const { report, openCalls } = await reportFor(parts, slot, schedule, company);
    const { content, hash } = contentOf(report);
    const builtAt = clock.now();
    const deliveries = schedule.destinations.map(targetOf).map((target) => ({
      target,
      messageId: messageIdOf(slot, target, 0, parts.domain),
    }));
    const [rows, tookMs] = [rowsOf(report), builtAt - startedAt];
    const kept = await book.built(slot, { builtAt, rows, hash, tookMs, openCalls, content, deliveries });
    if (kept === 'lost') return 'not-built';
    log.info('a scheduled report was built', { rows, hash, tookMs, openCalls: openCalls.length });
    return 'built';
  } catch (error) {
    return notBuilt(parts, slot, schedule, error instanceof Error ? error.message : String(error));
  }
}

async function notBuilt(
  { book, clock, log }: WorkParts,
  slot: Slot,
  schedule: Schedule,
  said: string,
): Promise<'not-built'> {
  const now = clock.now();
  const nextTryAt = now - slot.since < schedule.giveUpMs ? now + retryMs(slot.tries) : null;
  await book.notBuilt(slot, nextTryAt, said);
  if (nextTryAt === null) log.error('a scheduled report could not be built; it is given up', { why: said });
  else
    log.warn('a scheduled report could not be built; it is tried again', {
      why: said,
      tries: slot.tries + 1,
    });
  return 'not-built';
}

async function reportFor(
  { atOneMoment, clock, clients }: WorkParts,
  { period, edition }: Slot,
  schedule: Schedule,
  company: Company,
): Promise<{ readonly report: ReportDocument; readonly openCalls: readonly string[] }> {
  const zone = schedule.zone ?? company.timezone;
  const { queues, agents, teams, numbers, tags, dispositions } = schedule.filters;
  const request: Omit<RunRequest, 'format' | 'bom' | 'table'> = {
    ...NOTHING_ASKED,
    what: schedule.what,
    from: localDate(period.from, zone),
    to: localDate(period.to - 1, zone),
    interval: schedule.interval,
    ...{ queues, agents, teams, numbers, tags, dispositions },
    language: schedule.language ?? company.language,
  };
  const clientOf = await clients();
  return atOneMoment(async (reader, kept) => {
    const situation = {
      ...{ zone, now: clock.now() },
      ...(clientOf === undefined ? {} : { clientOf }),
      ...(kept === undefined ? {} : { kept }),
    };
    const report = await documentOf(reader, request, situation);
    const openCalls = edition === 0 ? (await reader.openCalls(period)).map(({ call }) => call) : [];
    return { report, openCalls };
  });
}

async function handOverAll(parts: WorkParts, slot: Slot, schedule: Schedule): Promise<void> {
  const { book, clock } = parts;
  const content = await book.content(slot);
  const report = content === null ? null : reportOf(content);
  for (const delivery of await book.deliveries(slot)) {
    const isDue = isOpen(delivery) && delivery.nextTryAt <= clock.now();
    if (isDue && (await handOver(parts, slot, schedule, delivery, report)) === 'lost') return;
  }
  const open = (await book.deliveries(slot)).filter(isOpen);
  if (open.length === 0) await book.done(slot);
  else await book.release(slot, Math.min(...open.map(({ nextTryAt }) => nextTryAt)));
}

function isOpen({ state }: Delivery): boolean {
  return state === 'waiting' || state === 'handed-over';
}

async function handOver(
  parts: WorkParts,
  slot: Slot,
  schedule: Schedule,
  delivery: Delivery,
  report: ReportDocument | null,
): Promise<'kept' | 'lost'> {
  const { book, clock, place } = parts;
  const { target, messageId } = delivery;
  const destination = schedule.destinations.find((each) => targetOf(each) === target);
  if (destination === undefined || report === null) {
    const said = report === null ? 'its content is kept no longer' : 'the schedule goes there no longer';
    await answered(parts, slot, delivery, { kind: 'refused', said }, schedule.giveUpMs);
    return 'kept';
  }
  // It was on its way when whoever carried it died, or its answer never came: the other side may have it.
  const mark = delivery.state === 'handed-over' ? 'maybe-twice' : delivery.mark;
  if ((await book.handedOver(slot, target, clock.now(), mark)) === 'lost') return 'lost';
  const corrects = slot.edition === 0 ? null : await firstMessageId(book, slot, target);
  const parcel = { schedule: schedule.name, edition: slot.edition, messageId, corrects, destination };
  await answered(parts, slot, { ...delivery, mark }, await deliver(report, parcel, place), schedule.giveUpMs);
  return 'kept';
}

async function firstMessageId(book: SlotBook, slot: SlotKey, target: string): Promise<string | null> {
  const first = await book.deliveries({ schedule: slot.schedule, dueAt: slot.dueAt, edition: 0 });
  return first.find((each) => each.target === target)?.messageId ?? null;
}

async function answered(
  { book, clock, log }: WorkParts,
  slot: Slot,
  delivery: Delivery,
  { kind, said }: Handover,
  giveUpMs: number,
): Promise<void> {
  const { target, since, tries, messageId, mark } = delivery;
  const at = clock.now();
  const state = stateAfter(kind, at - since >= giveUpMs);
  const nextTryAt = at + retryMs(tries);
  await book.answered(slot, target, { state, at, nextTryAt, said });
  const fields = { target, messageId, mark, said, tries: tries + 1 };
  if (state === 'accepted') log.info('a scheduled report was delivered', fields);
  else if (state === 'refused') log.error('a scheduled report was refused; it is not tried again', fields);
  else if (state === 'given-up')
    log.error('a scheduled report could not be delivered; it is given up', fields);
  else log.warn('a scheduled report could not be delivered; it is tried again', fields);
}

/** What a delivery is after such an outcome. */
export function stateAfter(kind: Handover['kind'], isOver: boolean): Delivery['state'] {
  if (kind === 'accepted' || kind === 'refused') return kind;
  if (isOver) return 'given-up';
  return kind === 'in-doubt' ? 'handed-over' : 'waiting';
}

/** One minute, then twice as long each time, up to half an hour. */
function retryMs(tries: number): Instant {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(tries, 10));
}
