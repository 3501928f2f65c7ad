import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AriProxy } from '../chaos/ari-proxy.js';
import type { Callplane } from '../support/callplane/callplane.js';
import { storedFacts } from './support/facts.js';
import { pidOf, ROUTING, Site } from './support/site.js';
import { agentIs, agentOf, callsOf, readinessIs, Stage } from './support/stage.js';
import { eventually, until } from './support/until.js';

const TRANSFERS = `transfers:
  extensions: { '2': { agent: boris } }
  otherwise: [hangup]
`;

let stage: Stage;
let proxy: AriProxy;
before(async () => {
  stage = await Stage.open('system-transfers');
  proxy = await AriProxy.open(stage.set.pbx.ariUrl);
});
after(async () => {
  proxy.close();
  await stage.close();
});

/** Anna talks with a caller, and boris is there. */
async function annaTalks(callplane: Callplane): Promise<{ readonly far: string; readonly call: string }> {
  const far = await stage.talkTo(callplane, 'anna');
  await callplane.api('POST', '/api/agents/boris/sign-in');
  await agentIs(callplane, 'boris', 'available');
  const [shown] = await callsOf(callplane);
  return { far, call: shown?.call ?? '' };
}

/** The line dies when this request has left it, and another one takes over. */
async function dieIn(callplane: Callplane, request: RegExp, wish: () => Promise<unknown>): Promise<void> {
  const passed = proxy.nextRequest(request);
  const line = pidOf(callplane, 'line');
  // Nobody may be left to answer it.
  const answered = wish().catch(() => null);
  await passed;
  process.kill(line, 'SIGKILL');
  await answered;
  await until('a new line', () => pidOf(callplane, 'line') !== line);
  await readinessIs(callplane, 'ready');
}

/** Boris has the caller, anna is free, and so it stands in the facts. */
async function borisHasHim(callplane: Callplane, site: Site, far: string): Promise<void> {
  await agentIs(callplane, 'boris', 'talking');
  await agentIs(callplane, 'anna', 'available');
  const [talk] = await callsOf(callplane);
  assert.deepEqual([talk?.state, talk?.agent], ['talking', 'boris']);
  await stage.nobodyHangsUp(far);
  await stage.hangUp(far);
  await agentIs(callplane, 'boris', 'available');
  assert.equal(await callplane.stop(), 0, callplane.logTail());
  const facts = await storedFacts({ sqliteFile: join(site.data, 'callplane.sqlite') });
  assert.deepEqual([facts.calls.length, facts.openCalls], [1, 0]);
  assert.deepEqual(
    facts.conversations.map(({ agent }) => agent),
    ['anna', 'boris'],
  );
  assert.deepEqual(
    facts.transfers.map(({ result, takenBy }) => [result, takenBy]),
    [['connected', 'boris']],
  );
}

for (const [what, request] of [
  ['the caller comes to whom his agent has asked', /^POST \/ari\/bridges\/[^/]+\/addChannel/],
  ['the agent who has asked is hung up', /^DELETE \/ari\/channels\/[^/?]+\?/],
] as const)
  test(`the line is killed in the middle of completing a consultation, while ${what}: he is connected, and nobody else`, async (t) => {
    const site = new Site(t, { ...stage.set.pbx, ariUrl: proxy.url });
    t.after(() => stage.everybodyHangsUp());
    writeFileSync(site.routing, ROUTING + TRANSFERS);
    const callplane = await site.start();
    const { far, call } = await annaTalks(callplane);
    await callplane.api('POST', `/api/calls/${call}/consult`, { agent: 'boris' });
    await agentIs(callplane, 'anna', 'consulting');
    await agentIs(callplane, 'boris', 'talking');
    await dieIn(callplane, request, () => callplane.api('POST', `/api/calls/${call}/complete-transfer`));
    await borisHasHim(callplane, site, far);
  });

test('the line is killed while it tells a phone that its transfer is done: the caller is not lost', async (t) => {
  const site = new Site(t, { ...stage.set.pbx, ariUrl: proxy.url });
  t.after(() => stage.everybodyHangsUp());
  writeFileSync(site.routing, ROUTING + TRANSFERS);
  const callplane = await site.start();
  const { far } = await annaTalks(callplane);
  const phone = ((await agentOf(callplane, 'anna')).phone ?? '').replace('PJSIP/', '');
  await dieIn(callplane, /^POST \/ari\/channels\/[^/]+\/transfer_progress/, () =>
    stage.far.phones.refer(phone, '2'),
  );
  // Whether the phone of boris was rung before the line died nobody knows; where it was not, he is back with anna.
  const talk = await eventually('him to talk with somebody again', async () => {
    const [shown] = await callsOf(callplane);
    return shown?.state === 'talking' ? shown : undefined;
  });
  await stage.nobodyHangsUp(far);
  await stage.hangUp(far);
  await agentIs(callplane, 'anna', 'available');
  await agentIs(callplane, 'boris', 'available');
  assert.equal(await callplane.stop(), 0, callplane.logTail());
  const facts = await storedFacts({ sqliteFile: join(site.data, 'callplane.sqlite') });
  assert.deepEqual([facts.calls.length, facts.openCalls], [1, 0]);
  assert.deepEqual(
    facts.transfers.map(({ by, result, takenBy }) => [by, result, takenBy]),
    [['phone', talk.agent === 'boris' ? 'connected' : 'returned', talk.agent]],
  );
});
