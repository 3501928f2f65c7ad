import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { asked, CLIENT, dialled, endOf, MINUTE, scene, stageOf } from './callback-scene.js';

test('the agent is rung first, hears the notice, and only then the client is called', () => {
  const one = scene();
  one.signIn('anna');
  one.mustAsk(asked);
  const leg = one.ringingLeg('anna');
  assert.equal(one.all('ring').length, 1);
  one.answers(leg);
  assert.deepEqual(
    [one.last('play').leg, one.last('play').media, one.all('ring').length],
    [leg, ['sound:callplane/notice'], 1],
  );
  one.finishSound();
  const ring = one.last('ring');
  assert.deepEqual(
    [ring.phone, ring.callerNumber, ring.timeoutMs],
    [`PJSIP/${CLIENT}@trunk`, '+3592000', 22_000],
  );
  assert.equal(one.last('start-ringback').leg, leg);
  one.answers(ring.leg);
  assert.deepEqual([one.last('stop-ringback').leg, one.last('connect').legs], [leg, [ring.leg, leg]]);
  one.join();
  assert.equal(endOf(one), 'reached');
  one.wait(30_000);
  one.ends(ring.leg);
  one.obeyHangUps();
  const [attempt] = one.told('callback-attempt-ended');
  assert.deepEqual([attempt?.agent, attempt?.result, attempt?.talkMs], ['anna', 'answered', 30_000]);
  assert.equal(one.state.agents.get('anna')?.work.kind, 'wrap-up');
  for (const kind of ['call-ended', 'visit-ended', 'offer-ended', 'conversation-ended'] as const)
    assert.equal(one.told(kind).length, 0, kind);
  assert.equal(one.state.calls.size, 0);
});

test('what came of the talk is asked as of any, and whoever was called does not come to what is after a call', () => {
  const codes = { sale: { key: '1', success: true, resolution: null } };
  const one = scene({ notice: null }, {}, { afterCall: 'sorry', outcomes: { codes, required: false } });
  one.signIn('anna');
  one.mustAsk(asked);
  const agent = one.ringingLeg('anna');
  one.answers(agent);
  const client = one.last('ring').leg;
  one.answers(client);
  one.join();
  one.wait(5_000);
  one.ends(agent);
  assert.equal(one.last('hang-up').leg, client);
  assert.equal(one.all('play').length, 0);
  one.obeyHangUps();
  one.mustAsk({ ask: 'set-outcome', agent: 'anna', outcome: 'sale' });
  one.wait(10_000);
  const settled = one.lastTold('outcome-settled');
  const attempt = one.lastTold('callback-attempt-ended');
  assert.deepEqual(
    [settled.outcome, settled.queue, settled.conversation],
    ['sale', 'sales', attempt.conversation],
  );
});

test('a client who is busy is tried again after the pause, as often as the queue says', () => {
  const one = scene();
  one.signIn('anna');
  one.mustAsk(asked);
  one.ends(dialled(one), 'busy');
  one.obeyHangUps();
  assert.equal(stageOf(one), 'resting');
  one.wait(15 * MINUTE - 1);
  assert.equal(one.all('ring').length, 2);
  one.wait(1);
  const second = dialled(one);
  one.wait(20_000);
  assert.equal(one.last('hang-up').leg, second);
  assert.equal(endOf(one), 'tries-used');
  assert.deepEqual(
    one.told('callback-attempt-ended').map(({ result }) => result),
    ['busy', 'no-answer'],
  );
});

test('an agent who hangs up during the notice has declined, and one who hangs up later has cancelled', () => {
  const one = scene();
  one.signIn('anna', 'boris');
  one.mustAsk(asked);
  const leg = one.ringingLeg('anna');
  one.answers(leg);
  one.ends(leg);
  assert.equal(one.told('callback-attempt-ended').at(-1)?.offerResult, 'declined');
  const second = one.ringingLeg('boris');
  one.answers(second);
  one.finishSound();
  const client = one.last('ring').leg;
  one.ends(second);
  assert.equal(one.last('hang-up').leg, client);
  one.obeyHangUps();
  assert.equal(one.told('callback-attempt-ended').at(-1)?.result, 'agent-cancelled');
  assert.equal(stageOf(one), 'resting');
});

