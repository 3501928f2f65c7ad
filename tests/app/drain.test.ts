import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Drain } from '../../src/app/drain.js';
import { type LineHealth, lineOperations } from '../../src/app/operations.js';
import { PlanKeeper } from '../../src/app/plan-keeper.js';
import type { Actor } from '../../src/core/change.js';
import type { NewCalls } from '../../src/ports/telephony.js';
import { KeptLog } from '../journal/journal-scene.js';
import { LineScene } from './line-scene.js';

/** A drain with hands on its dialplan, its calls and its clock. */
function scene() {
  const told: NewCalls[] = [];
  const around = { asterisk: 'told' as 'told' | 'silent', calls: 2, now: 0 };
  const log = new KeptLog();
  const drain = new Drain({
    tell: (newCalls) => {
      told.push(newCalls);
      return Promise.resolve(around.asterisk);
    },
    callsLeft: () => around.calls,
    now: () => around.now,
    log,
  });
  return { drain, told, around, log };
}

test('new calls go elsewhere and come back; asked again, nothing changes', async () => {
  const { drain, told, around } = scene();
  assert.deepEqual(drain.reasons(), []);
  assert.deepEqual(await drain.turn('elsewhere'), { ok: true, callsLeft: 2, before: 'here' });
  assert.match(drain.reasons().join(), /emergency destination; 2 calls are left/);
  around.calls = 1;
  assert.deepEqual(await drain.turn('elsewhere'), { ok: true, callsLeft: 1, before: 'elsewhere' });
  assert.match(drain.reasons().join(), /1 call is left/);
  assert.deepEqual(await drain.turn('here'), { ok: true, callsLeft: 1, before: 'elsewhere' });
  assert.deepEqual([drain.newCalls, drain.reasons(), told], ['here', [], ['elsewhere', 'elsewhere', 'here']]);
});

test('when Asterisk is silent nothing has changed, and it is told again what holds', async () => {
  const { drain, told, around } = scene();
  around.asterisk = 'silent';
  const refused = await drain.turn('elsewhere');
  assert.equal(refused.ok, false);
  assert.deepEqual([drain.newCalls, told], ['here', ['elsewhere', 'here']]);
});

test('two who ask at once: the later one holds, here and in Asterisk', async () => {
  const { drain, told } = scene();
  const turned = await Promise.all([drain.turn('elsewhere'), drain.turn('here')]);
  assert.deepEqual([drain.newCalls, told], ['here', ['elsewhere', 'here']]);
  assert.deepEqual(
    turned.map((each) => (each.ok ? each.before : null)),
    ['here', 'elsewhere'],
  );
});

test('each connection tells the dialplan what holds: a start takes new calls, a drain outlives Asterisk', async () => {
  const { drain, told } = scene();
  drain.telephonyIs('connected');
  await drain.turn('elsewhere');
  drain.telephonyIs('lost');
  drain.telephonyIs('connected');
  assert.deepEqual(told, ['here', 'elsewhere', 'elsewhere']);
});

test('a dialplan that does not look is found out; what was on its way is not held against it', async () => {
  const { drain, around, log } = scene();
  drain.callArrived();
  await drain.turn('elsewhere');
  around.now = 1_000;
  drain.callArrived();
  assert.equal(drain.reasons().length, 1);
  around.now = 2_000;
  drain.callArrived();
  drain.callArrived();
  assert.match(drain.reasons()[1] ?? '', /^2 came in all the same/);
  assert.equal(log.lines.filter(({ message }) => message.includes('although draining')).length, 1);
});

test('the core hears of a drain once it holds, so that it begins no callback, and when it is over', async () => {
  const { drain, around } = scene();
  const { line } = new LineScene();
  const door = { pass: (work: () => void) => work(), handOver: null, drain, mintId: () => 'change-1' };
  const noPlans = Object.create(PlanKeeper.prototype) as PlanKeeper;
  const operations = lineOperations(line, noPlans, {} as LineHealth, door);
  const turn = (to: NewCalls, by: Actor): Promise<unknown> => operations.drain(to, by);
  const by = { name: 'it', role: 'administrator', request: null } as const;
  around.asterisk = 'silent';
  await turn('elsewhere', by);
  assert.equal(line.state.newCalls, 'here');
  around.asterisk = 'told';
  await turn('elsewhere', by);
  assert.equal(line.state.newCalls, 'elsewhere');
  await turn('here', by);
  assert.equal(line.state.newCalls, 'here');
});
