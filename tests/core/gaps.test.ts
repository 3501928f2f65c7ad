import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Existing } from '../../src/core/signal.js';
import { plan, queue, ring } from './plan-builder.js';
import { Scene } from './scene.js';

const AGENTS = ['anna', 'boris'];

/** What the core believes, as Asterisk would confirm it. */
function asBelieved(scene: Scene, without: readonly string[] = []): Existing {
  const legs = [...scene.state.legs].filter(([leg]) => !without.includes(leg));
  return {
    legs: legs.map(([leg, { role, bridge }]) => ({
      leg,
      up: role === 'caller' || bridge !== null,
      caller: role === 'caller' ? { from: null, fromName: null, dialled: '100' } : null,
    })),
    bridges: [...scene.state.bridges].map(([id, { legs: inside }]) => ({
      id,
      legs: inside.filter((leg) => !without.includes(leg)),
    })),
    restarted: false,
  };
}

function gap(scene: Scene, ms: number, without: readonly string[] = []): void {
  scene.take({ kind: 'telephony-lost' });
  scene.wait(ms);
  scene.take({ kind: 'telephony-back', existing: asBelieved(scene, without) });
}

function stepPlan(): ReturnType<typeof plan> {
  return plan({
    agents: AGENTS,
    prompts: ['welcome', 'choose'],
    queues: [queue('sales', AGENTS, { wrapUp: { timeMs: 5_000, extendToMs: 5_000 } })],
    blocks: {
      steps: [ring('steps[0]', AGENTS)],
      greet: [
        { do: 'play', prompt: 'welcome', information: false },
        {
          do: 'menu',
          id: 'greet[1]',
          prompt: 'choose',
          keys: { '1': 'entry' },
          timeoutMs: 5_000,
          tries: 2,
          otherwise: 'entry',
        },
      ],
    },
    numbers: { '100': 'entry', '200': 'steps', '300': 'greet' },
  });
}

test('a talk that goes on through a gap is untouched', () => {
  const scene = new Scene(stepPlan());
  scene.signIn(...AGENTS);
  const caller = scene.call();
  scene.talk('anna');
  scene.clear();
  gap(scene, 5_000);
  assert.equal(scene.doing(caller), 'talking');
  assert.deepEqual(scene.all('hang-up'), []);
});

test('whoever left during the gap is told as ended, how is not known', () => {
  const scene = new Scene(stepPlan());
  scene.signIn(...AGENTS);
  const caller = scene.call();
  scene.talk('anna');
  gap(scene, 5_000, [caller]);
  assert.deepEqual(
    [scene.lastTold('call-ended').endedBy, scene.lastTold('call-ended').endPlace],
    ['unknown', 'gap'],
  );
  assert.equal(scene.shows('anna'), 'wrap-up');
});

test('whoever was being hung up when the gap began is told where he was, and that how and when he left is not known', () => {
  const scene = new Scene(stepPlan());
  scene.signIn(...AGENTS);
  const caller = scene.call();
  const [, agentLeg] = scene.talk('anna').legs;
  scene.ends(agentLeg);
  assert.equal(scene.doing(caller), 'leaving');
  gap(scene, 5_000, [caller]);
  assert.deepEqual(
    [scene.lastTold('call-ended').endedBy, scene.lastTold('call-ended').endPlace],
    ['unknown', 'conversation'],
  );
});

test('nobody is rung while Asterisk cannot be heard; afterwards who waits is rung for', () => {
  const scene = new Scene(stepPlan());
  scene.signIn('anna');
  const first = scene.call();
  scene.talk('anna');
  const second = scene.call();
  scene.clear();
  scene.take({ kind: 'telephony-lost' });
  scene.ends(first);
  scene.obeyHangUps();
  scene.wait(10_000);
  assert.deepEqual(scene.rung(), []);
  scene.take({ kind: 'telephony-back', existing: asBelieved(scene) });
  assert.deepEqual(scene.rung(), ['anna']);
  assert.equal(scene.doing(second), 'waiting');
});

test('a ring step whose offers ran out during the gap goes on to the next agent', () => {
  const scene = new Scene(stepPlan());
  scene.signIn(...AGENTS);
  scene.call('200');
  gap(scene, 20_000);
  assert.deepEqual(scene.ringing(), ['boris']);
});

test('a ring step that everybody has missed during the gap is over', () => {
  const scene = new Scene(stepPlan());
  scene.signIn('anna');
  const caller = scene.call('200');
  gap(scene, 20_000);
  assert.equal(scene.doing(caller), 'leaving');
  assert.equal(scene.lastTold('visit-ended').exit, 'ran-out');
});

test('an offer whose time runs out in the gap is withdrawn, not missed: nothing is held against the agent', () => {
  const scene = new Scene(stepPlan());
  scene.signIn('anna');
  scene.call();
  gap(scene, 20_000);
  assert.equal(scene.lastTold('offer-ended').result, 'withdrawn');
  assert.equal(scene.state.agents.get('anna')?.missedInRow, 0);
  scene.obeyHangUps();
  assert.deepEqual(scene.ringing(), ['anna'], 'he is rung again at once');
});

