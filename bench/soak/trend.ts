import { median } from '../wire/quantiles.js';

/** A figure at one moment. */
export interface Point {
  readonly atMs: number;
  readonly value: number;
}

/** How much a figure may grow over the part that is judged and still counts as flat: the larger of the two. */
export interface Allowance {
  /** Of its median. */
  readonly share: number;
  /** In its own unit: what a garbage collector or a cache moves by itself. */
  readonly least: number;
}

export interface Trend {
  /** Medians of the first and the last tenth of the part that is judged. */
  readonly from: number;
  readonly to: number;
  /** Slope of the part, times its length. */
  readonly growth: number;
  readonly allowed: number;
  readonly isFlat: boolean;
}

/**
 * Judges the second half of a run; the first is warm-up (compiler, caches, pools). The slope is the median of the
 * slopes between all pairs of points (Theil and Sen): the teeth of a garbage collector and a few outliers do not
 * move it. NaN figures for fewer than two points.
 */
export function trendOf(points: readonly Point[], { share, least }: Allowance): Trend {
  const judged = points.slice(Math.floor(points.length / 2));
  const values = judged.map(({ value }) => value);
  const tenth = Math.max(1, Math.floor(judged.length / 10));
  const lengthMs = (judged.at(-1)?.atMs ?? NaN) - (judged[0]?.atMs ?? NaN);
  const growth = median(slopes(judged)) * lengthMs;
  const allowed = Math.max(least, median(values) * share);
  return {
    from: median(values.slice(0, tenth)),
    to: median(values.slice(-tenth)),
    growth,
    allowed,
    isFlat: growth <= allowed,
  };
}

/** Between every two points, per millisecond. */
function slopes(points: readonly Point[]): readonly number[] {
  return points.flatMap((first, index) =>
    points.slice(index + 1).map(({ atMs, value }) => (value - first.value) / (atMs - first.atMs)),
  );
}
