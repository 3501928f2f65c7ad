import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AwakeGate } from '../../src/standby/awake-gate.js';

function scene(): {
  gate: AwakeGate;
  done: string[];
  pass: (name: string) => void;
  clock: { now: number };
  woken: number[];
} {
  const clock = { now: 1_000 };
  const woken: number[] = [];
  const done: string[] = [];
  const gate = new AwakeGate({
    now: () => clock.now,
    limitMs: 1_500,
    woke: (frozenMs) => woken.push(frozenMs),
  });
  return { gate, done, pass: (name) => gate.pass(() => done.push(name)), clock, woken };
}

test('quiet is not frozen: whoever looks often enough lets everything through', () => {
  const { gate, done, pass, clock, woken } = scene();
  for (let tick = 0; tick < 100; tick += 1) {
    clock.now += 100;
    gate.look();
  }
  pass('a');
  assert.deepEqual([done, woken], [['a'], []]);
});

test('after a freeze nothing passes, whoever is first: what comes waits in order until it is confirmed', () => {
  const { gate, done, pass, clock, woken } = scene();
  clock.now += 60_000;
  pass('a');
  pass('b');
  assert.deepEqual([done, woken], [[], [60_000]]);
  gate.confirmed();
  pass('c');
  assert.deepEqual(done, ['a', 'b', 'c']);
});

test('another leads by now: what waited is dropped, and nothing ever passes again', () => {
  const { gate, done, pass, clock } = scene();
  clock.now += 60_000;
  pass('a');
  gate.shut();
  gate.confirmed();
  pass('b');
  assert.deepEqual(done, []);
});