test('an answer that was missed in the gap is taken up', () => {
  const scene = new Scene(stepPlan());
  scene.signIn('anna');
  const caller = scene.call();
  const leg = scene.ringingLeg('anna');
  scene.take({ kind: 'telephony-lost' });
  const existing = asBelieved(scene);
  scene.take({
    kind: 'telephony-back',
    existing: {
      ...existing,
      legs: existing.legs.map((one) => (one.leg === leg ? { ...one, up: true } : one)),
    },
  });
  assert.equal(scene.doing(caller), 'connecting');
  assert.equal(scene.all('connect').length, 1);
});

test('what is found after a gap, an answer and a caller, is told as the very end of that gap', () => {
  const scene = new Scene(stepPlan());
  scene.signIn('anna');
  scene.call();
  const leg = scene.ringingLeg('anna');
  scene.take({ kind: 'telephony-lost' });
  scene.wait(3_000);
  const existing = asBelieved(scene);
  const caller = { from: '1', fromName: null, dialled: '100' };
  const legs = existing.legs.map((one) => (one.leg === leg ? { ...one, up: true } : one));
  scene.take({
    kind: 'telephony-back',
    existing: { ...existing, legs: [...legs, { leg: 'caller-9', up: false, caller }] },
  });
  const { to } = scene.lastTold('gap');
  scene.wait(40);
  scene.join();
  assert.equal(scene.lastTold('call-arrived').at, to);
  assert.deepEqual(
    [scene.lastTold('offer-ended').result, scene.lastTold('offer-ended').endedAt],
    ['answered', to],
  );
});

test('an answer whose connection never reached Asterisk is connected after the gap, however long that was', () => {
  for (const ms of [500, 20_000]) {
    const scene = new Scene(stepPlan());
    scene.signIn('anna');
    scene.call();
    scene.answers(scene.ringingLeg('anna'));
    const { bridge, legs } = scene.last('connect');
    scene.clear();
    scene.take({ kind: 'telephony-lost' });
    scene.wait(ms);
    const existing = { ...asBelieved(scene), bridges: [] };
    scene.take({ kind: 'telephony-back', existing });
    assert.deepEqual(scene.all('connect'), [{ kind: 'connect', bridge, create: true, legs }]);
    assert.deepEqual(scene.all('hang-up'), []);
    scene.join();
    scene.wait(10_000);
    assert.equal(scene.shows('anna'), 'talking');
  }
});

test('a connection that did reach Asterisk is not made again, and its music is stopped if that was lost', () => {
  const scene = new Scene(stepPlan());
  scene.signIn('anna');
  const blocker = scene.call();
  scene.talk('anna');
  const caller = scene.call();
  scene.ends(blocker);
  scene.obeyHangUps();
  scene.wait(6_000);
  scene.answers(scene.ringingLeg('anna'));
  scene.clear();
  gap(scene, 500);
  assert.equal(scene.doing(caller), 'talking');
  assert.deepEqual(scene.all('connect'), []);
  assert.deepEqual(scene.all('stop-music'), [{ kind: 'stop-music', leg: caller }]);
});

test('an agent who hung up before the connection came about in the gap leaves the caller his place', () => {
  const scene = new Scene(stepPlan());
  scene.signIn(...AGENTS);
  const caller = scene.call();
  const leg = scene.ringingLeg('anna');
  scene.answers(leg);
  scene.clear();
  gap(scene, 20_000, [leg]);
  assert.deepEqual(scene.all('connect'), []);
  assert.equal(scene.doing(caller), 'waiting');
});

test('a prompt whose end may have been missed is heard again', () => {
  const scene = new Scene(stepPlan());
  const caller = scene.call('300');
  const [before] = [...scene.state.playbacks.keys()];
  gap(scene, 2_000);
  const [after] = [...scene.state.playbacks.keys()];
  assert.notEqual(after, before);
  assert.equal(scene.last('stop-playback').playback, before);
  assert.deepEqual(scene.last('play').media, ['sound:callplane/welcome']);
  assert.equal(scene.doing(caller), 'playing');
});

test('a menu whose prompt may have been missed is heard again and counts as the same try', () => {
  const scene = new Scene(stepPlan());
  const caller = scene.call('300');
  scene.finishSound();
  gap(scene, 2_000);
  assert.equal(scene.all('play').length, 3);
  scene.finishSound();
  scene.wait(5_000);
  assert.equal(scene.doing(caller), 'in-menu', 'the second try');
  scene.finishSound();
  scene.wait(5_000);
  assert.equal(scene.told('visit-ended').length, 1, 'then it is given up, and nobody is there');
});

