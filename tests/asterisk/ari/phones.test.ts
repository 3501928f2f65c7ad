import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PhoneSource } from '../../../src/ari/phones.js';
import { PhoneWatch, hasDeviceState, phoneState } from '../../../src/ari/phones.js';
import type { Signal } from '../../../src/core/signal.js';
import { silentLog } from '../../contract/real/silent-log.js';
import { until } from './support/until.js';

/** A source whose answers the test decides. */
class Desk implements PhoneSource {
  readonly subscribed: string[][] = [];
  readonly unsubscribed: string[] = [];
  readonly order: string[] = [];
  readonly states = new Map<string, string>();
  failures = 0;
  /** Called while a state is being read, before it is answered. */
  whileReading: (phone: string) => void = () => undefined;

  subscribe(phones: readonly string[]): Promise<void> {
    if (this.failures > 0) {
      this.failures -= 1;
      return Promise.reject(new Error('no answer in 5000 ms'));
    }
    this.subscribed.push([...phones]);
    this.order.push(`subscribed ${phones.join()}`);
    return Promise.resolve();
  }

  /** How long Asterisk takes to end a subscription. */
  unsubscribing: Promise<void> = Promise.resolve();

  async unsubscribe(phone: string): Promise<void> {
    this.unsubscribed.push(phone);
    await this.unsubscribing;
    this.order.push(`unsubscribed ${phone}`);
  }

  deviceState(phone: string): Promise<string> {
    const state = this.states.get(phone) ?? 'NOT_INUSE';
    this.whileReading(phone);
    return Promise.resolve(state);
  }
}

function watched(): { desk: Desk; watch: PhoneWatch; told: string[] } {
  const desk = new Desk();
  const told: string[] = [];
  const tell = (signal: Signal): void => {
    if (signal.kind === 'phone-changed') told.push(`${signal.phone} ${signal.state}`);
  };
  return { desk, told, watch: new PhoneWatch({ source: desk, log: silentLog, retryMs: 5, tell }) };
}

describe('watching phones', () => {
  it('stays subscribed to a phone that goes from one agent to another at once', async () => {
    const { desk, watch, told } = watched();
    watch.watch('PJSIP/1');
    watch.online();
    await until('it is told', () => told.length === 1);
    let ended = (): void => undefined;
    desk.unsubscribing = new Promise((resolve) => (ended = resolve));
    watch.unwatch('PJSIP/1');
    watch.watch('PJSIP/1');
    await until('it is told again', () => told.length === 2);
    ended();
    await until('the old subscription has ended', () => desk.order.includes('unsubscribed PJSIP/1'));
    await until('there is a new one', () => desk.order.at(-1) === 'subscribed PJSIP/1');
  });

  it('waits for the event stream, then subscribes to all at once and tells each state', async () => {
    const { desk, watch, told } = watched();
    desk.states.set('PJSIP/2', 'BUSY');
    watch.watch('PJSIP/1');
    watch.watch('PJSIP/2');
    assert.equal(desk.subscribed.length, 0);
    watch.online();
    await until('both are told', () => told.length === 2);
    assert.deepEqual(desk.subscribed, [['PJSIP/1', 'PJSIP/2']]);
    assert.deepEqual(told, ['PJSIP/1 idle', 'PJSIP/2 in-use']);
  });

  it('tells changes, each state once, and only of watched phones', async () => {
    const { watch, told } = watched();
    watch.online();
    watch.watch('PJSIP/1');
    await until('it is told', () => told.length === 1);
    watch.changed('PJSIP/1', 'NOT_INUSE');
    watch.changed('PJSIP/1', 'INUSE');
    watch.changed('PJSIP/1', 'BUSY');
    watch.changed('PJSIP/9', 'BUSY');
    assert.deepEqual(told, ['PJSIP/1 idle', 'PJSIP/1 in-use']);
  });

  it('believes an event more than a state that was read before it', async () => {
    const { desk, watch, told } = watched();
    desk.whileReading = () => watch.changed('PJSIP/1', 'INUSE');
    watch.online();
    watch.watch('PJSIP/1');
    await until('it is told', () => told.length > 0);
    await until('reading is over', () => desk.subscribed.length === 1);
    assert.deepEqual(told, ['PJSIP/1 in-use']);
  });

  it('subscribes and reads again after each reconnection, and tells only what changed', async () => {
    const { desk, watch, told } = watched();
    watch.online();
    watch.watch('PJSIP/1');
    watch.watch('PJSIP/2');
    await until('both are told', () => told.length === 2);
    watch.offline();
    desk.states.set('PJSIP/2', 'UNAVAILABLE');
    const before = desk.subscribed.length;
    watch.online();
    await until('it subscribed again', () => desk.subscribed.length > before);
    await until('the change is told', () => told.length === 3);
    assert.equal(told[2], 'PJSIP/2 unreachable');
  });

  it('tries again when Asterisk does not answer', async () => {
    const { desk, watch, told } = watched();
    desk.failures = 3;
    watch.online();
    watch.watch('PJSIP/1');
    await until('it is told', () => told.length === 1);
    assert.equal(desk.failures, 0);
  });

  it('takes many phones in portions', async () => {
    const { desk, watch, told } = watched();
    watch.online();
    for (let phone = 0; phone < 120; phone += 1) watch.watch(`PJSIP/${phone}`);
    await until('all are told', () => told.length === 120);
    assert.ok(desk.subscribed.every((batch) => batch.length <= 50));
  });

  it('unsubscribes, and is silent afterwards', async () => {
    const { desk, watch, told } = watched();
    watch.online();
    watch.watch('PJSIP/1');
    await until('it is told', () => told.length === 1);
    watch.unwatch('PJSIP/1');
    watch.unwatch('PJSIP/1');
    watch.changed('PJSIP/1', 'BUSY');
    assert.deepEqual(desk.unsubscribed, ['PJSIP/1']);
    assert.equal(told.length, 1);
  });

  it('leaves numbers behind a trunk alone', async () => {
    const { desk, watch, told } = watched();
    watch.online();
    watch.watch('PJSIP/+35921234567@trunk');
    watch.watch('PJSIP/1');
    await until('the other is told', () => told.length === 1);
    assert.deepEqual(desk.subscribed, [['PJSIP/1']]);
  });

  it('knows every device state', () => {
    const states = {
      NOT_INUSE: 'idle',
      INUSE: 'in-use',
      BUSY: 'in-use',
      ONHOLD: 'in-use',
      RINGING: 'ringing',
    };
    const more = {
      RINGINUSE: 'ringing',
      UNAVAILABLE: 'unreachable',
      INVALID: 'unreachable',
      UNKNOWN: 'unknown',
    };
    for (const [state, meaning] of Object.entries({ ...states, ...more })) {
      assert.equal(phoneState(state), meaning, state);
    }
    assert.equal(phoneState('SOMETHING_NEW'), 'unknown');
    assert.equal(hasDeviceState('PJSIP/101'), true);
    assert.equal(hasDeviceState('Local/1@context'), false);
  });
});
