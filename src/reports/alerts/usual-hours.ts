import { localTime } from '../../core/calendar.js';
import { dialledKey } from '../../core/plan.js';
import type { Instant } from '../../core/signal.js';
import type { PresentReader } from '../../ports/alerts.js';
import type { Period } from '../../ports/facts.js';
import { addDays } from '../intervals.js';
import { sumOf } from '../ratio.js';
import { instantOf } from '../schedules/wall-clock.js';

/** Of fewer hours nobody can say what is usual. */
const FEWEST_HOURS = 3;
/** Hours that resemble one another by chance do not mean that the next one has to: a tenth of the mean is usual. */
const LEAST_DEVIATION = 0.1;

/** What is asked of the past: the hour of the clock that goes on now, on the same weekday, so many weeks back. */
export interface UsualQuestion {
  readonly zone: string;
  readonly now: Instant;
  readonly weeks: number;
  /** Numbers dialled; empty: all. */
  readonly numbers: readonly string[];
}

/** Calls of an hour as it usually is: their mean, and their standard deviation. */
export interface Usual {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * What is usual at an hour; it is read once an hour, not at every look. The limit is mean + k × deviation, with k = 3 where
 * nothing is said: W. A. Shewhart's control chart (Economic Control of Quality of Manufactured Product, 1931), which asks
 * the same question, chance or cause. The deviation is that of a sample (n − 1), at least a tenth of the mean.
 */
export class UsualHours {
  readonly #known = new Map<string, Usual | null>();
  #hour = 0;

  /** The hour of the clock that goes on: it has 60 minutes unless the clock is changed in it. */
  hourOf({ zone, now }: Pick<UsualQuestion, 'zone' | 'now'>): Period {
    return hourAt(zone, now, 0);
  }

  /** null: not enough is known. */
  async of(reader: PresentReader, question: UsualQuestion): Promise<Usual | null> {
    const { from } = this.hourOf(question);
    if (from !== this.#hour) this.#known.clear();
    this.#hour = from;
    const { zone, weeks, numbers } = question;
    const key = JSON.stringify([zone, weeks, numbers]);
    if (!this.#known.has(key)) this.#known.set(key, await usualOf(reader, question));
    return this.#known.get(key) ?? null;
  }
}

/** Calls to these numbers (none: to all) that arrived in the period. */
export async function callsIn(
  reader: PresentReader,
  period: Period,
  numbers: readonly string[],
): Promise<number> {
  const wanted = new Set(numbers.map(dialledKey));
  const arrivals = [...(await reader.arrivals(period))];
  const counted = arrivals.filter(([dialled]) => wanted.size === 0 || wanted.has(dialledKey(dialled)));
  return sumOf(counted, ([, calls]) => calls);
}

/** Mean and deviation of these counts; null: they are too few. Pure. */
export function usualFrom(counts: readonly number[]): Usual | null {
  if (counts.length < FEWEST_HOURS) return null;
  const mean = sumOf(counts, (count) => count) / counts.length;
  const variance = sumOf(counts, (count) => (count - mean) ** 2) / (counts.length - 1);
  return { mean, deviation: Math.max(Math.sqrt(variance), mean * LEAST_DEVIATION) };
}

async function usualOf(reader: PresentReader, question: UsualQuestion): Promise<Usual | null> {
  const { zone, now, weeks, numbers } = question;
  const first = await reader.firstPlanAt();
  const counts: number[] = [];
  for (let week = 1; week <= weeks; week += 1) {
    const hour = hourAt(zone, now, week);
    // An hour before the first plan, in which facts may be missing, or which the clock left out, says nothing.
    if (first === null || hour.from < first || hour.to <= hour.from) continue;
    if ((await reader.gaps(hour)).length === 0) counts.push(await callsIn(reader, hour, numbers));
  }
  return usualFrom(counts);
}

function hourAt(zone: string, now: Instant, weeksBack: number): Period {
  const { date, minute } = localTime(zone, now);
  const [day, hour] = [addDays(date, -7 * weeksBack), Math.floor(minute / 60)];
  const next = hour === 23 ? instantOf(addDays(day, 1), 0, zone) : instantOf(day, (hour + 1) * 60, zone);
  return { from: instantOf(day, hour * 60, zone), to: next };
}
