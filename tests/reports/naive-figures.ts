import type { Row } from './naive-views.js';

/** A number, or [numerator, denominator]. */
export type NaiveFigure = number | null | readonly [number, number];
/** Row keys joined by ` | ` → column → figure. */
export type NaiveTable = Map<string, Record<string, NaiveFigure>>;

export interface NaivePeriod {
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly zone: string;
}

export const num = (row: Row, name: string): number => Number(row[name]);
export const str = (row: Row, name: string): string | null => {
  const value = row[name];
  return typeof value === 'string' ? value : null;
};
export const within = (row: Row, name: string, { from, to }: NaivePeriod): boolean =>
  num(row, name) >= from && num(row, name) < to;
export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** `2026-03-04 12:00:00`, as a Swede in that zone writes it. */
export function clock(at: number, zone: string): string {
  return new Date(at).toLocaleString('sv-SE', { timeZone: zone });
}

export function groups(rows: readonly Row[], keys: (row: Row) => readonly string[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) for (const key of keys(row)) found.set(key, [...(found.get(key) ?? []), row]);
  return found;
}
