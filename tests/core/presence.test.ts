import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentStateName } from '../../src/core/milestone.js';
import type { RefusalCode, Request } from '../../src/core/signal.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

type Stage = 'signed-out' | 'available' | 'offered' | 'connecting' | 'talking' | 'wrap-up' | 'paused';

/** Anna in this state; Boris, if anybody, is rung next. */
function annaIn(stage: Stage): Scene {
  const agents = ['anna', 'boris'];
  const wrapUp = { timeMs: 20_000, extendToMs: 60_000 };
  const scene = new Scene(plan({ agents, queues: [queue('sales', agents, { wrapUp })] }));
  if (stage === 'signed-out') return scene;
  scene.signIn('anna');
  if (stage === 'paused') scene.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  if (stage === 'available' || stage === 'paused') return scene;
  const caller = scene.call();
  if (stage === 'connecting') scene.answers(scene.ringingLeg('anna'));
  if (stage === 'talking' || stage === 'wrap-up') scene.talk('anna');
  if (stage === 'wrap-up') {
    scene.ends(caller);
    scene.obeyHangUps();
  }
  return scene;
}

const SIGN_IN: Request = { ask: 'sign-in', agent: 'anna' };
const SIGN_OUT: Request = { ask: 'sign-out', agent: 'anna' };
const PAUSE: Request = { ask: 'pause', agent: 'anna', reason: 'training' };
const RESUME: Request = { ask: 'resume', agent: 'anna' };
const END: Request = { ask: 'end-wrap-up', agent: 'anna' };
const EXTEND: Request = { ask: 'extend-wrap-up', agent: 'anna', byMs: 10_000 };

/** What is asked in which state → the state then shown, or the code of the refusal. */
const TABLE: readonly (readonly [Stage, Request, AgentStateName | RefusalCode])[] = [
  ['signed-out', SIGN_IN, 'available'],
  ['signed-out', SIGN_OUT, 'wrong-state'],
  ['signed-out', PAUSE, 'wrong-state'],
  ['signed-out', RESUME, 'wrong-state'],
  ['signed-out', END, 'wrong-state'],
  ['signed-out', EXTEND, 'wrong-state'],
  ['available', SIGN_IN, 'wrong-state'],
  ['available', SIGN_OUT, 'signed-out'],
  ['available', PAUSE, 'paused'],
  ['available', RESUME, 'wrong-state'],
  ['available', END, 'wrong-state'],
  ['available', EXTEND, 'wrong-state'],
  ['offered', SIGN_IN, 'wrong-state'],
  ['offered', SIGN_OUT, 'signed-out'],
  ['offered', PAUSE, 'paused'],
  ['offered', RESUME, 'wrong-state'],
  ['offered', END, 'wrong-state'],
  ['connecting', SIGN_OUT, 'offered'],
  ['connecting', PAUSE, 'offered'],
  ['talking', SIGN_IN, 'wrong-state'],
  ['talking', SIGN_OUT, 'talking'],
  ['talking', PAUSE, 'talking'],
  ['talking', RESUME, 'wrong-state'],
  ['talking', END, 'wrong-state'],
  ['talking', EXTEND, 'wrong-state'],
  ['wrap-up', SIGN_IN, 'wrong-state'],
  ['wrap-up', SIGN_OUT, 'signed-out'],
  ['wrap-up', PAUSE, 'wrap-up'],
  ['wrap-up', RESUME, 'wrong-state'],
  ['wrap-up', END, 'available'],
  ['wrap-up', EXTEND, 'wrap-up'],
  ['paused', SIGN_IN, 'wrong-state'],
  ['paused', SIGN_OUT, 'signed-out'],
  ['paused', PAUSE, 'paused'],
  ['paused', RESUME, 'available'],
  ['paused', END, 'wrong-state'],
];

for (const [stage, request, expected] of TABLE) {
  test(`${request.ask} while ${stage}: ${expected}`, () => {
    const scene = annaIn(stage);
    const answer = scene.ask(request);
    assert.equal(answer.ok ? scene.shows('anna') : answer.code, expected);
  });
}

