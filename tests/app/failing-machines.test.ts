import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recoverState } from '../../src/app/recovery.js';
import type { Signal } from '../../src/core/signal.js';
import { freeze } from '../../src/core/snapshot.js';
import { createState, type State, step } from '../../src/core/step.js';
import type { Call } from '../../src/core/call/call.js';
import type { Plan } from '../../src/core/plan.js';
import type { JournalReader, JournalRecord } from '../../src/ports/journal.js';
import { plan, queue } from '../core/plan-builder.js';
import { MORNING } from '../core/scene.js';
import { KeptLog } from '../journal/journal-scene.js';
import { arrival, LineScene } from './line-scene.js';

interface Fault {
  readonly machine: string;
  /** Breaks the state as a fault of ours would; returns the signal that then throws in this machine. */
  readonly spoil: (state: State) => Signal;
}

/** Faults that stay, so that it may throw again when the call is ended. Those that are gone with the step: every-machine.test.ts. */
const FAULTS: readonly Fault[] = [
  {
    machine: 'call',
    spoil: (state) => {
      state.legs.set('ghost', { role: 'caller', call: 'nowhere', bridge: null, hangUps: 0 });
      return { kind: 'leg-ended', leg: 'ghost', end: 'normal' };
    },
  },
  {
    machine: 'flow',
    spoil: (state) => {
      const call = arrived(state, '200');
      call.frames = [];
      return { kind: 'key-pressed', leg: call.leg, key: '7' };
    },
  },
  {
    machine: 'queue',
    spoil: (state) => {
      state.queues.get('sales')?.waiting.unshift({ call: 'nowhere', since: 0, ticket: 0 });
      return arrival('caller-1');
    },
  },
  {
    machine: 'ringing',
    spoil: (state) => {
      const call = arrived(state, '100');
      const offer = [...state.offers.values()][0];
      assert.ok(offer !== undefined);
      state.offers.set(offer.id, { ...offer, agent: 'nobody' });
      return { kind: 'leg-ended', leg: call.leg, end: 'normal' };
    },
  },
  {
    machine: 'agent',
    spoil: (state) => {
      state.agents.delete('boris');
      return { kind: 'request', id: '1', request: { ask: 'sign-in', agent: 'vera' } };
    },
  },
  {
    machine: 'recovery',
    spoil: (state) => {
      state.legs.set('ghost', { role: 'caller', call: 'nowhere', bridge: null, hangUps: 0 });
      const existing = { legs: [caller('ghost')], bridges: [], restarted: false };
      return { kind: 'telephony-back', existing };
    },
  },
];

function caller(leg: string): {
  leg: string;
  up: boolean;
  caller: { from: string; fromName: null; dialled: string };
} {
  return { leg, up: false, caller: { from: '+359888123456', fromName: null, dialled: '100' } };
}

function arrived(state: State, dialled: string): Call {
  step(
    state,
    { kind: 'call-arrived', leg: 'spoilt', from: '+359888123456', fromName: null, dialled },
    MORNING,
  );
  const call = [...state.calls.values()].at(-1);
  assert.ok(call !== undefined);
  return call;
}

const FAIR = { window: { kind: 'day' }, newcomers: 'fair', talk: 'mean', calls: 'all-queues' } as const;

/** A queue of three, and a menu before another way to it. */
function rules(): Plan {
  const menu = {
    do: 'menu',
    id: 'm',
    prompt: 'choose',
    keys: { '1': 'entry' },
    timeoutMs: 5_000,
    tries: 2,
  } as const;
  return plan({
    agents: ['anna', 'boris', 'vera'],
    prompts: ['choose'],
    queues: [queue('sales', ['boris', 'anna', 'vera'], { counting: FAIR })],
    blocks: { greet: [{ ...menu, otherwise: 'entry' }] },
    numbers: { '100': 'entry', '200': 'greet' },
  });
}

function signedIn(state: State): void {
  step(state, { kind: 'request', id: '0', request: { ask: 'sign-in', agent: 'anna' } }, MORNING);
}

for (const { machine, spoil } of FAULTS) {
  test(`a throw in the machine "${machine}", live: everything else goes on, the step is kept without a person in it`, () => {
    const spoilt: Signal[] = [];
    const scene = new LineScene((state) => {
      signedIn(state);
      spoilt.push(spoil(state));
    }, rules());
    const [signal = arrival('nobody')] = spoilt;
    if (signal.kind === 'request') scene.line.ask(signal.request).catch(() => undefined);
    else scene.line.accept(signal);
    assert.ok(scene.log.has('error', /a step failed/));
    assert.equal(scene.failed[0]?.during, 'live');
    assert.equal(scene.failed[0].signal['kind'], signal.kind);
    assert.ok(scene.failed[0].stack.some((frame) => frame.includes('/src/core/')));
    assert.doesNotMatch(JSON.stringify(scene.failed), /888123456|"7"/);
    assert.doesNotMatch(
      JSON.stringify(scene.log.lines.filter(({ level }) => level === 'error')),
      /888123456|"7"/,
    );
    const again = scene.journal.records.filter((record) => record.signal.kind === signal.kind);
    assert.ok(again.every((record) => 'existing' in record.signal && record.signal.existing === null));
  });

  test(`a throw in the machine "${machine}", in a replay: the start goes on, and the step is kept`, async () => {
    const state = createState({ prefix: 't', seed: 1 });
    step(state, { kind: 'plan-loaded', plan: rules(), by: 'test' }, MORNING);
    signedIn(state);
    const signal = spoil(state);
    const log = new KeptLog();
    const journal = journalOf(freeze(state), [signal, { kind: 'gap', from: 1, to: 2, cause: 'later' }]);
    const found = await recoverState(journal, { prefix: 'x', seed: 2 }, log);
    assert.equal(found.replayed, 2);
    assert.ok(found.failed.length > 0 && found.failed.every(({ during }) => during === 'replay'));
    assert.ok(log.has('error', /could not be replayed/));
    assert.equal(found.state.lastAt, MORNING + 1);
  });
}

test('after a throw the next caller is served as if nothing had been', () => {
  const scene = new LineScene(signedIn, rules());
  scene.line.state.legs.set('ghost', { role: 'caller', call: 'nowhere', bridge: null, hangUps: 0 });
  scene.take({ kind: 'leg-ended', leg: 'ghost', end: 'normal' });
  scene.take(arrival('caller-1'));
  assert.ok(scene.kindsSent().includes('ring'));
});

/** A snapshot and what came after it. */
function journalOf(snapshot: string, signals: readonly Signal[]): JournalReader {
  const records = signals.map((signal, index): JournalRecord => ({
    sequence: index + 1,
    at: MORNING + index,
    signal,
    milestones: [],
  }));
  return {
    read: ({ sequence }, limit) => Promise.resolve(records.slice(sequence, sequence + limit)),
    newestSnapshot: () => Promise.resolve({ sequence: 0, at: MORNING, state: snapshot }),
    isComplete: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  };
}
