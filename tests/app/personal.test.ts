import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logReaction } from '../../src/app/transitions.js';
import type { CallEvent, Milestone } from '../../src/core/milestone.js';
import { PERSONAL_EVENTS } from '../../src/core/personal.js';
import type { Signal } from '../../src/core/signal.js';
import { DeadlineFailed } from '../../src/core/step.js';
import { KeptLog } from '../journal/journal-scene.js';
import { aCallback, aCallbackAsked, anAttempt } from '../store/sample-facts.js';
import { asked, CLIENT, scene as callbackScene } from '../core/callback-scene.js';
import { LineScene } from './line-scene.js';

const DAY_MS = 86_400_000;
const NUMBER = '+359880000001';

function told(...milestones: readonly Milestone[]): string {
  const log = new KeptLog();
  const reaction = { commands: [], webRequests: [], milestones, answers: [] };
  logReaction(log, { kind: 'time-passed' }, reaction);
  return JSON.stringify(log.lines);
}

test('the log tells neither who called nor what he keyed in', () => {
  const event = (name: CallEvent['event'], detail: CallEvent['detail']): CallEvent => {
    return { kind: 'call-event', call: 'call-1', at: 1, event: name, detail };
  };
  const log = told(
    event('recognised', { name: 'Анна', group: 'vip', blocked: false }),
    event('collected', { collect: 'flows.main[0]', as: 'account', secret: false, value: NUMBER }),
    event('variable-set', { name: 'caller', value: NUMBER }),
    event('not-said', { as: 'number', value: NUMBER }),
    event('key-ignored', { key: 'typed into the talk' }),
    event('transfer-asked', {
      transfer: 't',
      way: 'blind',
      target: 'agent:ivan',
      reason: 'typed by anna',
      by: 'request',
    }),
    event('rate-wrong-key', { rate: 'flows.main[1]', key: 'typed into the question', try: 1 }),
    event('transfer-asked', { transfer: 't', reason: 'typed by the agent' }),
    { kind: 'call-arrived', call: 'c', leg: 'l', from: NUMBER, dialled: '100', at: 1, planVersion: 'p' },
  );
  assert.ok(!log.includes(NUMBER) && !log.includes('Анна') && !log.includes('typed'), log);
  for (const kept of ['vip', 'flows.main[0]', 'account', 'call recognised'])
    assert.ok(log.includes(kept), kept);
  assert.equal(PERSONAL_EVENTS.length, 7);
});

test('the log tells of callbacks without whom they are to reach', () => {
  const name = 'Анна';
  const log = told(
    { kind: 'callback-asked', ...aCallbackAsked({ number: NUMBER, name }) },
    { kind: 'callback-attempt-ended', ...anAttempt() },
    { kind: 'callback-ended', ...aCallback({ number: NUMBER, name }) },
  );
  assert.ok(!log.includes(NUMBER) && !log.includes(name), log);
  for (const kept of ['callback-1', 'callback-2', 'call-9']) assert.ok(log.includes(kept), kept);
  const scene = callbackScene();
  scene.mustAsk({ ...asked, name });
  const changed = told(...scene.milestones);
  assert.ok(!changed.includes(CLIENT.slice(0, -4)) && !changed.includes(name), changed);
});

test('a phone at which nobody is signed in is told when it dials, and not what', () => {
  const scene = callbackScene();
  const arrived: Signal = {
    ...{ kind: 'call-arrived' as const, leg: 'leg-of-anna', from: 'anna', fromE164: null, fromName: null },
    ...{ dialled: CLIENT, phone: 'PJSIP/anna' },
  };
  const log = new KeptLog();
  logReaction(log, arrived, scene.take(arrived));
  const [line] = log.lines.filter(({ level }) => level === 'info');
  assert.ok(line !== undefined && !JSON.stringify(log.lines).includes(CLIENT), JSON.stringify(log.lines));
  assert.deepEqual(line.fields, { leg: 'leg-of-anna', phone: 'PJSIP/anna' });
});

test('a request for a callback that fails by a fault of ours is told without its number', async () => {
  const cancelling = { ask: 'cancel-callback', callback: 'callback-7' } as const;
  for (const [request, subject] of [
    [{ ...asked, name: 'Анна' }, 'a callback by queue "sales"'],
    [cancelling, 'callback "callback-7"'],
  ] as const) {
    const scene = new LineScene(({ callbacks }) => {
      callbacks.get = () => {
        throw new Error('a fault');
      };
    });
    await assert.rejects(scene.line.ask(request), {
      message: `${request.ask} of ${subject} failed by a fault of ours; the log says which`,
    });
    const log = JSON.stringify([scene.log.lines, scene.failed]);
    assert.ok(!log.includes(CLIENT) && !log.includes('Анна'), log);
  }
});

test('a deadline of a caller that fails is told without his number', () => {
  const { message } = new DeadlineFailed(
    { kind: 'redial', id: NUMBER, at: 1, sequence: 1 },
    new Error('a fault'),
  );
  assert.equal(message, 'the deadline "redial" of a caller failed: Error: a fault');
});

test('where nothing happens for a day, journal and snapshot are begun anew', () => {
  const scene = new LineScene();
  scene.line.turnOver();
  assert.deepEqual([scene.journal.records.length, scene.journal.snapshots.length], [0, 0]);
  scene.now += DAY_MS;
  scene.line.turnOver();
  scene.line.turnOver();
  assert.deepEqual(
    scene.journal.records.map(({ signal }) => signal.kind),
    ['time-passed'],
  );
  assert.deepEqual(
    scene.journal.snapshots.map(({ sequence }) => sequence),
    [1],
  );
});
