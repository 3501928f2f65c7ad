import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { agentViews, callbackViews, callViews, queueViews } from '../../src/app/live-view.js';
import { asked, CLIENT, POLICY, scene } from '../core/callback-scene.js';
import { callers, office, partnerLeg, scene as crowd } from '../core/overflow-scene.js';
import { plan, queue } from '../core/plan-builder.js';
import { Scene } from '../core/scene.js';
import { officeWithExtensions, officeWithOutside, PARTNER, talkWithAnna } from '../core/transfer-office.js';
import { over, promising, toTheBeep } from '../core/voicemail-scene.js';

/** How often something of the line is read while this is done. */
function readsOfLine(many: number): number {
  const one = scene({ openAtMost: many });
  for (let n = 0; n < many; n++) one.mustAsk({ ...asked, number: `+35988${8_000_000 + n}` });
  const queue = one.state.queues.get('sales');
  assert.ok(queue !== undefined);
  let reads = 0;
  const waiting = new Proxy(queue.waiting, {
    get(places, name) {
      reads += 1;
      return Reflect.get(places, name) as unknown;
    },
  });
  one.state.queues.set('sales', { ...queue, waiting });
  const places = Array.from({ length: many }, (_none, index) => index + 1);
  assert.deepEqual(
    callbackViews(one.state).map(({ position }) => position),
    places,
  );
  assert.deepEqual(
    callViews(one.state).map(({ position }) => position),
    places,
  );
  return reads;
}

test('who stands where is looked up once for all who are shown, not once for each', () => {
  assert.ok(readsOfLine(80) < 5 * readsOfLine(20));
});

test('whoever calls somebody back is told of the messages that he has left', () => {
  const one = promising({});
  const left = [4_000, 5_000].map((ms) => {
    const leg = one.call('100', CLIENT);
    const recording = toTheBeep(one);
    one.wait(ms);
    one.take({ kind: 'recording-ended', recording, end: 'complete', durationMs: ms, spokenMs: ms });
    one.ends(leg);
    return over(one).voicemail;
  });
  one.ends(one.call('100', '+359888000002'));
  assert.deepEqual(
    callbackViews(one.state).map(({ number, voicemails }) => [number, voicemails]),
    [
      [CLIENT, left],
      ['+359888000002', []],
    ],
  );
});

test('whoever makes a call counts as talking, as he does in his own line', () => {
  const atPhones = { outgoing: { ringMs: 30_000, record: null, wrapUp: { timeMs: 0, extendToMs: 0 } } };
  const agents = ['anna', 'boris'];
  const one = new Scene(plan({ agents, queues: [queue('sales', agents)], dialPolicy: POLICY, atPhones }));
  one.signIn(...agents);
  one.mustAsk({ ask: 'call-out', agent: 'anna', number: CLIENT });
  assert.deepEqual(
    queueViews(one.state).map(({ agents: counted }) => counted),
    [{ signedIn: 2, available: 1, talking: 1 }],
  );
  assert.equal(one.shows('anna'), 'talking');
});

test('an agent whose caller hears music shows so, and since when, while his talk is kept as one', () => {
  const one = officeWithExtensions();
  const { call } = talkWithAnna(one);
  const anna = (): unknown => {
    const [{ state, since } = { state: 'none', since: 0 }] = agentViews(one.state);
    return [state, since - one.now];
  };
  one.wait(5_000);
  assert.deepEqual(anna(), ['talking', -5_000]);
  one.mustAsk({ ask: 'hold-call', call });
  one.wait(2_000);
  assert.deepEqual(anna(), ['on-hold', -2_000]);
  one.mustAsk({ ask: 'resume-call', call });
  assert.deepEqual(anna(), ['talking', -7_000]);
  one.mustAsk({ ask: 'consult', call, target: { to: 'agent', agent: 'boris' }, reason: null });
  assert.deepEqual(anna(), ['consulting', 0]);
  assert.equal(one.shows('anna'), 'talking');
});

test('a call shows the number outside that its agent asks about the caller, and he stays with the agent', () => {
  const one = officeWithOutside({ dialPolicy: POLICY });
  const { call, agentLeg } = talkWithAnna(one);
  const shown = (): unknown =>
    callViews(one.state).map(({ state, agent, outside }) => [state, agent, outside]);
  for (const key of '#2700') one.press(agentLeg, key);
  assert.deepEqual(shown(), [['talking', 'anna', PARTNER]]);
  one.mustAsk({ ask: 'cancel-transfer', call });
  assert.deepEqual(shown(), [['talking', 'anna', null]]);
});

