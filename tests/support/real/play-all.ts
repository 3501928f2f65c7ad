import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AriLink } from '../far-end/ari-link.js';
import type { Happened } from '../scenario/happened.js';
import type { Scenario } from '../scenario/scenario.js';
import { type Performed, perform } from './performance-of.js';
import { happenedOnStage } from './recorded-story.js';
import { Stage } from './stage.js';
import { StoredFacts } from './stored-facts.js';

/** Scenarios begin one after the other, so that their first calls do not all come in one instant. */
const STAGGER_MS = 500;
const QUIET_WITHIN_MS = 15_000;
/** An idle bridge is given back after some seconds. */
const TIDY_WITHIN_MS = 20_000;

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
    const leftOvers = await leftOversOf(stage);
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

/** Waits until nothing is left, at most so long; then what is left is told. */
async function leftOversOf(stage: Stage): Promise<readonly string[]> {
  const link = new AriLink(stage.set.pbx, 'none');
  const deadline = Date.now() + TIDY_WITHIN_MS;
  try {
    for (;;) {
      const left = await lookForLeftOvers(stage, link);
      if (left.length === 0 || Date.now() > deadline) return left;
      await pause(200);
    }
  } finally {
    link.close();
  }
}

async function lookForLeftOvers(stage: Stage, link: AriLink): Promise<readonly string[]> {
  const named = async (path: string, what: string): Promise<readonly string[]> => {
    const list = (await link.demand('GET', path)) as readonly { readonly id: string }[];
    return list.map(({ id }) => `${what} ${id}`);
  };
  const { items: calls } = await stage.callplane.api<{ readonly items: readonly object[] }>(
    'GET',
    '/api/calls',
  );
  return [
    ...(await named('/channels', 'channel')),
    ...(await named('/bridges', 'bridge')),
    ...calls.map((call) => `call ${JSON.stringify(call)}`),
  ];
}
