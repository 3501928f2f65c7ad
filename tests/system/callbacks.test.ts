import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Callplane } from '../support/callplane/callplane.js';
import { storedFacts } from './support/facts.js';
import { pidOf, ROUTING } from './support/site.js';
import { agentIs, readinessIs, Stage } from './support/stage.js';
import { until } from './support/until.js';

const CLIENT = '+359887000001';

interface Shown {
  readonly callback: string;
  readonly state: string;
}

let stage: Stage;
before(async () => {
  stage = await Stage.open('system-callbacks');
  // He rings until a line is there again, also where that takes its time.
  stage.far.phones.setUp(CLIENT, { kind: 'answers', afterMs: 15_000, hangsUpAfterMs: 1_000 }, null);
});
after(() => stage.close());

async function killLine(callplane: Callplane): Promise<void> {
  const line = pidOf(callplane, 'line');
  process.kill(line, 'SIGKILL');
  await until('a new line', () => pidOf(callplane, 'line') !== line);
  await readinessIs(callplane, 'ready');
}

async function callbacksOf(callplane: Callplane): Promise<readonly Shown[]> {
  return (await callplane.api<{ items: readonly Shown[] }>('GET', '/api/callbacks')).items;
}

test('the line is killed while a callback waits, and again while the client is called: he is called once, and reached', async (t) => {
  const site = stage.site(t);
  const callback = '    callback: {}\n    wrap_up:';
  writeFileSync(
    site.routing,
    `${ROUTING.replace('    wrap_up:', callback)}dial_policy: { trunk: trunk, allow: '+359' }\n`,
  );
  const callplane = await site.start();
  const asked = await callplane.api<Shown>('POST', '/api/callbacks/ask', { number: CLIENT, queue: 'main' });
  await killLine(callplane);
  assert.deepEqual(
    (await callbacksOf(callplane)).map(({ callback: id, state }) => [id, state]),
    [[asked.callback, 'waiting']],
  );
  await callplane.api('POST', '/api/agents/anna/sign-in');
  const ringing = (): readonly string[] =>
    stage.far.phones.rings().flatMap(({ phone, id }) => (phone === CLIENT ? [id] : []));
  await until("the client's phone to ring", () => ringing().length > 0);
  await killLine(callplane);
  await agentIs(callplane, 'anna', 'talking');
  await until('the callback to be over', async () => (await callbacksOf(callplane)).length === 0);
  await agentIs(callplane, 'anna', 'available');
  assert.equal(ringing().length, 1);
  assert.equal(await callplane.stop(), 0, callplane.logTail());
  const { callbacks, calls } = await storedFacts({ sqliteFile: join(site.data, 'callplane.sqlite') });
  assert.deepEqual(
    callbacks.map(({ callback: id, end, tries, agent }) => [id, end, tries, agent]),
    [[asked.callback, 'reached', 1, 'anna']],
  );
  assert.deepEqual(calls, []);
});