for (const request of [SIGN_OUT, PAUSE]) {
  test(`${request.ask} while the phone rings takes the offer back and rings the next one`, () => {
    const scene = annaIn('offered');
    scene.signIn('boris');
    scene.mustAsk(request);
    assert.equal(scene.lastTold('offer-ended').result, 'withdrawn');
    assert.deepEqual(scene.ringing(), ['boris']);
  });

  test(`${request.ask} between answer and talk holds after the talk`, () => {
    const scene = annaIn('connecting');
    scene.mustAsk(request);
    scene.join();
    assert.equal(scene.shows('anna'), 'talking');
    scene.ends('caller-1');
    scene.obeyHangUps();
    scene.wait(20_000);
    assert.equal(scene.shows('anna'), request.ask === 'pause' ? 'paused' : 'signed-out');
  });

  test(`${request.ask} between answer and a connection that fails holds at once, and who waits goes to another`, () => {
    const scene = annaIn('connecting');
    scene.signIn('boris');
    scene.mustAsk(request);
    scene.wait(3_000);
    assert.equal(scene.shows('anna'), request.ask === 'pause' ? 'paused' : 'signed-out');
    assert.deepEqual(scene.ringing(), ['boris']);
  });
}

test('a pause asked for in mid-talk begins after the wrap-up, with its reason', () => {
  const scene = annaIn('talking');
  scene.mustAsk(PAUSE);
  scene.ends('caller-1');
  scene.obeyHangUps();
  assert.equal(scene.shows('anna'), 'wrap-up');
  scene.wait(20_000);
  const began = scene.lastTold('agent-state-began');
  assert.deepEqual([began.state, began.reason], ['paused', 'training']);
});

test('who signs out in mid-talk is signed out at its end, without wrap-up, and his phone is watched no more', () => {
  const scene = annaIn('talking');
  scene.mustAsk(SIGN_OUT);
  assert.equal(scene.ask(SIGN_OUT).ok, false);
  scene.ends('caller-1');
  assert.equal(scene.shows('anna'), 'signed-out');
  assert.equal(scene.last('unwatch-phone').phone, 'PJSIP/anna');
});

test('who signs in again before the end of that talk stays, with wrap-up', () => {
  const scene = annaIn('talking');
  scene.mustAsk(SIGN_OUT);
  scene.mustAsk(SIGN_IN);
  scene.ends('caller-1');
  assert.equal(scene.shows('anna'), 'wrap-up');
});

test('another reason for a pause is another interval, the same reason is refused', () => {
  const scene = annaIn('paused');
  assert.equal(scene.ask({ ask: 'pause', agent: 'anna', reason: 'lunch' }).ok, false);
  scene.wait(1_000);
  scene.mustAsk(PAUSE);
  const ended = scene.lastTold('agent-state-ended');
  assert.deepEqual([ended.state, ended.reason, ended.to - ended.from], ['paused', 'lunch', 1_000]);
});

test('somebody who is in no plan is not known', () => {
  const answer = annaIn('available').ask({ ask: 'sign-in', agent: 'nobody' });
  assert.equal(answer.ok ? '' : answer.code, 'unknown-agent');
});

test('a wrap-up ends at its time and says so', () => {
  const scene = annaIn('wrap-up');
  scene.wait(19_999);
  assert.equal(scene.shows('anna'), 'wrap-up');
  scene.wait(1);
  assert.equal(scene.shows('anna'), 'available');
  const ended = scene.lastTold('agent-state-ended');
  assert.deepEqual([ended.state, ended.endedBy, ended.queue], ['wrap-up', 'limit', 'sales']);
});

test('a wrap-up that the agent ends himself says so, and the next caller is rung for at once', () => {
  const scene = annaIn('wrap-up');
  scene.wait(5_000);
  scene.call();
  assert.deepEqual(scene.ringing(), []);
  scene.mustAsk(END);
  assert.deepEqual(scene.ringing(), ['anna']);
  const ended = scene.told('agent-state-ended').find(({ state }) => state === 'wrap-up');
  assert.deepEqual([ended?.endedBy, (ended?.to ?? 0) - (ended?.from ?? 0)], ['agent', 5_000]);
});

test('extensions reach to the limit from the beginning of the wrap-up, and not beyond', () => {
  const scene = annaIn('wrap-up');
  scene.mustAsk({ ask: 'extend-wrap-up', agent: 'anna', byMs: 30_000 });
  scene.wait(45_000);
  assert.equal(scene.shows('anna'), 'wrap-up');
  scene.mustAsk({ ask: 'extend-wrap-up', agent: 'anna', byMs: 30_000 });
  const refused = scene.ask({ ask: 'extend-wrap-up', agent: 'anna', byMs: 1 });
  assert.equal(refused.ok ? '' : refused.code, 'limit-reached');
  scene.wait(14_999);
  assert.equal(scene.shows('anna'), 'wrap-up');
  scene.wait(1);
  assert.equal(scene.shows('anna'), 'available');
});
