import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planInForce } from '../../src/core/state.js';
import { asked, CLIENT, dialled, endOf, HOUR, MINUTE, scene, stageOf } from './callback-scene.js';
import { Scene } from './scene.js';

const clientsRung = (one: Scene): number =>
  one.all('ring').filter(({ phone }) => phone.includes(CLIENT)).length;

/** Anna talks with somebody else, and the client has hung up waiting. */
function abandoned(one: Scene): void {
  one.signIn('anna');
  one.call('100', '+359888000009');
  one.talk('anna');
  const leg = one.call('100', CLIENT);
  one.wait(11_000);
  one.ends(leg);
}

test('who is asked for again, for another day, is not given up before it', () => {
  const inLine = scene();
  inLine.mustAsk(asked);
  const lost = scene();
  abandoned(lost);
  for (const one of [inLine, lost]) {
    one.mustAsk({ ...asked, notBefore: one.now + 24 * HOUR });
    one.wait(23 * HOUR);
    assert.equal(endOf(one), '');
    one.wait(HOUR + 1);
    assert.equal(stageOf(one), 'in-line');
  }
});

test('who asks anew has all his tries, also when he asks during the last one', () => {
  const one = scene({ tries: 1 });
  one.signIn('anna');
  one.mustAsk(asked);
  const client = dialled(one);
  one.wait(1_000);
  one.press(one.call('100', CLIENT), '1');
  one.ends(client, 'busy');
  one.finishSound();
  one.obeyHangUps();
  assert.equal(endOf(one), '');
  one.wait(15 * MINUTE);
  one.ends(dialled(one), 'busy');
  one.obeyHangUps();
  assert.deepEqual(
    one.told('callback-ended').map(({ end, tries }) => [end, tries]),
    [['tries-used', 2]],
  );
});

test('tries of an earlier wish are none of the next', () => {
  const one = scene({ tries: 2 }, { perNumber: { calls: 5, withinMs: HOUR } });
  one.signIn('anna');
  one.mustAsk(asked);
  for (const expected of ['', '', 'tries-used']) {
    one.ends(dialled(one), 'busy');
    one.obeyHangUps();
    assert.equal(endOf(one), expected);
    if (one.told('callback-asked').length === 1) one.mustAsk(asked);
    one.wait(15 * MINUTE);
  }
});

test('who has hung up waiting and asks by key later is promised it: a night does not end that', () => {
  const one = scene({ hours: 'office' });
  one.wait(8 * HOUR - 30 * MINUTE);
  abandoned(one);
  one.press(one.call('100', CLIENT), '1');
  one.finishSound();
  one.obeyHangUps();
  one.wait(12 * HOUR);
  assert.equal(endOf(one), '');
});

test('the seven days of a callback are those since it was asked for last, nights or not', () => {
  const one = scene({ hours: 'office', expireMs: 300 * HOUR });
  one.mustAsk(asked);
  one.wait(6 * 24 * HOUR);
  one.mustAsk(asked);
  one.wait(2 * 24 * HOUR);
  assert.equal(endOf(one), '');
});

test('the time of a callback stands still from the closing on, also when it rests over it', () => {
  const one = scene({ hours: 'office', tries: 3 });
  one.wait(8 * HOUR - 118 * MINUTE);
  one.mustAsk(asked);
  one.wait(113 * MINUTE);
  one.signIn('anna');
  one.ends(dialled(one), 'busy');
  one.obeyHangUps();
  one.wait(12 * HOUR);
  assert.equal(endOf(one), '');
});

test('who may not be called any more is not called, although an agent is rung or hears the notice already', () => {
  const closing = { ask: 'close-hours', hours: 'office', ends: null } as const;
  const rung = scene({ hours: 'office' });
  rung.signIn('anna');
  rung.mustAsk(asked);
  rung.mustAsk(closing);
  assert.deepEqual(rung.shows('anna'), 'available');

  const briefed = scene({}, { hours: 'office' });
  briefed.signIn('anna');
  briefed.mustAsk(asked);
  briefed.answers(briefed.ringingLeg('anna'));
  briefed.mustAsk(closing);
  briefed.finishSound();

  const later = scene();
  later.signIn('anna');
  later.mustAsk(asked);
  later.mustAsk({ ...asked, notBefore: later.now + 3 * HOUR });
  assert.deepEqual(later.shows('anna'), 'available');

  const expired = scene();
  expired.mustAsk(asked);
  expired.wait(2 * HOUR - 1_000);
  expired.signIn('anna');
  expired.answers(expired.ringingLeg('anna'));
  expired.wait(1_000);
  expired.finishSound();
  for (const one of [rung, briefed, later, expired]) assert.equal(clientsRung(one), 0);
  assert.deepEqual([rung, briefed, later, expired].map(endOf), ['', '', '', 'expired']);
});

