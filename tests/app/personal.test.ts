import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logReaction } from '../../src/app/transitions.js';
import type { CallEvent, Milestone } from '../../src/core/milestone.js';
import { PERSONAL_EVENTS } from '../../src/core/personal.js';
import { KeptLog } from '../journal/journal-scene.js';
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
    { kind: 'call-arrived', call: 'c', leg: 'l', from: NUMBER, dialled: '100', at: 1, planVersion: 'p' },
  );
  assert.ok(!log.includes(NUMBER) && !log.includes('Анна'), log);
  for (const kept of ['vip', 'flows.main[0]', 'account', 'call recognised'])
    assert.ok(log.includes(kept), kept);
  assert.equal(PERSONAL_EVENTS.length, 4);
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
