import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutcomeRule } from '../../src/core/afterwards.js';
import { findAstray } from '../../src/core/astray.js';
import type { Step, VoicemailRule } from '../../src/core/plan.js';
import type { Existing, Failure, LegId } from '../../src/core/signal.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import type { Target } from '../../src/core/transfer/rule.js';
import type { Scene } from './scene.js';
import { office } from './transfer-office.js';

const REQUIRED: OutcomeRule = {
  codes: { sale: { key: '1', success: true, resolution: null } },
  required: true,
};
const HALF_A_MINUTE = { timeMs: 30_000, extendToMs: 60_000 };
const BORIS: Target = { to: 'agent', agent: 'boris' };

function talking(scene: Scene): { readonly caller: LegId; readonly call: string; readonly agentLeg: LegId } {
  const caller = scene.call();
  const agentLeg = scene.ringingLeg('anna');
  scene.talk('anna');
  const [call] = [...scene.state.calls.values()].filter(({ leg }) => leg === caller);
  assert.ok(call !== undefined);
  return { caller, call: call.id, agentLeg };
}

function hear(scene: Scene): string {
  return scene.last('start-music').music;
}

function handOver(scene: Scene, call: string, target: Target = BORIS): void {
  scene.mustAsk({ ask: 'transfer-call', call, target, reason: null });
}

function consult(scene: Scene, call: string, target: Target = BORIS): void {
  scene.mustAsk({ ask: 'consult', call, target, reason: null });
}

function phoneOf(scene: Scene, agent: string): string {
  return scene.state.agents.get(agent)?.work.kind ?? 'unknown';
}

test('a caller who is handed over twice is recorded as his queue wants it, with the third agent too', () => {
  const scene = office({ record: true });
  const { call } = talking(scene);
  for (const agent of ['boris', 'vera']) {
    handOver(scene, call, { to: 'agent', agent });
    scene.talk(agent);
    scene.obeyHangUps();
  }
  assert.equal(scene.all('start-recording').length, 3);
});

test('whoever is handed over hears the music of the section, and again after a connection that failed', () => {
  const scene = office();
  const { call } = talking(scene);
  handOver(scene, call);
  assert.equal(hear(scene), 'handing-over');
  scene.answers(scene.ringingLeg('boris'));
  scene.clear();
  scene.take({
    kind: 'command-failed',
    ...{ command: { kind: 'connect', leg: null, playback: null, bridge: bridgeOf(scene, call) } },
    failure: 'refused',
  });
  assert.equal(hear(scene), 'handing-over');
});

function bridgeOf(scene: Scene, id: string): string {
  const activity = scene.state.calls.get(id)?.activity;
  assert.ok(activity?.kind === 'connecting');
  return activity.bridge;
}

test('a target that declines at once: the sender is rung as soon as her phone is free, and has the caller back', () => {
  const scene = office();
  const { call, caller, agentLeg } = talking(scene);
  handOver(scene, call);
  scene.ends(scene.ringingLeg('boris'), 'declined');
  assert.deepEqual([scene.doing(caller), scene.ringing()], ['waiting', []]);
  assert.equal(hear(scene), 'handing-over');
  const back = thaw(freeze(scene.state));
  scene.state = back;
  scene.wait(700);
  scene.ends(agentLeg, 'cancelled');
  assert.deepEqual(scene.ringing(), ['anna']);
  scene.talk('anna');
  assert.equal(scene.lastTold('transfer-ended').result, 'returned');
});

test('whoever is not rung again because her phone never hangs up, or because she leaves, keeps nobody waiting', () => {
  for (const leaves of [true, false]) {
    const scene = office({}, [{ do: 'queue', queue: 'support' }]);
    const { call, agentLeg } = talking(scene);
    handOver(scene, call);
    scene.ends(scene.ringingLeg('boris'), 'declined');
    if (leaves) {
      scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
      scene.ends(agentLeg, 'cancelled');
    } else scene.wait(31_000);
    assert.deepEqual(scene.ringing(), [leaves ? 'vera' : 'anna']);
  }
});

