import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan, Step } from '../../src/core/plan.js';
import type { State } from '../../src/core/step.js';
import { plan, queue } from '../core/plan-builder.js';
import { LineScene } from './line-scene.js';

const PIN = '80516';

function pinPlan(): Plan {
  const steps: readonly Step[] = [
    { do: 'play', prompt: 'welcome', information: false },
    {
      do: 'collect',
      id: 'main[1]',
      prompt: 'pin',
      as: 'pin',
      least: 5,
      most: 5,
      endKey: '#',
      timeoutMs: 5_000,
      tries: 3,
      secret: true,
      otherwise: 'entry',
    },
    { do: 'queue', queue: 'sales' },
  ];
  const queues = [queue('sales', ['anna'])];
  return plan({
    agents: ['anna'],
    prompts: ['welcome', 'pin'],
    queues,
    blocks: { main: steps },
    numbers: { '200': 'main' },
  });
}

/** Everything that the line writes down, or hands to somebody who does. */
function writtenBy({ journal, log, failed, sent }: LineScene): string {
  return JSON.stringify([journal.records, journal.snapshots, log, failed, sent]);
}

test('secret digits reach no journal, snapshot, log or command, and the line knows them all the same', () => {
  const scene = new LineScene(undefined, pinPlan());
  scene.take({ kind: 'call-arrived', leg: 'caller', from: null, fromName: null, dialled: '200' });
  for (const key of `${PIN}99`) scene.take({ kind: 'key-pressed', leg: 'caller', key });
  scene.line.writeSnapshot();
  const keys = scene.journal.records.flatMap(({ signal }) =>
    signal.kind === 'key-pressed' ? [signal.key] : [],
  );
  assert.deepEqual(keys, ['?', '?', '?', '?', '?', '?', '?']);
  const written = writtenBy(scene);
  for (const digit of new Set(`${PIN}9`)) assert.ok(!written.includes(`"key":"${digit}"`), digit);
  assert.ok(!written.includes(PIN));
  assert.deepEqual([...scene.line.state.secrets.values()], [{ pin: PIN }]);
});

test('what an agent keys who signs in at his phone is written down nowhere', () => {
  const codes = {
    ...{ signIn: '*11', signOut: '*12', pause: '*13', resume: '*14', endWrapUp: '*15' },
    pauses: {},
    lock: { wrong: 5, forMs: 60_000 },
  };
  const agents = { agents: ['anna'], agentNumbers: { anna: '4711' } };
  const queues = [queue('sales', ['anna'])];
  const scene = new LineScene(undefined, plan({ ...agents, queues, atPhones: { codes } }));
  const caller = { from: null, fromName: null, dialled: '*11', phone: 'PJSIP/anna' };
  scene.take({ kind: 'call-arrived', leg: 'phone', ...caller });
  for (const key of `4711#${PIN}`) scene.take({ kind: 'key-pressed', leg: 'phone', key });
  scene.line.writeSnapshot();
  assert.deepEqual([...scene.line.state.secrets.values()], [{ number: '4711', pin: PIN }]);
  scene.take({ kind: 'key-pressed', leg: 'phone', key: '#' });
  const written = writtenBy(scene);
  for (const digit of new Set(PIN)) assert.ok(!written.includes(`"key":"${digit}"`), digit);
  assert.ok(!written.includes(PIN));
});

test('a step that fails loses no secret of other calls, and tells none', () => {
  const haunted = (state: State): void => {
    state.legs.set('ghost', { role: 'caller', call: 'nowhere', bridge: null, hangUps: 0 });
  };
  const scene = new LineScene(haunted, pinPlan());
  scene.take({ kind: 'call-arrived', leg: 'caller', from: null, fromName: null, dialled: '200' });
  for (const key of PIN.slice(0, 2)) scene.take({ kind: 'key-pressed', leg: 'caller', key });
  scene.line.writeSnapshot();
  for (const key of PIN.slice(2)) scene.take({ kind: 'key-pressed', leg: 'caller', key });
  scene.take({ kind: 'leg-ended', leg: 'ghost', end: 'normal' });
  assert.equal(scene.failed.length > 0, true);
  assert.deepEqual([...scene.line.state.secrets.values()], [{ pin: PIN }]);
  assert.ok(!writtenBy(scene).includes(PIN));
});
