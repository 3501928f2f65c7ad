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
/** How often a disturbed scenario is played once more. */
const AGAIN_AT_MOST = 2;
const LEAD_IN_MS = 2000;
const LONGEST_STOP_MS = 400;
/** Of the shortest time that a scenario demands, so much may go to a machine that stands still. */
const SHARE_OF_TIGHTEST = 0.5;
const STOPS_TOGETHER_MS = 1500;
const QUIET_WITHIN_MS = 15_000;

/** What came of playing scenarios on the real stage. */
export interface Played {
  of(scenario: Scenario): Promise<OnePlayed>;
  farEndErrors(): readonly string[];
  readonly inAllMs: number;
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

/** Plays all scenarios side by side and stops Callplane; what happened can then be asked for one by one. */
export async function playAll(scenarios: readonly Scenario[]): Promise<Played> {
  const beganAt = Date.now();
  const stage = await Stage.open(scenarios);
  try {
    const all = await performAll(stage);
    const farLeftOvers = await stage.quiet(QUIET_WITHIN_MS);
    const leftOvers = [...farLeftOvers, ...(await leftOversOf(stage.set.pbx, stage.callplane))];
    await stage.callplane.stop();
    const facts = await StoredFacts.open(join(stage.folder, 'data'), beganAt, Date.now());
    return { ...played(stage, facts, all), leftOvers, inAllMs: Date.now() - beganAt };
  } catch (error) {
    await stage.close();
    throw error;
  }
}

/** The longest first, so many at once as two processors carry with sound in both directions. */
async function performAll(stage: Stage): Promise<readonly Performed[]> {
  const longestFirst = [...stage.casts].sort((a, b) => b.scenario.lastsMs - a.scenario.lastsMs);
  let all = await sideBySide(stage, longestFirst, SIDE_BY_SIDE);
  for (let again = 0; again < AGAIN_AT_MOST; again++) {
    const disturbed = all.filter((one) => isDisturbed(stage, one));
    if (disturbed.length === 0) break;
    const casts = [];
    for (const { cast } of disturbed) casts.push(await stage.recast(cast));
    const onceMore = await sideBySide(stage, casts, SIDE_BY_SIDE_AGAIN);
    all = [...all.filter((one) => !disturbed.includes(one)), ...onceMore];
  }
  return all;
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

/** The machine gave us no time in the middle of it: what was played then proves nothing, for or against. */
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
): Omit<Played, 'leftOvers' | 'inAllMs'> {
  return {
    async of(scenario) {
      const one = all.find(({ cast }) => cast.scenario === scenario);
      if (one === undefined) throw new Error(`"${scenario.title}" was not played`);
      const { recordingFolder } = stage.set.pbx;
      const happened = happenedOnStage(stage.far, one, await facts.of(one), recordingFolder);
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
