import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Happened } from '../scenario/happened.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Cast } from './casting.js';
import { leftOversOf } from './left-overs.js';
import { type Performed, perform } from './performance-of.js';
import { happenedOnStage } from './recorded-story.js';
import { Stage } from './stage.js';
import { StoredFacts } from './stored-facts.js';

/** Scenarios begin one after the other, so that their first calls do not all come in one instant. */
const STAGGER_MS = 700;
const SIDE_BY_SIDE = 12;
const SIDE_BY_SIDE_AGAIN = 4;
/** How often a scenario that came out wrong while the machine stood still is played once more. */
const AGAIN_AT_MOST = 2;
const LEAD_IN_MS = 2000;
const LONGEST_STOP_MS = 200;
/** Of the shortest time that a scenario demands, so much may go to a machine that stands still. */
const SHARE_OF_TIGHTEST = 0.5;
const STOPS_TOGETHER_MS = 600;
const QUIET_WITHIN_MS = 60_000;

/** What came of playing scenarios on the real stage. */
export interface Played {
  of(scenario: Scenario): Promise<OnePlayed>;
  farEndErrors(): readonly string[];
  readonly inAllMs: number;
  /** How many were played once more: the machine stood still, and not all was as it should be. */
  readonly again: number;
  /** Channels, bridges and calls that were still there when everybody had gone. */
  readonly leftOvers: readonly string[];
  close(): Promise<void>;
}

export interface OnePlayed {
  readonly happened: Happened;
  /** What could not be done. */
  readonly problems: readonly string[];
  readonly lastedMs: number;
  /** How long the machine gave the tests no time meanwhile. */
  readonly stoodStillMs: number;
}

/** Whether what happened is all that the scenario says. */
export type Judge = (scenario: Scenario, happened: Happened) => boolean;

/** Plays all scenarios side by side and stops Callplane; what happened can then be asked for one by one. */
export async function playAll(scenarios: readonly Scenario[], isAsTold: Judge): Promise<Played> {
  const beganAt = Date.now();
  const stage = await Stage.open(scenarios);
  try {
    const { all, again } = await performAll(stage, isAsTold, beganAt);
    const farLeftOvers = await stage.quiet(QUIET_WITHIN_MS);
    const leftOvers = [...farLeftOvers, ...(await leftOversOf(stage.set.pbx, stage.callplane))];
    await stage.callplane.stop();
    const facts = await StoredFacts.open(join(stage.folder, 'data'), beganAt, Date.now());
    return { ...played(stage, facts, all), leftOvers, again, inAllMs: Date.now() - beganAt };
  } catch (error) {
    await stage.close();
    throw error;
  }
}

/** The longest first, so many at once as two processors carry with sound in both directions. */
async function performAll(
  stage: Stage,
  isAsTold: Judge,
  beganAt: number,
): Promise<{ readonly all: readonly Performed[]; readonly again: number }> {
  const longestFirst = [...stage.casts].sort((a, b) => b.scenario.lastsMs - a.scenario.lastsMs);
  let all = await sideBySide(stage, longestFirst, SIDE_BY_SIDE);
  let again = 0;
  for (let round = 0; round < AGAIN_AT_MOST; round++) {
    const unproved = await unprovedOf(stage, all, isAsTold, beganAt);
    if (unproved.length === 0) break;
    again += unproved.length;
    const casts = [];
    for (const { cast } of unproved) casts.push(await stage.recast(cast));
    const onceMore = await sideBySide(stage, casts, SIDE_BY_SIDE_AGAIN);
    all = [...all.filter((one) => !unproved.includes(one)), ...onceMore];
  }
  return { all, again };
}

/** The machine stood still while they were played, and not all was as it should be: that may have been why. */
async function unprovedOf(
  stage: Stage,
  all: readonly Performed[],
  isAsTold: Judge,
  beganAt: number,
): Promise<readonly Performed[]> {
  const facts = await StoredFacts.open(join(stage.folder, 'data'), beganAt, Date.now());
  try {
    const unproved = [];
    for (const one of all.filter((each) => isDisturbed(stage, each)))
      if (one.problems.length > 0 || !isAsTold(one.cast.scenario, await happenedIn(stage, one, facts)))
        unproved.push(one);
    return unproved;
  } finally {
    await facts.close();
  }
}

async function happenedIn(stage: Stage, one: Performed, facts: StoredFacts): Promise<Happened> {
  return happenedOnStage(stage.far, one, await facts.of(one), stage.set.pbx.recordingFolder);
}

async function sideBySide(stage: Stage, casts: readonly Cast[], places: number): Promise<Performed[]> {
  const waiting = [...casts];
  const all: Performed[] = [];
  const next = async (place: number): Promise<void> => {
    await pause(place * STAGGER_MS);
    for (let cast = waiting.shift(); cast !== undefined; cast = waiting.shift())
      all.push(await perform(stage, cast));
  };
  await Promise.all(Array.from({ length: places }, (_, place) => next(place)));
  return all;
}

/** The machine gave us no time in the middle of it: what was wrong then need not be our fault. */
function isDisturbed({ stillness }: Stage, { cast, zeroAt, endAt }: Performed): boolean {
  const longestStopMs = Math.min(LONGEST_STOP_MS, cast.scenario.tightestMs * SHARE_OF_TIGHTEST);
  return (
    stillness.longestBetween(zeroAt - LEAD_IN_MS, endAt) > longestStopMs ||
    stillness.between(zeroAt - LEAD_IN_MS, endAt) > STOPS_TOGETHER_MS
  );
}

function played(
  stage: Stage,
  facts: StoredFacts,
  all: readonly Performed[],
): Omit<Played, 'leftOvers' | 'again' | 'inAllMs'> {
  return {
    async of(scenario) {
      const one = all.find(({ cast }) => cast.scenario === scenario);
      if (one === undefined) throw new Error(`"${scenario.title}" was not played`);
      const happened = await happenedIn(stage, one, facts);
      const stoodStillMs = stage.stillness.between(one.zeroAt - LEAD_IN_MS, one.endAt);
      return { happened, problems: one.problems, lastedMs: one.endAt - one.zeroAt, stoodStillMs };
    },
    farEndErrors: () => stage.far.errors(),
    async close() {
      await facts.close();
      await stage.close();
    },
  };
}
