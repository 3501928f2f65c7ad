import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Load,
  lookForOverload,
  nextCall,
  NO_OVERLOAD,
  type Overload,
  type OverloadLimits,
  signsOf,
} from '../../src/core/overload.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { openCalls } from '../../src/core/state.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const LIMITS: OverloadLimits = { 'open-calls': 10, 'in-flight': 100, 'loop-delay': 200, memory: 80 };
const QUIET: Load = { 'open-calls': 0, 'in-flight': 0, 'loop-delay': 0, memory: 10 };

/** Looks at the figures one after another, every so many milliseconds; what is raised after each. */
function looks(figures: readonly Partial<Load>[], everyMs: number, limits = LIMITS): readonly string[] {
  let overload: Overload = NO_OVERLOAD;
  return figures.map((figure, index) => {
    overload = lookForOverload(overload, { ...QUIET, ...figure }, limits, index * everyMs);
    return signsOf(overload).join(' ');
  });
}

const inFlight = (...figures: readonly number[]): readonly Partial<Load>[] =>
  figures.map((figure) => ({ 'in-flight': figure }));
const late = (...figures: readonly number[]): readonly Partial<Load>[] =>
  figures.map((figure) => ({ 'loop-delay': figure }));

test('open calls: the limit is exact, and the place of one who leaves is free at once', () => {
  const figures = [9, 10, 11, 10, 9, 10].map((calls) => ({ 'open-calls': calls }));
  assert.deepEqual(looks(figures, 1), ['', 'open-calls', 'open-calls', 'open-calls', '', 'open-calls']);
});

test('in flight: a burst goes through, and what falls below the limit in between begins anew', () => {
  assert.deepEqual(looks(inFlight(900, 700, 300, 80, 40), 200), ['', '', '', '', '']);
  assert.deepEqual(looks(inFlight(100, 100, 99, 100, 100, 100), 400), ['', '', '', '', '', '']);
});

/** The share of new calls that are refused after each look, in percent. */
function shares(figures: readonly number[], everyMs: number): readonly number[] {
  let overload: Overload = NO_OVERLOAD;
  return figures.map((figure, index) => {
    overload = lookForOverload(overload, { ...QUIET, 'in-flight': figure }, LIMITS, index * everyMs);
    return Math.round(overload.signs['in-flight'].share * 100);
  });
}

test('in flight: what stands for a second shuts the door bit by bit, as far as it must, and it opens more slowly', () => {
  const standing = [100, 150, 150, 150, 100];
  assert.deepEqual(shares(standing, 500), [0, 0, 25, 50, 75]);
  // Between half of the limit and the limit it is as it should be.
  assert.deepEqual(shares([...standing, 99, 50], 500).slice(-2), [75, 75]);
  assert.deepEqual(shares([...standing, 49, 0, 0, 99], 500).slice(-4), [70, 65, 60, 55]);
  assert.deepEqual(shares(Array<number>(20).fill(100), 500).at(-1), 100);
});

test('of new calls so many are refused as the share says, evenly: every fourth of a quarter, all of the whole', () => {
  const refusals = (share: number): string => {
    const belief = { state: { kind: 'raised' }, share } as const;
    let overload: Overload = { ...NO_OVERLOAD, signs: { ...NO_OVERLOAD.signs, 'in-flight': belief } };
    return Array.from({ length: 8 }, () => {
      const next = nextCall(overload);
      overload = next.overload;
      return next.refusedBy === null ? '.' : 'x';
    }).join('');
  };
  assert.equal(refusals(0), '........');
  assert.equal(refusals(0.25), '...x...x');
  assert.equal(refusals(0.75), '.xxx.xxx');
  assert.equal(refusals(1), 'xxxxxxxx');
});

test('a refused call names the sign that refuses most', () => {
  const looked = lookForOverload(NO_OVERLOAD, { ...QUIET, memory: 90, 'open-calls': 10 }, LIMITS, 0);
  assert.equal(nextCall(looked).refusedBy, 'open-calls');
  assert.equal(
    nextCall(lookForOverload(NO_OVERLOAD, { ...QUIET, memory: 90 }, LIMITS, 0)).refusedBy,
    'memory',
  );
  assert.equal(nextCall(lookForOverload(NO_OVERLOAD, QUIET, LIMITS, 0)).refusedBy, null);
});

