import type { Quantiles } from '../wire/quantiles.js';

/** How much of the core is measured. */
export interface CoreEffort {
  /** Of the day that is replayed. */
  readonly calls: number;
  readonly rounds: number;
  /** Agents who become free, one after the other, and callers who come, for each strategy. */
  readonly decisions: number;
}

export const CORE_EFFORTS: Readonly<Record<'quick' | 'full', CoreEffort>> = {
  quick: { calls: 5_000, rounds: 3, decisions: 200 },
  full: { calls: 20_000, rounds: 5, decisions: 1_000 },
};

/** The core alone, in a process of its own, on one thread. */
export interface CoreFigures {
  readonly calls: number;
  /** Steps that those calls are. */
  readonly steps: number;
  /** Steps per second of processor time, for each round in which the day was replayed. */
  readonly stepsPerSecond: readonly number[];
  readonly agents: number;
  readonly waiting: number;
  readonly decisions: readonly DecisionTimes[];
}

/** One step in which somebody is chosen, in microseconds. */
export interface DecisionTimes {
  readonly strategy: string;
  /** An agent becomes free while many wait. */
  readonly freed: StepTimes;
  /** A caller comes while all agents are free. */
  readonly arrived: StepTimes;
}

export interface StepTimes extends Quantiles {
  readonly longest: number;
}
