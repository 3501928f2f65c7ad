import type { Measurement } from '../cases/measurement.js';
import type { Contender } from '../machine/contender.js';
import { median } from '../wire/quantiles.js';

/** One figure of one case on both, over all rounds. */
export interface Comparison {
  readonly figure: string;
  readonly appQueue: Spread;
  readonly callplane: Spread;
  /** Callplane's divided by app_queue's of the same round. */
  readonly ratio: Spread;
}

/** Over the rounds. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Pairs the rounds of a case; a figure that app_queue has not (Callplane's CPU) is compared with nothing. */
export function compare(measurements: readonly Measurement[], caseName: string): Comparison[] {
  const rows = measurements.filter((each) => each.case === caseName);
  const of = (name: Contender['name']): Measurement[] => rows.filter(({ contender }) => contender === name);
  const figures = Object.keys(rows[0]?.figures ?? {});
  return figures.map((figure) => {
    const values = (name: Contender['name']): number[] =>
      of(name).map(({ figures: each }) => each[figure] ?? NaN);
    const ratios = of('Callplane').flatMap(({ round, figures: each }) => {
      const other = of('app_queue').find((row) => row.round === round)?.figures[figure];
      return other === undefined ? [] : [(each[figure] ?? NaN) / other];
    });
    return {
      figure,
      appQueue: spread(values('app_queue')),
      callplane: spread(values('Callplane')),
      ratio: spread(ratios),
    };
  });
}

/** Over the values of the rounds. */
export function spread(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}
