import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Performed, perform } from '../support/real/performance-of.js';
import { happenedOnStage } from '../support/real/recorded-story.js';
import { Stage } from '../support/real/stage.js';
import { StoredFacts } from '../support/real/stored-facts.js';
import { failures } from '../support/scenario/judging.js';
import { readScenario } from '../support/scenario/parser.js';

const FOLDER = import.meta.dirname;
const TOLERANCE_MS = 1000;
/** Scenarios begin one after the other, so that their first calls do not all come in one instant. */
const STAGGER_MS = 400;

/** `SCENARIOS=c17 …` plays only the files with that in their name. */
const WANTED = process.env['SCENARIOS'] ?? '';

const scenarios = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.scenario') && name.includes(WANTED))
  .sort()
  .map((name) => readScenario(join(FOLDER, name)))
  .filter(({ onlyVirtual }) => onlyVirtual === null);

/** All are played side by side before the first is judged. */
describe('scenarios on a real Asterisk, with real SIP phones and real sound', () => {
  const performed = new Map<string, Performed>();
  let stage: Stage;
  let facts: StoredFacts;

  before(async () => {
    const beganAt = Date.now();
    stage = await Stage.open(scenarios);
    const all = await Promise.all(
      stage.casts.map(async (cast, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * STAGGER_MS));
        return perform(stage, cast);
      }),
    );
    await stage.quiet(10_000);
    await stage.callplane.stop();
    for (const one of all) performed.set(one.cast.scenario.file, one);
    facts = await StoredFacts.open(join(stage.folder, 'data'), beganAt, Date.now());
  });
  after(async () => {
    await facts.close();
    await stage.close();
  });

  for (const scenario of scenarios) {
    test(`${scenario.title} (${scenario.rows.join(', ')})`, async () => {
      const one = performed.get(scenario.file);
      assert.ok(one !== undefined, 'the scenario was not played');
      const happened = happenedOnStage(stage.far, one, await facts.of(one));
      const problems = [...one.problems, ...failures(scenario, happened, TOLERANCE_MS)];
      assert.equal(problems.length, 0, `${scenario.title}\n\n${problems.join('\n')}\n`);
    });
  }

  test('the far end had no trouble of its own', () => {
    assert.deepEqual(stage.far.errors(), []);
  });
});
