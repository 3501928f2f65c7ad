import type { Instant } from '../../core/signal.js';
import type { Delivery, LoggedSlot } from '../../ports/slots.js';
import { duration, NOTHING, wallTime } from '../formats.js';
import { localDate } from '../local-day.js';
import { terminalSafe } from '../text-table.js';
import { targetOf, type Schedule } from './schedule.js';

const HASH_SHOWN = 12;

/** A schedule with when it is due next, and its newest run. */
export interface PlannedRun {
  readonly schedule: Schedule;
  readonly zone: string;
  readonly next: Instant | null;
  readonly last: LoggedSlot | null;
}

/** The run log for a terminal, newest first: each run with its recipients below it. */
export function renderRunLog(slots: readonly LoggedSlot[], zone: string): string {
  if (slots.length === 0) return 'No scheduled report has been due yet.\n';
  return `${slots.flatMap((slot) => [...slotLines(slot, zone), ...slot.deliveries.map((each) => deliveryLine(each, zone))]).join('\n')}\n`;
}

/** The schedules for a terminal. */
export function renderSchedules(planned: readonly PlannedRun[]): string {
  const lines = planned.flatMap(({ schedule, zone, next, last }) => [
    `${schedule.name}: ${'name' in schedule.what ? schedule.what.name : schedule.what.file}, ${schedule.period}, ${zone}`,
    `  next  ${next === null ? NOTHING : wallTime(next, zone)}`,
    `  last  ${last === null ? NOTHING : `${wallTime(last.dueAt, zone)}, ${last.state}`}`,
    `  to    ${schedule.destinations.map(targetOf).join(', ')}`,
  ]);
  return planned.length === 0 ? 'There are no schedules.\n' : `${lines.join('\n')}\n`;
}

function slotLines(slot: LoggedSlot, zone: string): string[] {
  const { schedule, dueAt, edition, period, state, rows, hash, tookMs, openCalls, said } = slot;
  const [first, last] = [localDate(period.from, zone), localDate(period.to - 1, zone)];
  const parts = [
    `${schedule}${edition === 0 ? '' : ' (corrected)'}`,
    `due ${wallTime(dueAt, zone)}`,
    first === last ? first : `${first} – ${last}`,
    state,
    ...(rows === null ? [] : [`${rows} rows`]),
    ...(hash === null ? [] : [`sha256 ${hash.slice(0, HASH_SHOWN)}`]),
    ...(tookMs === null ? [] : [`built in ${duration(tookMs)}`]),
    ...(openCalls.length === 0 ? [] : [`calls in progress: ${openCalls.length}`]),
    ...(said === null ? [] : [said]),
  ];
  return [terminalSafe(parts.join(', '))];
}

function deliveryLine(delivery: Delivery, zone: string): string {
  const { target, state, mark, tries, acceptedAt, messageId, said } = delivery;
  const parts = [
    `${target}: ${state}`,
    ...(acceptedAt === null || state !== 'accepted' ? [] : [wallTime(acceptedAt, zone)]),
    ...(mark === 'once' ? [] : ['may have arrived twice (same Message-ID)']),
    ...(tries > 1 ? [`${tries} tries`] : []),
    messageId,
    ...(said === null ? [] : [said]),
  ];
  return terminalSafe(`  ${parts.join(', ')}`);
}
