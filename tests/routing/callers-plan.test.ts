import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan, Step } from '../../src/core/plan.js';
import { GOOD, load } from './expectation.js';

async function planOfGood(): Promise<Plan> {
  const loaded = await load(`${GOOD}/callers-and-systems.yml`);
  assert.ok(loaded.ok);
  return loaded.plan;
}

function stepsOf<K extends Step['do']>(plan: Plan, kind: K): Extract<Step, { do: K }>[] {
  return Object.values(plan.blocks)
    .flat()
    .filter((step): step is Extract<Step, { do: K }> => step.do === kind);
}

test('known callers stand in the plan by their numbers in E.164, from the file and from tables', async () => {
  const { callers = {}, rememberAgentMs } = await planOfGood();
  assert.deepEqual(Object.keys(callers), ['+359888000001', '+79160000001', '+359888000002', '+359888000003']);
  assert.deepEqual(callers['+359888000001'], {
    name: 'Maria',
    group: 'key accounts',
    tags: ['gold', 'patient'],
    priority: 3,
    greeting: 'welcome',
    manager: 'anna',
    backups: ['boris', 'head'],
    blocked: true,
  });
  assert.deepEqual(callers['+359888000002'], {
    name: 'Petrova, Elena',
    group: 'key accounts',
    tags: ['gold', 'patient'],
    priority: -2,
    greeting: 'menu',
    manager: 'boris',
    backups: ['anna', 'head'],
    blocked: false,
  });
  assert.equal(callers['+359888000003']?.blocked, true);
  assert.equal(rememberAgentMs, 60 * 86_400_000);
});

test('a greeting, its stand-in, and conditions on callers', async () => {
  const plan = await planOfGood();
  assert.deepEqual(
    stepsOf(plan, 'greet').map(({ otherwise }) => otherwise),
    [null, null, 'welcome'],
  );
  assert.deepEqual(
    stepsOf(plan, 'if').map(({ condition }) => condition.caller),
    [
      { is: 'known' },
      { is: 'unknown' },
      { is: 'tag', tags: ['gold', 'patient'] },
      { is: 'group', groups: ['key accounts'] },
    ],
  );
});

test('ring steps for the agents of the caller name nobody themselves', async () => {
  const rings = stepsOf(await planOfGood(), 'ring').map(({ whose, agents, mark }) => [whose, agents, mark]);
  assert.deepEqual(rings, [
    ['manager', [], null],
    ['backups', [], null],
    ['last-agent', [], 'again'],
  ]);
});

test('look-ups and notices keep their addresses and values', async () => {
  const plan = await planOfGood();
  assert.deepEqual(stepsOf(plan, 'lookup'), [
    {
      do: 'lookup',
      id: 'flows.main[4].lookup',
      url: 'https://crm.example.com:8443/clients?number={caller.number}',
      timeoutMs: 500,
      values: { level: 'none', debt: '0', note: '' },
    },
    {
      do: 'lookup',
      id: 'flows.main[5].lookup',
      url: 'http://127.0.0.1:8080/clients',
      timeoutMs: 2_000,
      values: { visits: '0' },
    },
  ]);
  assert.deepEqual(stepsOf(plan, 'notify'), [
    {
      do: 'notify',
      url: 'https://crm.example.com/calls',
      values: { number: '{caller.number}', level: '{level}' },
    },
  ]);
});

test('without a step that asks for him, and without a time, nobody is remembered', async () => {
  const loaded = await load('examples/s3-first-free.yml');
  assert.ok(loaded.ok);
  assert.equal(loaded.plan.rememberAgentMs, null);
});