test('a caller whose agent leaves while a number rings is there since then, not since it was asked', () => {
  const one = officeWithOutside({ dialPolicy: POLICY });
  const { call, agentLeg } = talkWithAnna(one);
  const since = (): unknown => callViews(one.state).map((it) => [it.state, (it.since ?? 0) - one.now]);
  for (const key of '#2700') one.press(agentLeg, key);
  one.wait(4_000);
  one.mustAsk({ ask: 'complete-transfer', call });
  assert.deepEqual(since(), [['ringing', 0]]);
  one.answers(one.last('ring').leg);
  one.join();
  one.wait(1_000);
  assert.deepEqual(since(), [['talking', -1_000]]);
});

test('a caller outside is shown with the agent who has sent him there, and the queue that he came from', () => {
  const one = officeWithOutside({ dialPolicy: POLICY });
  const { agentLeg } = talkWithAnna(one);
  const shown = (): unknown => callViews(one.state).map((it) => [it.agent, it.sentBy, it.queue, it.outside]);
  assert.deepEqual(shown(), [['anna', null, 'sales', null]]);
  for (const key of '#1700') one.press(agentLeg, key);
  assert.deepEqual(shown(), [[null, 'anna', 'sales', PARTNER]]);
  one.answers(one.last('ring').leg);
  one.join();
  one.state = thaw(freeze(one.state));
  assert.deepEqual(shown(), [[null, 'anna', 'sales', PARTNER]]);
});

test('a queue shows whether its callers go to a partner, and a call who has it there', () => {
  const one = crowd();
  const before = queueViews(one.state)[0]?.overflow;
  assert.deepEqual([before?.partner, before?.state, before?.since], ['night-desk', 'closed', null]);
  const [, , third, fourth] = callers(one, 4);
  one.answers(partnerLeg(one, third ?? ''));
  one.join();
  assert.deepEqual(queueViews(one.state)[0]?.overflow, {
    ...{ partner: 'night-desk', state: 'open', since: one.now, lines: 2, ringing: 1, talking: 1 },
    ...{ inUse: 2, restsUntil: null },
  });
  const states = queueViews(one.state)[0]?.waiting.map(({ state }) => state);
  assert.deepEqual(states, ['waiting', 'waiting', 'ringing']);
  const shown = callViews(one.state).map(({ state, agent, partner }) => [state, agent, partner]);
  assert.deepEqual(shown, [
    ['talking', 'anna', undefined],
    ['waiting', null, undefined],
    ['waiting', null, undefined],
    ['talking', null, 'night-desk'],
    ['ringing', null, undefined],
  ]);
  assert.deepEqual(
    agentViews(one.state).map(({ agent }) => agent),
    ['anna', 'boris'],
  );
  one.ends(partnerLeg(one, fourth ?? ''), 'busy');
  const resting = queueViews(one.state)[0]?.overflow;
  assert.deepEqual([resting?.inUse, resting?.restsUntil], [1, one.now + 30_000]);
  one.wait(30_000);
  assert.equal(queueViews(one.state)[0]?.overflow?.restsUntil, null);
  one.take({ kind: 'plan-loaded', plan: office({ overflow: null, version: 'plan-2' }), by: 'test' });
  assert.equal(queueViews(one.state)[0]?.overflow, undefined);
});

test('a caller who is connected with a number outside is shown with it, ringing and talking', () => {
  const one = new Scene(
    plan({
      agents: [],
      blocks: {
        out: [
          { do: 'record', record: true },
          {
            ...{ do: 'dial', id: 'out[1].dial', to: CLIENT, ringMs: 20_000, show: 'policy', hear: null },
            otherwise: 'hangup',
          },
        ],
      },
      numbers: { '100': 'out' },
      dialPolicy: POLICY,
    }),
  );
  one.call();
  const shown = (): unknown[] =>
    callViews(one.state).map(({ state, since, outside, agent, recording }) => {
      return [state, since, outside, agent, recording];
    });
  const dialledAt = one.now;
  assert.deepEqual(shown(), [['ringing', dialledAt, CLIENT, null, null]]);
  one.wait(5_000);
  one.answers(one.last('ring').leg);
  one.join();
  assert.deepEqual(shown(), [['talking', dialledAt + 5_000, CLIENT, null, 'recording']]);
});
