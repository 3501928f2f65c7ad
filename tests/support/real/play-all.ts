import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Happened } from '../scenario/happened.js';
import type { Scenario } from '../scenario/scenario.js';
import { leftOversOf } from './left-overs.js';
import { type Performed, perform } from './performance-of.js';
import { happenedOnStage } from './recorded-story.js';
import { Stage } from './stage.js';
import { StoredFacts } from './stored-facts.js';

/** Scenarios begin one after the other, so that their first calls do not all come in one instant. */
const STAGGER_MS = 500;
const QUIET_WITHIN_MS = 15_000;

/** What came of playing scenarios on the real stage. */
export interface Played {
  of(scenario: Scenario): Promise<OnePlayed>;
  farEndErrors(): readonly string[];
  /** Channels, bridges and calls that were still there when everybody had gone. */
  readonly leftOvers: readonly string[];
  close(): Promise<void>;
}

export interface OnePlayed {
  readonly happened: Happened;
  /** What could not be done. */
  readonly problems: readonly string[];
  readonly lastedMs: number;
}

/** Plays all scenarios side by side and stops Callplane; what happened can then be asked for one by one. */
export async function playAll(scenarios: readonly Scenario[]): Promise<Played> {
  const beganAt = Date.now();
  const stage = await Stage.open(scenarios);
  try {
    const all = await Promise.all(
      stage.casts.map((cast, index) => performLater(stage, cast, index * STAGGER_MS)),
    );
    await stage.quiet(QUIET_WITHIN_MS);
    const leftOvers = await leftOversOf(stage.set.pbx, stage.callplane);
    await stage.callplane.stop();
    const facts = await StoredFacts.open(join(stage.folder, 'data'), beganAt, Date.now());
    return played(stage, facts, all, leftOvers);
  } catch (error) {
    await stage.close();
    throw error;
  }
}

async function performLater(stage: Stage, cast: Stage['casts'][number], afterMs: number): Promise<Performed> {
  await pause(afterMs);
  return perform(stage, cast);
}

function played(
  stage: Stage,
  facts: StoredFacts,
  all: readonly Performed[],
  leftOvers: readonly string[],
): Played {
  return {
    leftOvers,
    async of(scenario) {
      const one = all.find(({ cast }) => cast.scenario === scenario);
      if (one === undefined) throw new Error(`"${scenario.title}" was not played`);
      const happened = happenedOnStage(stage.far, one, await facts.of(one));
      return { happened, problems: one.problems, lastedMs: one.endAt - one.zeroAt };
    },
    farEndErrors: () => stage.far.errors(),
    async close() {
      await facts.close();
      await stage.close();
    },
  };
}
