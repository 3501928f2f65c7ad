import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor, Change } from '../../src/core/change.js';
import type { Milestone } from '../../src/core/milestone.js';
import type { Request, Signal } from '../../src/core/signal.js';
import { createState, step } from '../../src/core/step.js';
import { plan, queue } from './plan-builder.js';
import { MORNING } from './scene.js';

const OLGA: Actor = { name: 'olga', role: 'supervisor', request: 'r-7' };

/** A state with one agent, and what each signal brings to the record of changes. */
function recorder(): (signal: Signal) => readonly Change[] {
  const state = createState({ prefix: 't', seed: 1 });
  let now = MORNING;
  return (signal) => {
    now += 1_000;
    return changesIn(step(state, signal, now).milestones);
  };
}

function changesIn(milestones: readonly Milestone[]): readonly Change[] {
  return milestones.flatMap((milestone) => {
    if (milestone.kind !== 'changed') return [];
    const { kind: _kind, ...change } = milestone;
    return [change];
  });
}

const PLAN = plan({ agents: ['anna'], queues: [queue('sales', ['anna'])] });
const asked = (id: string, request: Request): Signal => ({ kind: 'request', id, request, by: OLGA });

test('what a person changes is told with who, what, when, before and after', () => {
  const changesOf = recorder();
  changesOf({ kind: 'plan-loaded', plan: PLAN, by: 'start' });
  const out = { presence: 'signed-out', pause: null, wrapUpUntil: null };
  const free = { ...out, presence: 'signed-in' };
  const lunch = { ...free, pause: 'lunch' };
  const about = { by: OLGA, about: 'anna' };
  assert.deepEqual(changesOf(asked('1', { ask: 'sign-in', agent: 'anna' })), [
    { id: '1', at: MORNING + 2_000, ...about, what: 'sign-in', before: out, after: free },
  ]);
  assert.deepEqual(changesOf(asked('2', { ask: 'pause', agent: 'anna', reason: 'lunch' })), [
    { id: '2', at: MORNING + 3_000, ...about, what: 'pause', before: free, after: lunch },
  ]);
  assert.deepEqual(changesOf(asked('3', { ask: 'sign-out', agent: 'anna' })), [
    { id: '3', at: MORNING + 4_000, ...about, what: 'sign-out', before: lunch, after: out },
  ]);
});

test('what is refused is no change', () => {
  const changesOf = recorder();
  changesOf({ kind: 'plan-loaded', plan: PLAN, by: 'start' });
  assert.deepEqual(changesOf(asked('1', { ask: 'resume', agent: 'anna' })), []);
  assert.deepEqual(changesOf(asked('2', { ask: 'sign-in', agent: 'nobody' })), []);
});

test('a plan that comes into force is told with both versions; a journal of before tells only a word', () => {
  const changesOf = recorder();
  const [first] = changesOf({ kind: 'plan-loaded', plan: PLAN, by: 'start' });
  assert.deepEqual(
    [first?.by, first?.before, first?.after],
    [{ name: 'start', role: 'system', request: null }, { version: null }, { version: PLAN.version }],
  );
  const [second] = changesOf({ kind: 'plan-loaded', plan: { ...PLAN, version: 'v2' }, by: OLGA });
  assert.deepEqual(
    [second?.by, second?.what, second?.before, second?.after],
    [OLGA, 'reload', { version: PLAN.version }, { version: 'v2' }],
  );
});

test('a change outside the core is kept as it was told', () => {
  const change: Change = {
    id: 'x',
    at: MORNING,
    by: OLGA,
    what: 'access add',
    about: 'wall',
    before: {},
    after: { role: 'agent' },
  };
  assert.deepEqual(recorder()({ kind: 'changed', change }), [change]);
});
