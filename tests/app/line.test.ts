import assert from 'node:assert/strict';
import { test } from 'node:test';
import { thaw } from '../../src/core/snapshot.js';
import type { State } from '../../src/core/step.js';
import { step } from '../../src/core/step.js';
import { MORNING } from '../core/scene.js';
import { OFFICE, plan } from '../core/plan-builder.js';
import { arrival, LineScene, salesPlan } from './line-scene.js';

/** A rest of an agent who does not exist: whoever ends it throws. */
function impossibleRest(state: State): void {
  state.deadlines.set('rest', 'ghost', MORNING + 1_000);
}

test('commands go out when their record is durable, not before', () => {
  const scene = new LineScene();
  scene.line.accept(arrival('caller-1'));
  assert.deepEqual(scene.sent, []);
  scene.journal.write();
  assert.deepEqual(scene.kindsSent(), ['hang-up'], 'nobody is signed in');
});

test('while the disk refuses, every command goes out once, also when one fails in the same moment', () => {
  const scene = new LineScene();
  scene.line.accept(arrival('caller-1'));
  scene.line.accept(arrival('caller-2'));
  scene.onCommand = (command) => {
    const leg = 'leg' in command ? command.leg : null;
    const failed = { kind: command.kind, leg, playback: null, bridge: null };
    scene.line.accept({ kind: 'command-failed', command: failed, failure: 'unknown' });
  };
  scene.journal.refuse('refuses');
  const legs = scene.sent.map((command) =>
    'leg' in command ? `${command.kind} ${command.leg}` : command.kind,
  );
  assert.deepEqual(legs, [...new Set(legs)]);
  assert.ok(legs.length >= 2);
});

test('a deadline that throws is left out for ever; the signal that met it is taken and nothing stops', () => {
  const scene = new LineScene(impossibleRest);
  scene.now += 5_000;
  scene.take(arrival('caller-1'));
  assert.equal(scene.line.state.calls.size, 1);
  assert.equal(scene.line.state.deadlines.has('rest', 'ghost'), false);
  assert.ok(scene.log.has('error', /a step failed/));
  assert.deepEqual(
    scene.journal.records.map(({ signal }) => signal.kind),
    ['step-failed', 'call-arrived'],
  );
});

test('what was left out is left out at the replay too', () => {
  const scene = new LineScene(impossibleRest);
  const before = new LineScene(impossibleRest).line.state;
  scene.now += 5_000;
  scene.take(arrival('caller-1'));
  for (const { signal, at } of scene.journal.records) step(before, signal, at);
  scene.line.writeSnapshot();
  assert.deepEqual([...before.calls.keys()], [...scene.line.state.calls.keys()]);
  assert.equal(thaw(scene.journal.snapshots.at(-1)?.state ?? '').calls.size, before.calls.size);
});

test('a caller whose arrival fails is hung up, not left in silence', () => {
  const calendars = { office: { ...OFFICE, timezone: 'No/Where' } };
  const scene = new LineScene(undefined, plan({ agents: ['anna'], hours: 'office', calendars }));
  scene.take(arrival('caller-1'));
  assert.deepEqual(scene.sent, [{ kind: 'hang-up', leg: 'caller-1', reason: 'congestion' }]);
});

test('a call that cannot even be ended does not stop the others', () => {
  const scene = new LineScene((state) => {
    step(state, { kind: 'request', id: '1', request: { ask: 'sign-in', agent: 'anna' } }, MORNING);
    step(state, arrival('caller-1'), MORNING);
    state.agents.delete('anna');
  });
  scene.take({ kind: 'leg-ended', leg: 'caller-1', end: 'normal' });
  assert.ok(scene.log.has('error', /a step failed/));
  assert.equal(scene.journal.records.at(-1)?.signal.kind, 'step-failed');
});

test('a request whose step fails is told so', { timeout: 60_000 }, async () => {
  const scene = new LineScene(undefined, salesPlan(['anna', 'ghost']));
  const asked = scene.line.ask({ ask: 'sign-in', agent: 'anna' });
  await assert.rejects(asked, /sign-in of agent "anna" failed/);
});

test('when no more records fit into memory calls go on, the time without a journal becomes a gap', () => {
  const scene = new LineScene();
  scene.take(arrival('caller-1'));
  scene.journal.refuse('full');
  scene.now += 1_000;
  scene.line.accept(arrival('caller-2'));
  assert.equal(scene.line.state.calls.size, 2);
  assert.ok(scene.sent.some((command) => 'leg' in command && command.leg === 'caller-2'));
  assert.ok(scene.log.has('error', /nothing more is written/));
  scene.now += 1_000;
  scene.journal.write();
  const last = scene.journal.records.at(-1);
  assert.deepEqual(last?.signal, {
    kind: 'gap',
    from: MORNING + 1_000,
    to: MORNING + 2_000,
    cause: 'the journal could not be written',
  });
  const snapshot = scene.journal.snapshots.at(-1);
  assert.equal(snapshot?.sequence, last.sequence - 1, 'what was not written is in the state behind it');
  assert.equal(thaw(snapshot.state).calls.size, 2);
});