test('the notes of whoever has her caller back are open until the talk that goes on is over, with the outcome', () => {
  const scene = office({ wrapUp: HALF_A_MINUTE, outcomes: REQUIRED });
  const { call, agentLeg } = talking(scene);
  handOver(scene, call);
  scene.ends(agentLeg, 'cancelled');
  scene.wait(15_000);
  assert.deepEqual(scene.ringing(), ['anna']);
  assert.equal(scene.told('outcome-settled').length, 0);
  const second = scene.ringingLeg('anna');
  scene.talk('anna');
  scene.ends(second);
  assert.equal(scene.shows('anna'), 'wrap-up');
  scene.mustAsk({ ask: 'set-outcome', agent: 'anna', outcome: 'sale' });
  scene.mustAsk({ ask: 'end-wrap-up', agent: 'anna' });
  assert.deepEqual(
    scene.told('outcome-settled').map(({ outcome, queue: of }) => [outcome, of]),
    [['sale', 'sales']],
  );
});

test('whoever does not take her caller back goes on with her notes for the rest of their time', () => {
  const scene = office({ wrapUp: HALF_A_MINUTE, outcomes: REQUIRED });
  const { call, agentLeg } = talking(scene);
  handOver(scene, call);
  scene.ends(agentLeg, 'cancelled');
  scene.ends(scene.ringingLeg('boris'), 'busy');
  scene.wait(10_000);
  scene.ends(scene.ringingLeg('anna'), 'declined');
  assert.equal(scene.shows('anna'), 'wrap-up');
  assert.equal(scene.told('outcome-settled').length, 0);
  scene.wait(20_000);
  assert.equal(scene.shows('anna'), 'available');
  assert.equal(scene.told('outcome-settled').length, 1);
});

test('whoever leaves, or is away, is not rung again: her notes and her outcome stay hers', () => {
  const scene = office({ wrapUp: HALF_A_MINUTE, outcomes: REQUIRED });
  const { call, agentLeg } = talking(scene);
  scene.mustAsk({ ask: 'sign-out', agent: 'anna' });
  handOver(scene, call);
  scene.ends(agentLeg, 'cancelled');
  scene.ends(scene.ringingLeg('boris'), 'busy');
  assert.equal(phoneOf(scene, 'anna'), 'wrap-up');
  assert.equal(scene.told('outcome-settled').length, 0);
  assert.equal(scene.lastTold('transfer-ended').result, 'nobody');
});

test('a call is marked as escalated when it is handed over to a chain, not when somebody of it is asked', () => {
  const scene = office();
  const { call } = talking(scene);
  consult(scene, call, { to: 'chain', chain: 'up' });
  scene.mustAsk({ ask: 'cancel-transfer', call });
  scene.obeyHangUps();
  assert.deepEqual(scene.state.calls.get(call)?.marks, []);
  consult(scene, call, { to: 'chain', chain: 'up' });
  scene.answers(scene.ringingLeg('boris'));
  scene.mustAsk({ ask: 'complete-transfer', call });
  assert.deepEqual(scene.state.calls.get(call)?.marks, ['escalated']);
});

test('a transfer to a flow is over when the flow has begun, and who hangs up in it has not been left', () => {
  const scene = office();
  const { call, caller } = talking(scene);
  handOver(scene, call, { to: 'flow', flow: 'late' });
  assert.deepEqual(results(scene), ['in-flow']);
  scene.ends(caller);
  assert.deepEqual(results(scene), ['in-flow']);
  assert.deepEqual(scene.lastTold('call-ended').marks, []);
});