test('event loop: one long pause is over when it is seen; two seconds of lateness are overload', () => {
  assert.deepEqual(looks(late(5_000, 0, 5_000, 0), 1_000), ['', '', '', '']);
  assert.deepEqual(looks(late(200, 250, 300, 120, 90, 90, 90), 1_000), [
    '',
    '',
    'loop-delay',
    'loop-delay',
    'loop-delay',
    'loop-delay',
    '',
  ]);
});

test('event loop: who is late again before two quiet seconds are over is still overloaded', () => {
  const figures = late(300, 300, 300, 0, 0, 150, 0, 0, 0);
  assert.deepEqual(
    looks(figures, 1_000).map((raised) => raised !== ''),
    [false, false, true, true, true, true, true, true, false],
  );
});

test('memory: from the limit on, until a tenth of it is free again', () => {
  const figures = [79, 80, 75, 72, 71].map((memory) => ({ memory }));
  assert.deepEqual(looks(figures, 1), ['', 'memory', 'memory', 'memory', '']);
});

test('several signs stand side by side, in a fixed order; one that is not watched never shows', () => {
  const everything = { 'open-calls': 99, memory: 99 };
  assert.deepEqual(looks([everything], 1), ['open-calls memory']);
  const limits = { ...LIMITS, 'open-calls': null };
  assert.deepEqual(looks([everything], 1, limits), ['memory']);
});

function sceneWithTalk(): { readonly scene: Scene; readonly talker: string } {
  const scene = new Scene(plan({ agents: ['anna'], queues: [queue('sales', ['anna'])] }));
  scene.signIn('anna');
  const talker = scene.call();
  scene.talk('anna');
  return { scene, talker };
}

const shed = (leg: string, answer: 'busy' | 'emergency') =>
  ({
    kind: 'call-shed',
    leg,
    from: '3590002',
    fromName: null,
    dialled: '100',
    sign: 'open-calls',
    answer,
  }) as const;

test('a call that is shed hears busy, is told as a call of its own, and touches nobody else', () => {
  const { scene, talker } = sceneWithTalk();
  const before = scene.commands.length;
  scene.take(shed('late', 'busy'));
  assert.deepEqual(scene.commands.slice(before), [{ kind: 'hang-up', leg: 'late', reason: 'busy' }]);
  assert.equal(openCalls(scene.state), 1, 'who is turned away takes no place');
  scene.ends('late');
  const ended = scene.lastTold('call-ended');
  assert.deepEqual(
    [ended.endPlace, ended.endedBy, ended.from, ended.firstOfferedAt, ended.answeredAt],
    ['shed', 'callplane', '3590002', null, null],
  );
  const event = scene.milestones.findLast((one) => one.kind === 'call-event' && one.event === 'shed');
  assert.deepEqual(event?.kind === 'call-event' ? event.detail : null, {
    sign: 'open-calls',
    answer: 'busy',
  });
  scene.ends(talker);
  assert.equal(scene.lastTold('conversation-ended').endedBy, 'caller');
  assert.equal(openCalls(scene.state), 0);
});

test('a call that is shed to the emergency destination leaves us; one who stays is hung up', () => {
  const { scene } = sceneWithTalk();
  const before = scene.commands.length;
  scene.take(shed('late', 'emergency'));
  assert.deepEqual(scene.commands.slice(before), [{ kind: 'send-on', leg: 'late' }]);
  scene.wait(5_000);
  assert.equal(scene.last('hang-up').leg, 'late');
  scene.ends('late');
  assert.equal(scene.lastTold('call-ended').endPlace, 'shed');
});

test('a call that cannot be sent on, because it has gone, is over', () => {
  const { scene } = sceneWithTalk();
  scene.take(shed('late', 'emergency'));
  scene.take({
    kind: 'command-failed',
    command: { kind: 'send-on', leg: 'late', playback: null, bridge: null },
    failure: 'gone',
  });
  assert.equal(scene.lastTold('call-ended').endPlace, 'shed');
});

test('who is being turned away takes no place after a restart either', () => {
  const { scene } = sceneWithTalk();
  scene.take(shed('late', 'busy'));
  assert.equal(openCalls(thaw(freeze(scene.state))), 1);
});

test('a second word about a leg that is known sheds nothing', () => {
  const { scene, talker } = sceneWithTalk();
  const before = scene.commands.length;
  scene.take(shed(talker, 'busy'));
  assert.deepEqual(scene.commands.slice(before), []);
});
