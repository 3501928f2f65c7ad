import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { asked, CLIENT, dialled, endOf, HOUR, MINUTE, scene, stageOf } from './callback-scene.js';
import type { Scene } from './scene.js';

const OTHER = '+359888000002';

function codeOf(one: Scene, change: object): string {
  const answer = one.ask({ ...asked, ...change });
  return answer.ok ? 'ok' : answer.code;
}

test('a queue has so many callbacks open and no more, and who is among them asks again as he likes', () => {
  const one = scene({ openAtMost: 1 });
  one.signIn('anna');
  one.call('100', '+359888000009');
  one.talk('anna');
  one.mustAsk(asked);
  assert.equal(codeOf(one, { number: OTHER }), 'limit-reached');
  assert.equal(codeOf(one, {}), 'ok');
  one.press(one.call('100', OTHER), '1');
  one.finishSound();
  const abandoning = one.call('100', '+359888000003');
  one.wait(10_000);
  one.ends(abandoning);
  assert.deepEqual(
    one.told('callback-ended').map(({ end, reason, number }) => [end, reason, number]),
    [
      ['refused', 'queue-full', OTHER],
      ['refused', 'queue-full', '+359888000003'],
    ],
  );
  assert.equal(one.state.callbacks.size, 1);
});

test('not more than so many calls are made within an hour, whichever the numbers', () => {
  const one = scene({ notice: null }, { perHour: 1 });
  one.signIn('anna', 'boris');
  one.mustAsk({ ask: 'pause', agent: 'boris', reason: 'lunch' });
  one.mustAsk(asked);
  one.mustAsk({ ...asked, number: OTHER });
  const agent = one.ringingLeg('anna');
  one.mustAsk({ ask: 'resume', agent: 'boris' });
  assert.ok(one.ringing().includes('boris'));
  one.answers(agent);
  assert.deepEqual(one.ringing(), ['anna'], 'nobody is rung for what may not be called');
  one.state = thaw(freeze(one.state));
  assert.equal(codeOf(one, { number: '+359888000003' }), 'limit-reached');
  one.wait(20_000);
  one.obeyHangUps();
  assert.equal(stageOf(one), 'resting,resting');
  one.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  one.wait(HOUR - 20_001);
  assert.deepEqual(one.ringing(), []);
  one.wait(1);
  assert.deepEqual(one.ringing(), ['boris']);
});

test("the centre's own numbers are not called", () => {
  const one = scene({}, { own: [CLIENT] });
  assert.equal(codeOf(one, {}), 'number-refused');
});

test('who is promised a callback and asks again hears so, however often he was called', () => {
  const one = scene({ tries: 5 }, { perNumber: { calls: 1, withinMs: 24 * HOUR } });
  one.signIn('anna');
  one.mustAsk(asked);
  one.ends(dialled(one), 'busy');
  one.obeyHangUps();
  one.wait(MINUTE);
  one.call('100', '+359888000009');
  one.talk('anna');
  one.press(one.call('100', CLIENT), '1');
  assert.deepEqual(one.last('play').media, ['sound:callplane/promised']);
  assert.equal(codeOf(one, {}), 'ok');
  assert.equal(endOf(one), '');
  assert.equal(one.state.callbacks.size, 1);
  assert.equal(codeOf(one, { number: OTHER }), 'ok');
});
