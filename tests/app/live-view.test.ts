import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callbackViews, callViews } from '../../src/app/live-view.js';
import { asked, scene } from '../core/callback-scene.js';

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
