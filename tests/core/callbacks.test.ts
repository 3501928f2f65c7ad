import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { planInForce } from '../../src/core/state.js';
import { plan, queue } from './plan-builder.js';
import {
  asked,
  CLIENT,
  dialled,
  endOf,
  HOUR,
  MINUTE,
  POLICY,
  RULE,
  scene,
  stageOf,
} from './callback-scene.js';

test('whoever calls himself is not called meanwhile, and his callback goes on when nobody has talked with him', () => {
  const one = scene();
  one.mustAsk(asked);
  one.signIn('anna');
  const rung = one.ringingLeg('anna');
  const leg = one.call('100', CLIENT);
  assert.equal(stageOf(one), 'held');
  assert.ok(one.all('hang-up').some((command) => command.leg === rung));
  one.ends(rung, 'cancelled');
  one.ends(one.ringingLeg('anna'), 'declined');
  one.wait(2_000);
  one.ends(leg);
  one.obeyHangUps();
  assert.equal(stageOf(one), 'in-line');
  const again = one.call('100', CLIENT);
  one.obeyHangUps();
  one.talk('anna');
  assert.equal(endOf(one), 'cancelled');
  assert.equal(one.told('callback-ended')[0]?.agent, 'anna');
  one.ends(again);
});

test('who calls while his phone rings is not called again as long as that call lasts', () => {
  const one = scene();
  one.signIn('anna');
  one.mustAsk(asked);
  const rung = dialled(one);
  one.ask({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  const leg = one.call('100', CLIENT);
  assert.equal(one.state.calls.size, 2);
  one.ends(rung, 'busy');
  one.obeyHangUps();
  assert.equal(stageOf(one), 'held');
  one.wait(MINUTE);
  one.ends(leg);
  one.obeyHangUps();
  assert.equal(stageOf(one), 'resting');
});

test('nobody is called before the call is over in which he asked, and his place is the age that he had', () => {
  const one = scene();
  one.signIn('anna');
  const first = one.call('100', '+359888000009');
  one.talk('anna');
  const leg = one.call('100', CLIENT);
  one.wait(40_000);
  one.press(leg, '1');
  assert.equal(stageOf(one), 'held');
  assert.equal(one.told('visit-ended').at(-1)?.exit, 'callback');
  one.finishSound();
  one.obeyHangUps();
  assert.equal(stageOf(one), 'in-line');
  const [callback] = one.state.callbacks.values();
  assert.equal(callback?.since, one.now - 40_000);
  const later = one.call('100', '+359888000007');
  const places = one.state.queues.get('sales')?.waiting.map(({ call }) => one.state.calls.get(call)?.from);
  assert.deepEqual(places, [CLIENT, '+359888000007']);
  one.ends(later);
  one.ends(first);
});

test('who was promised a callback and goes on waiting counts as promised, unless an agent answers', () => {
  for (const [end, lastExit] of [
    ['hung-up', 'callback'],
    ['answered', 'answered'],
  ] as const) {
    const one = scene();
    one.signIn('anna');
    const first = one.call('100', '+359888000009');
    one.talk('anna');
    const leg = one.call('100', CLIENT);
    one.press(leg, '3');
    if (end === 'answered') {
      one.ends(first);
      one.obeyHangUps();
      one.wait(10_000);
      one.talk('anna');
    }
    one.ends(leg);
    const exits = one.told('visit-ended').map(({ exit }) => exit);
    assert.deepEqual(exits, ['answered', 'callback', end]);
    assert.equal(one.told('call-ended').at(-1)?.lastExit, lastExit);
  }
});

test('a number that is keyed in is called, one that may not be called is not promised', () => {
  const one = scene();
  one.signIn('anna');
  one.call('100', '+359888000009');
  one.talk('anna');
  one.press(one.call('100', CLIENT), '2');
  assert.deepEqual(
    [...one.state.callbacks.values()].map(({ number }) => number),
    ['+359888000002'],
  );
  for (const from of ['+442079460000', '+359901234567', null]) one.press(one.call('100', from), '1');
  assert.equal(one.state.callbacks.size, 1);
  assert.deepEqual(
    one.told('callback-ended').map(({ end, reason }) => `${end} ${reason ?? ''}`),
    ['refused not-allowed', 'refused not-allowed', 'refused no-number'],
  );
  const exits = one.told('visit-ended').map(({ exit }) => exit);
  assert.deepEqual(exits, ['answered', 'callback', 'key', 'key', 'key']);
});

test('several abandons are one callback, which expires by the clock of the last', () => {
  const one = scene();
  one.signIn('anna');
  one.call('100', '+359888000009');
  one.talk('anna');
  for (let times = 0; times < 3; times++) {
    const leg = one.call('100', CLIENT);
    one.wait(times === 0 ? 9_000 : 11_000);
    one.ends(leg);
  }
  const [callback] = one.state.callbacks.values();
  assert.equal(one.state.callbacks.size, 1);
  assert.equal(callback?.asks, 2);
  one.wait(2 * HOUR - 1);
  assert.equal(endOf(one), '');
  one.wait(1);
  assert.equal(endOf(one), 'expired');
});

test('outside the hours nobody is called: a request waits for the opening, and who stands in line leaves it', () => {
  const one = scene({ hours: 'office' });
  one.wait(8 * HOUR - 10 * MINUTE);
  one.mustAsk(asked);
  assert.equal(stageOf(one), 'in-line');
  one.wait(10 * MINUTE);
  assert.equal(stageOf(one), 'resting');
  one.signIn('anna');
  one.wait(15 * HOUR - 1);
  assert.equal(one.all('ring').length, 0);
  one.wait(1);
  assert.equal(one.all('ring').length, 1);
  const [callback] = one.state.callbacks.values();
  assert.equal(callback?.expiresAt, one.now + 2 * HOUR - 10 * MINUTE);
});

test('hours that are closed by hand hold callbacks until they are opened', () => {
  const one = scene({ hours: 'office' });
  one.mustAsk({ ask: 'close-hours', hours: 'office', ends: null });
  one.mustAsk(asked);
  one.signIn('anna');
  one.wait(MINUTE);
  assert.equal(one.all('ring').length, 0);
  one.mustAsk({ ask: 'follow-hours', hours: 'office' });
  assert.equal(one.all('ring').length, 1);
});

test('a request is refused, merged and cancelled as it should be', () => {
  const one = scene();
  const codeOf = (change: object): string => {
    const answer = one.ask({ ...asked, ...change });
    return answer.ok ? 'ok' : answer.code;
  };
  assert.equal(codeOf({ queue: 'nowhere' }), 'unknown-queue');
  assert.equal(codeOf({ number: '+359901234567' }), 'number-refused');
  assert.equal(codeOf({ number: '+3590888000001' }), 'number-refused');
  assert.equal(codeOf({ notBefore: one.now + 31 * 24 * HOUR }), 'limit-reached');
  assert.equal(codeOf({ notBefore: one.now + HOUR }), 'ok');
  assert.equal(codeOf({}), 'ok');
  assert.equal(one.state.callbacks.size, 1);
  assert.equal(stageOf(one), 'in-line');
  const [id = ''] = one.state.callbacks.keys();
  const call = [...one.state.calls.keys()][0] ?? '';
  const steered = one.ask({ ask: 'remove-call', call });
  assert.equal(steered.ok ? 'ok' : steered.code, 'wrong-state');
  one.mustAsk({ ask: 'cancel-callback', callback: id });
  assert.equal(endOf(one), 'cancelled');
  const again = one.ask({ ask: 'cancel-callback', callback: id });
  assert.equal(again.ok ? 'ok' : again.code, 'unknown-callback');
  assert.equal(one.state.calls.size, 0);
});

test('a plan without the queue, without callbacks or without a dial policy refuses what is open', () => {
  for (const change of ['queue', 'rule', 'policy'] as const) {
    const one = scene();
    one.mustAsk(asked);
    const next = plan({
      version: 'next',
      agents: ['anna'],
      queues: [
        queue(
          change === 'queue' ? 'support' : 'sales',
          ['anna'],
          change === 'rule' ? {} : { callback: RULE },
        ),
      ],
      ...(change === 'policy' ? {} : { dialPolicy: POLICY }),
    });
    one.take({ kind: 'plan-loaded', plan: next, by: 'test' });
    assert.equal(endOf(one), 'refused', change);
    assert.equal(one.lastTold('callback-ended').reason, 'no-callbacks');
    assert.equal(one.state.plans.size, 1);
  }
});

test('a new plan and a restart keep who is in line, at his age, and no old plan stays for him', () => {
  const one = scene();
  one.mustAsk(asked);
  one.wait(MINUTE);
  const next = { ...planInForce(scene().state), version: 'next' };
  one.take({ kind: 'plan-loaded', plan: next, by: 'test' });
  assert.deepEqual([...one.state.plans.keys()], ['next']);
  one.state = thaw(freeze(one.state));
  one.take({ kind: 'restarted' });
  one.take({ kind: 'telephony-back', existing: { legs: [], bridges: [], restarted: false } });
  assert.equal(stageOf(one), 'in-line');
  const [place] = one.state.queues.get('sales')?.waiting ?? [];
  assert.equal(place?.since, one.now - MINUTE);
  one.signIn('anna');
  dialled(one);
});

test('a dial policy that refuses a number now is obeyed where the call is made, not only where it is asked for', () => {
  for (const when of ['in line', 'during the notice'] as const) {
    const one = scene();
    one.mustAsk(asked);
    if (when === 'during the notice') {
      one.signIn('anna');
      one.answers(one.ringingLeg('anna'));
    }
    const next = scene({}, { refuse: ['+359888'] }).state;
    one.take({ kind: 'plan-loaded', plan: { ...planInForce(next), version: 'next' }, by: 'test' });
    if (when === 'during the notice') one.finishSound();
    assert.equal(one.all('ring').filter(({ phone }) => phone.endsWith('@trunk')).length, 0);
    const { end, reason } = one.lastTold('callback-ended');
    assert.deepEqual([end, reason], ['refused', 'not-allowed'], when);
    one.obeyHangUps();
    assert.equal(one.state.calls.size, 0);
  }
});

test('a snapshot of a program that called nobody back is read', () => {
  const one = scene();
  one.signIn('anna');
  const leg = one.call('100', CLIENT);
  const {
    callbacks: _none,
    dialled: _nobody,
    ...frozen
  } = JSON.parse(freeze(one.state)) as Record<string, unknown>;
  const calls = (frozen['calls'] as [string, Record<string, unknown>][]).map(
    ([id, { outbound: _later, ...call }]) => [id, call],
  );
  one.state = thaw(JSON.stringify({ ...frozen, form: 7, calls }));
  one.talk('anna');
  one.ends(leg);
  one.mustAsk(asked);
  assert.equal(stageOf(one), 'in-line');
});

test('a number stands in no record of who asked for what: it is told by its callback', () => {
  const one = scene();
  one.mustAsk(asked);
  const [id = ''] = one.state.callbacks.keys();
  const change = one.lastTold('changed');
  assert.equal(change.about, id);
  assert.ok(!JSON.stringify(change).includes(CLIENT));
});