test('agents whose time comes while one hears the notice are rung all the same when he hangs up', () => {
  const one = scene({}, {}, { opensAfterMs: { carla: 5_000, boris: 8_000 } });
  one.signIn('anna', 'boris');
  one.mustAsk(asked);
  const leg = one.ringingLeg('anna');
  one.wait(4_000);
  one.answers(leg);
  one.wait(2_000);
  one.ends(leg);
  one.mustAsk({ ask: 'sign-out', agent: 'anna' });
  one.wait(1_999);
  assert.equal(one.all('ring').length, 1);
  one.wait(1);
  one.answers(one.ringingLeg('boris'));
});

test('an attempt survives a restart in every stage, and a leg that is gone meanwhile is a try', () => {
  const one = scene();
  one.signIn('anna');
  one.mustAsk(asked);
  const agent = one.ringingLeg('anna');
  one.answers(agent);
  const back = (legs: readonly string[], up: readonly string[]): void => {
    one.state = thaw(freeze(one.state));
    one.take({ kind: 'restarted' });
    const existing = legs.map((leg) => ({ leg, up: up.includes(leg), caller: null }));
    one.take({ kind: 'telephony-back', existing: { legs: existing, bridges: [], restarted: false } });
  };
  back([agent], [agent]);
  assert.equal(one.last('play').leg, agent);
  one.finishSound();
  const client = one.last('ring').leg;
  back([agent, client], [agent]);
  assert.equal(one.last('start-ringback').leg, agent);
  back([agent], [agent]);
  assert.equal(one.told('callback-attempt-ended')[0]?.result, 'failed');
  one.obeyHangUps();
  one.wait(15 * MINUTE);
  const second = dialled(one);
  const [secondAgent = ''] = one.state.agents.get('anna')?.legs ?? [];
  back([secondAgent, second], [secondAgent, second]);
  one.join();
  assert.equal(endOf(one), 'reached');
});

test('an agent who answered in a gap hears the notice once', () => {
  const one = scene();
  one.signIn('anna');
  one.mustAsk(asked);
  const leg = one.ringingLeg('anna');
  one.take({ kind: 'telephony-lost' });
  const legs = [{ leg, up: true, caller: null }];
  one.take({ kind: 'telephony-back', existing: { legs, bridges: [], restarted: false } });
  assert.equal(one.all('play').length, 1);
  one.finishSound();
  assert.equal(one.all('ring').length, 2);
});

test('a client whose phone cannot be rung is a try that failed', () => {
  for (const failure of ['unreachable', 'timeout'] as const) {
    const one = scene();
    one.signIn('anna');
    one.mustAsk(asked);
    const leg = dialled(one);
    const command = { kind: 'ring', leg, playback: null, bridge: null };
    one.take({ kind: 'command-failed', command, failure });
    one.obeyHangUps();
    assert.equal(one.told('callback-attempt-ended')[0]?.result, 'failed', failure);
    assert.equal(one.state.calls.size, 0, failure);
  }
});

test('a client who talks by a callback is not called again meanwhile, whoever asks', () => {
  const one = scene();
  one.signIn('anna');
  one.mustAsk(asked);
  const client = dialled(one);
  one.answers(client);
  one.join();
  assert.equal(endOf(one), 'reached');
  one.signIn('boris');
  one.mustAsk(asked);
  assert.deepEqual([stageOf(one), one.ringing()], ['held', []]);
  one.ends(client);
  one.obeyHangUps();
  assert.deepEqual([stageOf(one), one.ringing()], ['in-line', ['boris']]);
});

test('nor is he when he has hung up waiting in another call that he made meanwhile', () => {
  const one = scene();
  one.signIn('anna');
  one.mustAsk(asked);
  const client = dialled(one);
  one.answers(client);
  one.join();
  one.signIn('boris');
  one.mustAsk({ ask: 'pause', agent: 'boris', reason: 'lunch' });
  const second = one.call('100', CLIENT);
  one.wait(10_000);
  one.ends(second);
  one.mustAsk({ ask: 'resume', agent: 'boris' });
  assert.deepEqual([stageOf(one), one.ringing()], ['held', []]);
  one.ends(client);
  one.obeyHangUps();
  assert.deepEqual([stageOf(one), one.ringing()], ['in-line', ['boris']]);
});
