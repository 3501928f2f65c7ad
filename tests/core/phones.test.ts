import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PhoneState } from '../../src/core/signal.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

function scene(phones: Readonly<Record<string, string>> = {}): Scene {
  const agents = ['anna', 'boris'];
  const built = new Scene(
    plan({
      agents,
      phones,
      prompts: ['sorry'],
      queues: [queue('sales', agents, { exits: { wait: null, full: null, nobody: 'sorry' } })],
      blocks: { sorry: [{ do: 'play', prompt: 'sorry', information: false }] },
    }),
  );
  built.signIn('anna');
  return built;
}

function phone(to: Scene, name: string, state: PhoneState): void {
  to.take({ kind: 'phone-changed', phone: `PJSIP/${name}`, state });
}

for (const [state, shown] of [
  ['in-use', 'busy-elsewhere'],
  ['ringing', 'busy-elsewhere'],
  ['unreachable', 'unreachable'],
  ['idle', 'available'],
  ['unknown', 'available'],
] as const) {
  test(`a phone that is ${state} makes its agent ${shown}`, () => {
    const line = scene();
    phone(line, 'anna', state);
    assert.equal(line.shows('anna'), shown);
    line.call();
    const isUnreachable = state === 'unreachable';
    assert.deepEqual(line.ringing(), shown === 'available' ? ['anna'] : []);
    assert.equal(line.doing('caller-1'), isUnreachable ? 'playing' : 'waiting');
  });
}

test('an agent who comes back from another call is rung for who waits', () => {
  const line = scene();
  phone(line, 'anna', 'in-use');
  line.call();
  phone(line, 'anna', 'idle');
  assert.deepEqual(line.ringing(), ['anna']);
});

test('our own call at the phone is not a call from elsewhere, and neither is its echo after the end', () => {
  const line = scene();
  const caller = line.call();
  phone(line, 'anna', 'ringing');
  assert.equal(line.shows('anna'), 'offered');
  line.talk('anna');
  phone(line, 'anna', 'in-use');
  line.ends(caller);
  line.obeyHangUps();
  assert.equal(line.shows('anna'), 'available');
  line.call();
  assert.deepEqual(line.ringing(), ['anna'], 'rung at once, before the phone is said to be idle');
});

/** Anna's call is over, and her phone has not been said to be idle yet. */
function phoneTrails(): Scene {
  const line = scene();
  const caller = line.call();
  line.talk('anna');
  phone(line, 'anna', 'in-use');
  line.ends(caller);
  line.obeyHangUps();
  line.clear();
  return line;
}

test('a phone whose state had not followed yet is read again after a restart, too', () => {
  const line = phoneTrails();
  line.state = thaw(freeze(line.state));
  line.wait(500);
  assert.equal(line.shows('anna'), 'busy-elsewhere');
  assert.equal(line.last('watch-phone').phone, 'PJSIP/anna');
});

test('a phone that stays in use after our call is read again after half a second', () => {
  const line = phoneTrails();
  line.wait(499);
  assert.equal(line.shows('anna'), 'available');
  line.wait(1);
  assert.equal(line.shows('anna'), 'busy-elsewhere');
  assert.equal(line.last('watch-phone').phone, 'PJSIP/anna');
  phone(line, 'anna', 'idle');
  assert.equal(line.shows('anna'), 'available');
});

test('at a shared phone nobody can say whose call it is: its state is not read', () => {
  const line = scene({ anna: 'PJSIP/900', boris: 'PJSIP/900' });
  phone(line, '900', 'in-use');
  assert.equal(line.shows('anna'), 'busy-elsewhere');
  line.signIn('boris');
  assert.deepEqual([line.shows('anna'), line.shows('boris')], ['available', 'available']);
  assert.equal(line.all('watch-phone').length, 1);
  line.mustAsk({ ask: 'sign-out', agent: 'boris' });
  assert.equal(line.shows('anna'), 'busy-elsewhere');
  assert.deepEqual(line.all('unwatch-phone'), []);
  line.mustAsk({ ask: 'sign-out', agent: 'anna' });
  assert.equal(line.last('unwatch-phone').phone, 'PJSIP/900');
});

test('the end of a colleague’s leg at a shared phone is no call from elsewhere', () => {
  const line = scene({ anna: 'PJSIP/900', boris: 'PJSIP/900' });
  line.signIn('boris');
  const caller = line.call();
  const leg = line.ringingLeg('anna');
  line.talk('anna');
  phone(line, '900', 'in-use');
  line.mustAsk({ ask: 'sign-out', agent: 'anna' });
  line.ends(caller);
  line.ends(leg);
  assert.equal(line.shows('boris'), 'available');
});

test('what is told of a phone at which nobody is signed in is forgotten', () => {
  const line = scene();
  phone(line, 'boris', 'in-use');
  phone(line, 'nobody', 'in-use');
  line.signIn('boris');
  assert.equal(line.shows('boris'), 'available');
});

test('callers leave by nobody when the last phone cannot be reached for the length of the grace', () => {
  const line = scene();
  phone(line, 'anna', 'in-use');
  const caller = line.call();
  phone(line, 'anna', 'unreachable');
  line.wait(19_000);
  phone(line, 'anna', 'in-use');
  line.wait(19_000);
  assert.equal(line.doing(caller), 'waiting', 'the grace began anew');
  phone(line, 'anna', 'unreachable');
  line.wait(19_999);
  assert.equal(line.doing(caller), 'waiting', '10 s until it counts, then the grace');
  line.wait(1);
  assert.equal(line.lastTold('visit-ended').exit, 'nobody');
  assert.equal(line.doing(caller), 'playing');
});

test('a phone that was there just now is waited for: a new caller stays, and is rung for when it is back', () => {
  const line = scene();
  phone(line, 'anna', 'idle');
  phone(line, 'anna', 'unreachable');
  assert.equal(line.shows('anna'), 'unreachable');
  line.wait(3_000);
  const caller = line.call();
  assert.equal(line.doing(caller), 'waiting');
  assert.deepEqual(line.rung(), [], 'a phone that cannot be reached is not rung');
  line.wait(3_000);
  phone(line, 'anna', 'idle');
  assert.deepEqual(line.ringing(), ['anna']);
});

test('a phone that stays away does not count after ten seconds, told once or again and again', () => {
  const line = scene();
  phone(line, 'anna', 'idle');
  phone(line, 'anna', 'unreachable');
  line.wait(6_000);
  phone(line, 'anna', 'unreachable');
  line.wait(4_000);
  line.call();
  assert.equal(line.lastTold('visit-ended').exit, 'nobody');
});

test('whoever signs out takes the doubt about his phone along', () => {
  const line = scene();
  phone(line, 'anna', 'idle');
  phone(line, 'anna', 'unreachable');
  line.mustAsk({ ask: 'sign-out', agent: 'anna' });
  assert.equal(line.state.deadlines.has('phone-lost', 'PJSIP/anna'), false);
});