test('who leaves a message because nobody has him has not hung up in vain', () => {
  const rule = {
    ...{ greeting: null, longestMs: 60_000, shortestMs: 2_000, silenceMs: 5_000, endKey: '#' },
    ...{ callback: null, mail: [] },
  };
  const box = { do: 'voicemail', box: 'box' } as unknown as Step;
  const scene = office({}, [box], { box: rule as unknown as VoicemailRule });
  const { call, caller } = talking(scene);
  handOver(scene, call);
  scene.obeyHangUps();
  scene.ends(scene.ringingLeg('boris'), 'declined');
  scene.ends(scene.ringingLeg('anna'), 'declined');
  while (scene.state.playbacks.size > 0) scene.finishSound();
  scene.take({ kind: 'recording-started', recording: scene.last('record-message').recording });
  scene.wait(10_000);
  scene.ends(caller);
  assert.deepEqual(results(scene), ['voicemail']);
  assert.deepEqual(scene.lastTold('call-ended').marks, []);
});

function results(scene: Scene): readonly string[] {
  return scene.told('transfer-ended').map(({ result }) => result);
}

test('a call that we end in the middle of a consultation is handed over to nobody', () => {
  const scene = office();
  const { call, caller } = talking(scene);
  consult(scene, call);
  scene.take({ kind: 'step-failed', leg: caller, deadline: null, error: 'broken' });
  assert.deepEqual(results(scene), ['nobody']);
});

function asItIs(scene: Scene): Existing {
  return {
    legs: [...scene.state.legs].map(([leg, { role, bridge }]) => ({
      leg,
      up: role === 'caller' || bridge !== null,
      caller: role === 'caller' ? { from: null, fromName: null, dialled: '100' } : null,
    })),
    bridges: [...scene.state.bridges].map(([id, { legs }]) => ({ id, legs: [...legs] })),
    restarted: false,
  };
}

/** The process dies before the last commands are sent, and the next one goes on. */
function dies(scene: Scene, existing: Existing): void {
  scene.state = thaw(freeze(scene.state));
  scene.clear();
  scene.take({ kind: 'restarted' });
  scene.take({ kind: 'telephony-back', existing });
}

test('a death in the middle of a resumption: the caller hears the agent, and no music', () => {
  const scene = office();
  const { call, caller } = talking(scene);
  scene.mustAsk({ ask: 'hold-call', call });
  const onHold = asItIs(scene);
  scene.mustAsk({ ask: 'resume-call', call });
  const { leg, bridge } = scene.last('join-bridge');
  dies(scene, onHold);
  assert.deepEqual([leg, scene.last('stop-music').leg], [caller, caller]);
  assert.deepEqual(scene.last('join-bridge'), { kind: 'join-bridge', leg: caller, bridge });
  // Whoever stands there already is left alone.
  const inTalk = asItIs(scene);
  dies(scene, inTalk);
  assert.deepEqual([...scene.all('join-bridge'), ...scene.all('stop-music')], []);
});

test('a caller who stands outside of his talk comes in without the music that he may hear', () => {
  const scene = office();
  const { caller } = talking(scene);
  scene.clear();
  scene.take({ kind: 'found-astray', astray: { what: 'lonely-leg', leg: caller } });
  const kinds = scene.commands.map(({ kind }) => kind);
  assert.ok(kinds.indexOf('stop-music') >= 0 && kinds.indexOf('stop-music') < kinds.indexOf('connect'));
});

function fails(scene: Scene, kind: 'leave-bridge' | 'join-bridge', failure: Failure): void {
  const { leg, bridge } = scene.last(kind);
  scene.take({ kind: 'command-failed', command: { kind, leg, playback: null, bridge }, failure });
}

