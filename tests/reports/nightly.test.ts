import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { withNightly } from '../../src/reports/schedules/nightly.js';
import { factsOf } from './day-of-calls.js';
import { ScheduleScene, schedulesIn } from './schedule-scene.js';

const OTHER = `schedules:
  - { name: other, report: queues, every: day, at: "23:59", mail: { to: [boss@example.com] } }
`;

/** The scene's company is in Sofia; the nightly report is beside one other schedule. */
async function nights(t: TestContext, at: string): Promise<{ scene: ScheduleScene; folder: string }> {
  const scene = await ScheduleScene.open(t, OTHER, at);
  const folder = join(scene.folder, 'reports');
  scene.schedules = withNightly(schedulesIn(OTHER), folder);
  await scene.runner.look();
  return { scene, folder };
}

test("the day's report is written once, as page and as CSV, for the company's own day", async (t) => {
  const { scene, folder } = await nights(t, '2026-03-29T12:00:00+03:00');
  scene.facts = factsOf([{ at: Date.parse('2026-03-29T09:00:00+03:00'), waitMs: 4_000, answeredBy: 'anna' }]);
  await scene.lookAt('2026-03-30T00:14:59+03:00');
  await scene.lookAt('2026-03-30T00:15:10+03:00');
  await scene.restart();
  await scene.pass(2);
  const ends = ['agents.csv', 'calls.csv', 'dispositions.csv', 'html', 'places.csv', 'queues.csv'];
  assert.deepEqual(
    readdirSync(folder).sort(),
    ends.map((end) => `nightly-2026-03-29.${end}`),
  );
  const page = readFileSync(join(folder, 'nightly-2026-03-29.html'), 'utf8');
  for (const table of ['Queues (visits)', 'Calls', 'How calls ended', 'Agents'])
    assert.ok(page.includes(table), table);
  assert.match(page, /2026-03-29 00:00 – 2026-03-30 00:00, Europe\/Sofia/);
  const [slot, ...more] = (await scene.log()).filter(({ schedule }) => schedule === 'nightly');
  assert.deepEqual([slot?.state, more], ['done', []]);
});

test('nights that nothing ran are made up for, one by one', async (t) => {
  const { scene, folder } = await nights(t, '2026-03-02T12:00:00+02:00');
  await scene.lookAt('2026-03-05T12:00:00+02:00');
  await scene.pass(2);
  const written = readdirSync(folder).filter((name) => name.endsWith('.html'));
  assert.deepEqual(
    written.sort(),
    [2, 3, 4].map((day) => `nightly-2026-03-0${day}.html`),
  );
});

test('a schedule of this name in the file takes its place', () => {
  const file = schedulesIn(OTHER.replace('name: other', 'name: nightly'));
  assert.deepEqual(withNightly(file, '/data/reports'), file);
  assert.equal(withNightly(schedulesIn(OTHER), '/data/reports').length, 2);
});
