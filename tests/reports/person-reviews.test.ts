import assert from 'node:assert/strict';
import { test } from 'node:test';
import { personCommands } from '../../src/main-person.js';
import { runByHand } from '../../src/main-retention-commands.js';
import { aReview, recordsOf } from '../store/sample-facts.js';
import { company, DAY_MS, EVERYTHING, HIS } from './person-scene.js';

test('what a reviewer concluded of a talk is exported, goes when its time is over, and is forgotten with the caller', async (t) => {
  const scene = await company(t);
  await scene.inStore(async (store) => {
    const position = await store.recorder.position();
    const given = [['old', 100] as const, ['new', 1] as const, ['other', 1] as const];
    const reviews = given.map(([call, days]) => ({
      kind: 'call-reviewed' as const,
      ...aReview({ review: call, call, conclusion: `of ${call}`, reviewedAt: Date.now() - days * DAY_MS }),
    }));
    await store.recorder.record(position, recordsOf(position + 1, reviews));
  });
  const concluded = (): Promise<readonly (string | null)[]> =>
    scene.inStore(async (store) =>
      [...(await store.reader.reviews(EVERYTHING))]
        .sort((a, b) => (a.call < b.call ? -1 : 1))
        .map(({ conclusion }) => conclusion),
    );
  await runByHand(scene.settings, { mode: 'do' });
  assert.deepEqual(await concluded(), ['of new', null, 'of other']);
  const commands = personCommands(scene.settings);
  const { reviews } = JSON.parse(await commands.exportPerson(HIS)) as {
    readonly reviews: readonly { readonly conclusion: string | null; readonly score: number }[];
  };
  assert.deepEqual(reviews.map(({ conclusion }) => conclusion).sort(), ['of new', null].sort());
  await commands.deletePerson(HIS, []);
  assert.deepEqual(await concluded(), [null, null, 'of other']);
  assert.ok(reviews.every(({ score }) => score === 5));
});