test('no agent is rung again and again for a number that there cannot be by the plan that has come', () => {
  const one = scene();
  one.mustAsk(asked);
  const { dialPolicy, ...rest } = planInForce(one.state);
  assert.ok(dialPolicy !== undefined);
  const plan = { ...rest, version: 'next', dialPolicy: { ...dialPolicy, forms: {} } };
  one.take({ kind: 'plan-loaded', plan, by: 'test' });
  one.signIn('anna');
  assert.deepEqual(one.ringing(), []);
  assert.equal(one.lastTold('callback-ended').reason, 'not-possible');
});

test('nobody is called while Asterisk is not heard; the agent hears the notice again afterwards', () => {
  const one = scene();
  one.signIn('anna');
  one.mustAsk(asked);
  const agent = one.ringingLeg('anna');
  one.answers(agent);
  one.take({ kind: 'telephony-lost' });
  one.wait(60_000);
  assert.equal(clientsRung(one), 0);
  const legs = [{ leg: agent, up: true, caller: null }];
  one.take({ kind: 'telephony-back', existing: { legs, bridges: [], restarted: false } });
  assert.equal(one.all('play').length, 2);
  one.finishSound();
  assert.equal(clientsRung(one), 1);
});

test('nobody is called at another number whom an agent has served in the very call in which he asked', () => {
  const { state } = scene();
  const plan = planInForce(state);
  const other = [...(plan.blocks['other'] ?? []), { do: 'queue', queue: 'sales' } as const];
  const one = new Scene({ ...plan, blocks: { ...plan.blocks, other } });
  one.signIn('anna');
  const first = one.call('100', '+359888000009');
  one.talk('anna');
  const leg = one.call('100', CLIENT);
  one.press(leg, '2');
  assert.equal(stageOf(one), 'held');
  one.ends(first);
  one.obeyHangUps();
  one.wait(10_000);
  one.talk('anna');
  assert.equal(endOf(one), 'cancelled');
});

test('who is in line at the number that a caller keys in waits for the end of that call', () => {
  const one = scene();
  one.signIn('anna');
  one.call('100', '+359888000009');
  one.talk('anna');
  one.mustAsk({ ...asked, number: '+359888000002' });
  assert.equal(stageOf(one), 'in-line');
  const leg = one.call('100', CLIENT);
  one.press(leg, '2');
  assert.equal(stageOf(one), 'held');
  one.obeyHangUps();
  assert.equal(stageOf(one), 'in-line');
});

test('an attempt in which they talked was answered, whatever ended it', () => {
  const one = scene();
  one.signIn('anna');
  one.mustAsk(asked);
  one.answers(dialled(one));
  one.join();
  one.wait(5_000);
  one.take({ kind: 'telephony-lost' });
  one.take({ kind: 'telephony-back', existing: { legs: [], bridges: [], restarted: true } });
  assert.equal(one.lastTold('callback-attempt-ended').result, 'answered');
});

test('a trunk that carries nothing uses up no try, nor does an agent who hangs up before the client answers', () => {
  const one = scene({ tries: 1 });
  one.signIn('anna');
  one.mustAsk(asked);
  const refused = dialled(one);
  one.take({
    kind: 'command-failed',
    command: { kind: 'ring', leg: refused, playback: null, bridge: null },
    failure: 'unreachable',
  });
  one.obeyHangUps();
  one.wait(15 * MINUTE);
  const leg = one.ringingLeg('anna');
  dialled(one);
  one.ends(leg);
  one.obeyHangUps();
  assert.equal(endOf(one), '');
  one.wait(15 * MINUTE);
  one.ends(dialled(one), 'no-answer');
  one.obeyHangUps();
  assert.equal(endOf(one), 'tries-used');
});
