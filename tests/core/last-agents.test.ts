import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeze, imageOf, thaw } from '../../src/core/snapshot.js';
import type { KnownCaller } from '../../src/core/plan.js';
import { callers, partnerLeg, scene as overflowing } from './overflow-scene.js';
import { plan, ring } from './plan-builder.js';
import { Scene } from './scene.js';

const MARIA = '+359888000001';
const HOUR = 3_600_000;

function office(
  whose: 'manager' | 'backups' | 'last-agent',
  known: Partial<KnownCaller> = {},
  rememberAgentMs: number | null = HOUR,
): Scene {
  const scene = new Scene(
    plan({
      agents: ['anna', 'boris', 'vera'],
      blocks: {
        entry: [ring('entry[0]', [], { whose, strategy: 'parallel' }), ring('entry[1]', ['vera'])],
        other: [ring('other[0]', ['boris'])],
      },
      numbers: { '100': 'entry', '200': 'other' },
      callers: { [MARIA]: known },
      rememberAgentMs,
    }),
  );
  scene.signIn('anna', 'boris', 'vera');
  return scene;
}

/** She talks with boris, and it is over. */
function talkWithBoris(scene: Scene): void {
  const leg = scene.call('200', MARIA);
  scene.talk('boris');
  scene.ends(leg);
  scene.obeyHangUps();
  scene.clear();
}

test('only the manager rings; who has none is passed on without a visit', () => {
  const scene = office('manager', { manager: 'anna' });
  scene.call('100', MARIA);
  assert.deepEqual(scene.ringing(), ['anna']);
  scene.call('100', '+359888000002');
  assert.deepEqual(scene.ringing(), ['anna', 'vera']);
  const skipped = scene.told('call-event').find(({ event }) => event === 'ring-skipped');
  assert.deepEqual(skipped?.detail, { step: 'entry[0]', nobody: 'manager' });
  assert.deepEqual(scene.told('visit-ended'), []);
});

test('all backups ring at once', () => {
  const scene = office('backups', { backups: ['boris', 'anna'] });
  scene.call('100', MARIA);
  assert.deepEqual(scene.ringing().sort(), ['anna', 'boris']);
});

test('whom a caller last talked with is forgotten in time, also where nobody calls any more', () => {
  const scene = office('last-agent');
  talkWithBoris(scene);
  scene.wait(HOUR);
  scene.take({ kind: 'time-passed' });
  assert.deepEqual([...scene.state.lastAgents.keys()], [MARIA]);
  scene.wait(1);
  scene.take({ kind: 'time-passed' });
  assert.deepEqual([...scene.state.lastAgents.keys()], []);
});

test('whom a caller last talked with rings first, within the time that the plan names', () => {
  const scene = office('last-agent');
  talkWithBoris(scene);
  scene.wait(HOUR - 1_000);
  const leg = scene.call('100', MARIA);
  assert.deepEqual(scene.ringing(), ['boris']);
  scene.ends(leg);
  scene.obeyHangUps();
  scene.wait(2_000);
  scene.call('100', MARIA);
  assert.deepEqual(scene.ringing(), ['vera']);
});

test('it outlives a restart, and an image does not change afterwards', () => {
  const scene = office('last-agent');
  talkWithBoris(scene);
  const image = imageOf(scene.state);
  scene.mustAsk({ ask: 'set-last-agent', caller: MARIA, agent: 'anna' });
  for (const state of [image.revive(), thaw([...image.pieces()].join(''))])
    assert.equal(state.lastAgents.get(MARIA)?.agent, 'boris');
  scene.state = thaw(freeze(scene.state));
  scene.call('100', MARIA);
  assert.deepEqual(scene.ringing(), ['anna']);
});

test('many are written in pieces and read again', () => {
  const scene = office('last-agent');
  for (let index = 0; index < 2_500; index += 1)
    scene.state.lastAgents.set(`+35988${1_000_000 + index}`, { agent: 'anna', at: scene.now });
  const image = imageOf(scene.state);
  assert.deepEqual(thaw([...image.pieces()].join('')).lastAgents, scene.state.lastAgents);
});

test('another system names whom a caller last dealt with, for callers who are not known as well', () => {
  const scene = office('last-agent');
  scene.mustAsk({ ask: 'set-last-agent', caller: '+359888000007', agent: 'anna' });
  scene.call('100', '+359888000007');
  assert.deepEqual(scene.ringing(), ['anna']);
  const { what, about, before, after } = scene.lastTold('changed');
  assert.deepEqual(
    [what, about, before, after],
    ['set-last-agent', 'caller …0007', { agent: null }, { agent: 'anna' }],
  );
  scene.mustAsk({ ask: 'forget-last-agent', caller: '+359888000007' });
  assert.equal(scene.state.lastAgents.size, 0);
});

test('what cannot be asked is refused with its reason', () => {
  const scene = office('last-agent');
  const codes = [
    scene.ask({ ask: 'set-last-agent', caller: MARIA, agent: 'nobody' }),
    scene.ask({ ask: 'forget-last-agent', caller: MARIA }),
    office('manager', {}, null).ask({ ask: 'set-last-agent', caller: MARIA, agent: 'anna' }),
  ].map((answer) => (answer.ok ? 'ok' : answer.code));
  assert.deepEqual(codes, ['unknown-agent', 'unknown-number', 'wrong-state']);
});

test('whoever takes over at a partner is not the agent a caller last talked with', () => {
  const line = overflowing({ rememberAgentMs: HOUR });
  line.state.lastAgents.set(MARIA, { agent: 'boris', at: line.now });
  callers(line, 3);
  const again = line.call('100', MARIA);
  line.answers(partnerLeg(line, again));
  line.join();
  assert.equal(line.state.lastAgents.get(MARIA)?.agent, 'boris');
});

test('a plan that asks for nobody forgets everybody; nobody is remembered under it', () => {
  const scene = office('last-agent');
  talkWithBoris(scene);
  scene.take({
    kind: 'plan-loaded',
    by: 'test',
    plan: plan({
      version: 'plan-2',
      agents: ['anna', 'boris', 'vera'],
      blocks: { other: [ring('other[0]', ['boris'])] },
      numbers: { '200': 'other' },
    }),
  });
  assert.equal(scene.state.lastAgents.size, 0);
  talkWithBoris(scene);
  assert.equal(scene.state.lastAgents.size, 0);
});

test('a last agent who is dismissed rings no more', () => {
  const scene = office('last-agent');
  talkWithBoris(scene);
  scene.take({
    kind: 'plan-loaded',
    by: 'test',
    plan: plan({
      version: 'plan-2',
      agents: ['vera'],
      blocks: { entry: [ring('entry[0]', [], { whose: 'last-agent' }), ring('entry[1]', ['vera'])] },
      numbers: { '100': 'entry' },
      rememberAgentMs: HOUR,
    }),
  });
  scene.call('100', MARIA);
  assert.deepEqual(scene.ringing(), ['vera']);
});
