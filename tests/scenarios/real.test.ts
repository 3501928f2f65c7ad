import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Played, playAll } from '../support/real/play-all.js';
import { toldStory } from '../support/real/told-story.js';
import { spoken } from '../support/scenario/duration.js';
import { failures } from '../support/scenario/judging.js';
import { readScenario } from '../support/scenario/parser.js';

const FOLDER = import.meta.dirname;
const TOLERANCE_MS = 1000;
/** `SCENARIOS=c17,s2- …` plays only the files with one of these in their name. */
const WANTED = (process.env['SCENARIOS'] ?? '').split(',');

const scenarios = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.scenario') && WANTED.some((part) => name.includes(part)))
  .sort()
  .map((name) => readScenario(join(FOLDER, name)))
  .filter(({ onlyVirtual }) => onlyVirtual === null);

/** All are played side by side before the first is judged. */
describe('scenarios on a real Asterisk, with real SIP phones and real sound', () => {
  let played: Played | null = null;

  before(async () => {
    played = await playAll(
      scenarios,
      (scenario, happened) => failures(scenario, happened, TOLERANCE_MS).length === 0,
    );
  });
  after(async () => {
    await played?.close();
  });

  for (const scenario of scenarios) {
    test(`${scenario.title} (${scenario.rows.join(', ')})`, async (context) => {
      assert.ok(played !== null);
      const { happened, problems, lastedMs, stoodStillMs } = await played.of(scenario);
      context.diagnostic(
        `played for ${spoken(lastedMs)}; the machine stood still for ${spoken(stoodStillMs)}`,
      );
      const wrong = [...problems, ...failures(scenario, happened, TOLERANCE_MS)];
      const told = wrong.length === 0 ? '' : toldStory(happened);
      assert.equal(wrong.length, 0, `${scenario.title}\n\n${wrong.join('\n')}\n\n${told}`);
    });
  }

  test('the far end had no trouble of its own', () => {
    assert.deepEqual(played?.farEndErrors(), []);
  });

  test('nothing is left over in Asterisk or in Callplane', (context) => {
    const again = `${played?.again ?? 0} played again because the machine stood still`;
    context.diagnostic(`${scenarios.length} scenarios in ${spoken(played?.inAllMs ?? 0)}, ${again}`);
    assert.deepEqual(played?.leftOvers, []);
  });
});