test('a leg of ours that was not there in the gap is hung up, in case it is being made', () => {
  const scene = new Scene(stepPlan());
  scene.signIn('anna');
  scene.call();
  const leg = scene.ringingLeg('anna');
  scene.clear();
  gap(scene, 1_000, [leg]);
  assert.ok(scene.all('hang-up').some((command) => command.leg === leg));
});

test('strange legs of ours are hung up, strange callers are taken in, strange bridges removed', () => {
  const scene = new Scene(stepPlan());
  scene.signIn('anna');
  scene.take({
    kind: 'telephony-back',
    existing: {
      legs: [
        { leg: 'old-leg-1', up: true, caller: null },
        { leg: 'caller-9', up: true, caller: { from: '1', fromName: null, dialled: '100' } },
      ],
      bridges: [{ id: 'old-bridge', legs: ['old-leg-1'] }],
      restarted: false,
    },
  });
  assert.equal(scene.last('hang-up').leg, 'old-leg-1');
  assert.equal(scene.last('remove-bridge').bridge, 'old-bridge');
  assert.equal(scene.doing('caller-9'), 'waiting');
});

test('after a restart of Asterisk every call of before is told as ended and every bridge forgotten', () => {
  const scene = new Scene(stepPlan());
  scene.signIn(...AGENTS);
  scene.call();
  scene.talk('anna');
  scene.call();
  scene.call('300');
  scene.take({ kind: 'telephony-lost' });
  scene.take({ kind: 'telephony-back', existing: { legs: [], bridges: [], restarted: true } });
  assert.equal(scene.told('call-ended').length, 3);
  assert.deepEqual([...scene.state.bridges.keys()], []);
  scene.wait(6_000);
  scene.call();
  assert.equal(scene.ringing().length, 1);
});

test('the time in which Asterisk is not heard is kept as a gap, from its first loss', () => {
  const scene = new Scene(stepPlan());
  scene.take({ kind: 'telephony-lost' });
  scene.wait(2_000);
  gap(scene, 3_000);
  assert.deepEqual(scene.told('gap'), [
    { kind: 'gap', from: scene.now - 5_000, to: scene.now, cause: 'Asterisk was not heard' },
  ]);
});

test('a silence that was noticed late is a gap from its beginning', () => {
  const scene = new Scene(stepPlan());
  scene.wait(10_000);
  scene.take({ kind: 'telephony-lost', unheardMs: 6_000 });
  scene.take({ kind: 'telephony-lost', unheardMs: 9_000 });
  scene.take({ kind: 'telephony-back', existing: asBelieved(scene) });
  assert.deepEqual(scene.told('gap'), [
    { kind: 'gap', from: scene.now - 6_000, to: scene.now, cause: 'Asterisk was not heard' },
  ]);
});

test('after a restart the gap lasts until Asterisk is heard again', () => {
  const scene = new Scene(stepPlan());
  scene.now += 10_000;
  scene.take({ kind: 'restarted' });
  scene.wait(500);
  scene.take({ kind: 'telephony-back', existing: asBelieved(scene) });
  const [away, deaf] = scene.told('gap');
  assert.deepEqual([away?.from, deaf?.to], [scene.now - 10_500, scene.now]);
  assert.equal(away?.to, deaf?.from);
});

test('an answer that never reached Asterisk is sent again, and who waits hears music again', () => {
  const scene = new Scene(stepPlan());
  scene.signIn('anna');
  scene.call();
  scene.talk('anna');
  const caller = scene.call();
  scene.clear();
  scene.take({ kind: 'telephony-lost' });
  const existing = asBelieved(scene);
  const legs = existing.legs.map((leg) => (leg.leg === caller ? { ...leg, up: false } : leg));
  scene.take({ kind: 'telephony-back', existing: { ...existing, legs } });
  assert.deepEqual(scene.all('answer'), [{ kind: 'answer', leg: caller }]);
  assert.deepEqual(scene.all('start-music'), [{ kind: 'start-music', leg: caller, music: 'default' }]);
});

test('a caller who came to a ring step in the gap hears ringing afterwards', () => {
  const scene = new Scene(stepPlan());
  scene.signIn('anna');
  scene.take({ kind: 'telephony-lost' });
  const caller = scene.call('200');
  scene.clear();
  scene.take({ kind: 'telephony-back', existing: asBelieved(scene) });
  assert.deepEqual(scene.all('indicate-ringing'), [{ kind: 'indicate-ringing', leg: caller }]);
  assert.deepEqual(scene.ringing(), ['anna']);
});

test('after a restart no id is minted that a lost end of the journal may have held', () => {
  const scene = new Scene(stepPlan());
  const lost = new Scene(stepPlan());
  lost.call();
  for (const one of [scene, lost]) one.now += 10_000;
  scene.take({ kind: 'restarted' });
  scene.call();
  const [ours] = scene.state.calls.keys();
  assert.ok(ours !== undefined && !lost.state.calls.has(ours));
});
