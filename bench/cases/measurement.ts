import type { Contender } from '../machine/contender.js';
import type { Played } from '../load/run-load.js';
import { quantiles } from '../wire/quantiles.js';

/** What one run of one case gave. */
export interface Measurement {
  readonly case: string;
  readonly contender: Contender['name'];
  /** From 1. */
  readonly round: number;
  /** Figures by name; the unit is part of the name. */
  readonly figures: Readonly<Record<string, number>>;
  /** Intervals or calls behind the figures. */
  readonly samples: number;
  readonly failed: number;
  /** What programs that are no part of the benchmark took meanwhile, percent of one core. */
  readonly foreignPercent: number;
}

/** p50, p95 and p99 under their names, milliseconds. */
export function intervalFigures(name: string, times: readonly number[]): Record<string, number> {
  const { p50, p95, p99 } = quantiles(times);
  return { [`${name} p50 ms`]: p50, [`${name} p95 ms`]: p95, [`${name} p99 ms`]: p99 };
}

/** What disturbed a run, percent of one core. */
export function foreignPercent({ cpu, seconds }: Played): number {
  return (cpu.foreign / seconds) * 100;
}

/** CPU milliseconds for each call. SIPp's is the yardstick: its work is the same in every case. */
export function cpuFigures({ cpu, succeeded }: Played): Record<string, number> {
  const each = (seconds: number): number => (seconds * 1000) / succeeded;
  return {
    'Asterisk CPU ms/call': each(cpu.asterisk),
    'Callplane CPU ms/call': each(cpu.callplane),
    'both CPU ms/call': each(cpu.asterisk + cpu.callplane),
    'yardstick CPU ms/call': each(cpu.sipp),
  };
}

/** What each took of the machine's cores while the load was played, ramp included, percent of one core. */
export function coreFigures({ cpu, seconds }: Played): Record<string, number> {
  const share = (cpuSeconds: number): number => (cpuSeconds / seconds) * 100;
  return {
    'Asterisk, % of a core': share(cpu.asterisk),
    'Callplane, % of a core': share(cpu.callplane),
    'SIPp, % of a core': share(cpu.sipp),
  };
}
