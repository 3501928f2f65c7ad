import { nextChance, type Chance } from '../../src/core/chance.js';
import type { Period } from '../../src/ports/facts.js';
import { localDay } from '../../src/reports/local-day.js';

/** How large a made-up past is; the same numbers make the same facts. */
export interface Shape {
  readonly calls: number;
  readonly days: number;
  readonly queues: number;
  readonly agents: number;
  readonly seed: number;
  /** YYYY-MM-DD. */
  readonly lastDay: string;
}

/** A day with how many call in it. */
export interface Day {
  readonly date: string;
  readonly period: Period;
  readonly calls: number;
  /** Calls of the days before. */
  readonly before: number;
}

export const ZONE = 'Europe/Sofia';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Sunday first. */
const WEEK = [0.45, 1.3, 1.2, 1.1, 1.1, 1.15, 0.7];
/** Five hours of 24 have 60 % of the calls. */
const BUSY = { hours: [9, 10, 11, 14, 15], share: 0.6 };
const ORDINARY = { hours: [8, 12, 13, 16, 17, 18, 19], share: 0.32 };

/** A generator of its own for each part of the past, so that no part hangs on another. */
export function chanceOf(seed: number, part: number): Chance {
  return { seed: (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(part + 1, 0x85ebca6b)) | 0 };
}

/** The days of the past, oldest first; their calls add up to those of the shape. */
export function daysOf(shape: Shape): Day[] {
  const chance = chanceOf(shape.seed, -1);
  const last = Date.parse(`${shape.lastDay}T00:00:00Z`);
  const dates = Array.from({ length: shape.days }, (_, index) =>
    new Date(last - (shape.days - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
  const weights = dates.map((date) => weightOf(date) * (0.8 + 0.4 * nextChance(chance)));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let [weighed, before] = [0, 0];
  return dates.map((date, index) => {
    weighed += weights[index] ?? 0;
    const upTo = index === dates.length - 1 ? shape.calls : Math.round((shape.calls * weighed) / whole);
    const day = { date, period: localDay(date, ZONE), calls: upTo - before, before };
    before = upTo;
    return day;
  });
}

function weightOf(date: string): number {
  return WEEK[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 1;
}

/** When the calls of a day arrive, in order. */
export function arrivalsOf({ period, calls }: Day, chance: Chance): number[] {
  const length = period.to - period.from;
  const arrivals = Array.from({ length: calls }, () => {
    const at = Math.floor((hourOf(chance) + nextChance(chance)) * HOUR_MS);
    return period.from + Math.min(at, length - 1);
  });
  return arrivals.sort((a, b) => a - b);
}

function hourOf(chance: Chance): number {
  const drawn = nextChance(chance);
  const among = (hours: readonly number[]): number =>
    hours[Math.floor(nextChance(chance) * hours.length)] ?? 0;
  if (drawn < BUSY.share) return among(BUSY.hours);
  if (drawn < BUSY.share + ORDINARY.share) return among(ORDINARY.hours);
  return among(QUIET);
}

const QUIET = Array.from({ length: 24 }, (_, hour) => hour).filter(
  (hour) => !BUSY.hours.includes(hour) && !ORDINARY.hours.includes(hour),
);