test('a caller on hold who was not taken out is taken out again, and is astray as long as he stands there', () => {
  const scene = office();
  const { call, caller } = talking(scene);
  const before = asItIs(scene);
  scene.mustAsk({ ask: 'hold-call', call });
  scene.clear();
  scene.take({
    kind: 'command-failed',
    command: { kind: 'leave-bridge', leg: caller, playback: null, bridge: before.bridges[0]?.id ?? null },
    failure: 'timeout',
  });
  assert.deepEqual([scene.last('leave-bridge').leg, scene.last('start-music').leg], [caller, caller]);
  for (let again = 0; again < 9; again++) fails(scene, 'leave-bridge', 'timeout');
  assert.ok(scene.all('leave-bridge').length < 4, 'a removal that fails is not repeated for ever at once');
  const found = findAstray(scene.state, before);
  assert.deepEqual(found, [{ what: 'overhearing-leg', leg: caller }]);
  scene.clear();
  for (const astray of found) scene.take({ kind: 'found-astray', astray });
  assert.equal(scene.last('leave-bridge').leg, caller);
  assert.deepEqual(findAstray(scene.state, asItIs(scene)), []);
  scene.mustAsk({ ask: 'resume-call', call });
  scene.clear();
  for (const astray of found) scene.take({ kind: 'found-astray', astray });
  assert.equal(scene.all('leave-bridge').length, 0);
});

test('what is gone when somebody is to come into the bridge may be the bridge: nobody is taken for gone', () => {
  const scene = office();
  const { call, caller } = talking(scene);
  scene.mustAsk({ ask: 'hold-call', call });
  scene.mustAsk({ ask: 'resume-call', call });
  fails(scene, 'join-bridge', 'gone');
  assert.equal(scene.doing(caller), 'talking');
  assert.equal(scene.last('verify-leg').leg, caller);
  assert.equal(scene.last('connect').create, true);
  consult(scene, call);
  scene.answers(scene.ringingLeg('boris'));
  fails(scene, 'join-bridge', 'gone');
  assert.deepEqual([scene.doing(caller), results(scene)], ['talking', ['cancelled']]);
});

test('nothing of a hold is recorded, also where the recording begins in it or is asked to go on', () => {
  const scene = office({ record: true });
  const { call } = talking(scene);
  const { recording } = scene.last('start-recording');
  scene.mustAsk({ ask: 'hold-call', call });
  scene.take({ kind: 'recording-started', recording });
  assert.equal(scene.last('pause-recording').recording, recording);
  assert.equal(scene.ask({ ask: 'resume-recording', call }).ok, false);
  scene.mustAsk({ ask: 'resume-call', call });
  assert.equal(scene.last('resume-recording').recording, recording);
  scene.clear();
  scene.mustAsk({ ask: 'pause-recording', call });
  scene.mustAsk({ ask: 'hold-call', call });
  scene.mustAsk({ ask: 'resume-recording', call });
  assert.equal(scene.all('resume-recording').length, 0);
  scene.mustAsk({ ask: 'resume-call', call });
  assert.equal(scene.all('resume-recording').length, 1);
});

test('a recording that is paused during a hold stays so afterwards', () => {
  const scene = office({ record: true });
  const { call } = talking(scene);
  scene.take({ kind: 'recording-started', recording: scene.last('start-recording').recording });
  scene.mustAsk({ ask: 'hold-call', call });
  scene.mustAsk({ ask: 'pause-recording', call });
  assert.equal(scene.ask({ ask: 'pause-recording', call }).ok, false);
  scene.mustAsk({ ask: 'resume-call', call });
  assert.equal(scene.all('resume-recording').length, 0);
});

test('while Asterisk is not heard nobody is handed over, and whoever of a chain is asked next is asked afterwards', () => {
  const scene = office();
  const { call, caller } = talking(scene);
  consult(scene, call, { to: 'chain', chain: 'up' });
  const leg = scene.ringingLeg('boris');
  scene.take({ kind: 'telephony-lost' });
  scene.wait(16_000);
  assert.deepEqual([results(scene), scene.doing(caller)], [[], 'talking']);
  const existing = asItIs(scene);
  scene.take({
    kind: 'telephony-back',
    existing: { ...existing, legs: existing.legs.filter((one) => one.leg !== leg) },
  });
  assert.deepEqual(scene.ringing(), ['vera']);
  scene.take({ kind: 'telephony-lost' });
  scene.mustAsk({ ask: 'cancel-transfer', call });
  const answer = scene.ask({ ask: 'consult', call, target: BORIS, reason: null });
  assert.ok(!answer.ok && answer.detail.includes('Asterisk is not heard'));
});
