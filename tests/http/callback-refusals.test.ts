import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT, POLICY, RULE } from '../core/callback-scene.js';
import { plan, queue } from '../core/plan-builder.js';
import { Scene } from '../core/scene.js';
import { openHttp, SmallLine } from './http-scene.js';

/** A line whose requests are decided by the core: sales and credit call back, cards does not. */
class DecidingLine extends SmallLine {
  readonly scene = new Scene(
    plan({
      agents: ['anna'],
      prompts: ['notice'],
      queues: [
        queue('sales', ['anna'], { callback: { ...RULE, openAtMost: 1 } }),
        queue('credit', ['anna'], { callback: RULE }),
        queue('cards', ['anna']),
      ],
      dialPolicy: POLICY,
    }),
  );

  override ask(...[asked]: Parameters<SmallLine['ask']>): ReturnType<SmallLine['ask']> {
    return Promise.resolve(this.scene.ask(asked));
  }
}

const NOT_ALLOWED = 'the dial policy does not allow to call this number';
const KNOWN = 'those that call back are sales, credit';

test('a callback that cannot be made is refused with what is wrong and right, and nothing is kept of it', async (t) => {
  const line = new DecidingLine();
  const { ask } = await openHttp(t, line);
  const post = (number: string, queue: string) =>
    ask('POST', '/api/callbacks/ask', { body: JSON.stringify({ number, queue }) });
  const refused: readonly (readonly [string, string, number, string, string])[] = [
    [CLIENT, 'loans', 404, 'unknown-queue', `no queue in the routing file is called "loans": ${KNOWN}`],
    [
      CLIENT,
      '__proto__',
      404,
      'unknown-queue',
      `no queue in the routing file is called "__proto__": ${KNOWN}`,
    ],
    [CLIENT, 'cards', 409, 'wrong-state', `the queue "cards" calls nobody back: ${KNOWN}`],
    ['+442079460000', 'sales', 422, 'number-refused', NOT_ALLOWED],
    ['+359901234567', 'sales', 422, 'number-refused', NOT_ALLOWED],
    ['+3592000000', 'sales', 422, 'number-refused', NOT_ALLOWED],
  ];
  for (const [number, queue, status, code, detail] of refused) {
    const answered = await post(number, queue);
    assert.deepEqual(
      [answered.status, answered.json['code'], answered.json['detail']],
      [status, code, detail],
    );
  }
  assert.equal(line.scene.state.callbacks.size, 0);
  assert.equal((await post(CLIENT, 'sales')).status, 200);
  assert.equal((await post(CLIENT, 'sales')).status, 200);
  assert.equal(line.scene.state.callbacks.size, 1);
  const full = await post('+359888000002', 'sales');
  assert.deepEqual(
    [full.status, full.json['code'], full.json['detail']],
    [409, 'limit-reached', 'the queue "sales" has 1 callbacks open, as many as it may'],
  );
});
