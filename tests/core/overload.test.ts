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

const LIMITS: OverloadLimits = { 'open-calls': 100, 'in-flight': 10, 'loop-delay': 200, memory: 80 };
const QUIET: Load = { 'open-calls': 0, 'in-flight': 0, 'loop-delay': 0, memory: 10 };

/** Looks at the figures one after another, every so many milliseconds; what is raised after each. */
function looks(figures: readonly Partial<Load>[], everyMs: number, limits = LIMITS): readonly string[] {
  let overload: Overload = NO_OVERLOAD;
  return figures.map((figure, index) => {
    overload = lookForOverload(overload, { ...QUIET, ...figure }, limits, index * everyMs);
    return signsOf(overload).join(' ');
  });
}

const late = (...figures: readonly number[]): readonly Partial<Load>[] =>
  figures.map((figure) => ({ 'loop-delay': figure }));

test('open calls: the limit is exact, and the place of one who leaves is free at once', () => {
  const figures = [99, 100, 101, 100, 99, 100].map((calls) => ({ 'open-calls': calls }));
  assert.deepEqual(looks(figures, 1), ['', 'open-calls', 'open-calls', 'open-calls', '', 'open-calls']);
});

/** The share of new calls that are refused after each of these times, in percent, with so many calls open. */
function shares(figures: readonly number[], open = 60, everyMs = 100): readonly number[] {
  let overload: Overload = NO_OVERLOAD;
  return figures.map((figure, index) => {
    overload = lookForOverload(
      overload,
      { ...QUIET, 'open-calls': open, 'in-flight': figure },
      LIMITS,
      index * everyMs,
    );
    return Math.round(overload.signs['in-flight'].share * 100);
  });
}

const standing = (figure: number, tenths: number): readonly number[] => Array<number>(tenths).fill(figure);

/** The mean comes ever nearer to what stands. */
function assertNear(percent: number, expected: number): void {
  assert.ok(Math.abs(percent - expected) <= 1, `${percent} %, not ${expected} %`);
}

test('in flight: a burst goes through, whatever its height; what stands does not', () => {
  assert.deepEqual(new Set(shares([0, 60, 0, 0, 0, 0, 60, 0, 0, 0, 0])), new Set([0]));
  assert.deepEqual(shares(standing(15, 12)), standing(0, 12), 'the mean must have been too high for 1 s');
  assert.ok((shares(standing(15, 20)).at(-1) ?? 0) > 0);
  assert.ok(
    (shares([0, ...Array.from({ length: 40 }, (_, index) => (index % 4 === 0 ? 80 : 3))]).at(-1) ?? 0) > 0,
    'also when it comes in bursts',
  );
});

test('in flight: where everything stood still for a fifth of a second, nobody is refused for it', () => {
  // What came meanwhile is on its way all at once, and is served within a third of a second.
  const stall = [...standing(4, 20), 115, 110, 90, 70, 50, 30, 15, ...standing(4, 40)];
  assert.deepEqual(new Set(shares(stall, 70, 50)), new Set([0]));
});

test('in flight: the share grows by how far the mean is above its limit, in a second by half at twice the limit', () => {
  const twice = shares(standing(20, 40));
  assertNear((twice[30] ?? 0) - (twice[20] ?? 0), 50);
  const farAbove = shares([0, ...standing(1_000, 20)]);
  assert.equal((farAbove[14] ?? 0) - (farAbove[13] ?? 0), 20, 'at most four times as fast');
  assert.equal(shares(standing(1_000, 60)).at(-1), 100);
});

test('in flight: below its limit it falls again, until nobody is refused', () => {
  const shut = standing(1_000, 40);
  const opening = shares([...shut, ...standing(0, 100)]);
  assert.equal(opening[39], 100);
  // By half in a second when nothing is on its way.
  assertNear((opening[65] ?? 0) - (opening[70] ?? 0), 25);
  assert.equal(opening.at(-1), 0);
});

test('in flight: with few calls open nobody is refused, however much they do', () => {
  assert.deepEqual(new Set(shares(standing(1_000, 60), 59)), new Set([0]));
  assert.ok((shares(standing(1_000, 60), 60).at(-1) ?? 0) > 0);
});

test('in flight: whoever comes while few are left is taken in at once, and those behind them meet what stood before', () => {
  let overload: Overload = NO_OVERLOAD;
  const look = (open: number, tenth: number): number => {
    const load = { ...QUIET, 'open-calls': open, 'in-flight': 1_000 };
    overload = lookForOverload(overload, load, LIMITS, tenth * 100);
    return overload.signs['in-flight'].share;
  };
  for (let tenth = 0; tenth < 60; tenth += 1) look(60, tenth);
  assert.deepEqual([look(59, 60), look(60, 61) > 0.9], [0, true]);
});

test('of new calls so many are refused as the share says, evenly: every fourth of a quarter, all of the whole', () => {
  const refusals = (share: number): string => {
    const belief = { state: { kind: 'raised' }, share, shut: share, figure: 0 } as const;
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
  const looked = lookForOverload(NO_OVERLOAD, { ...QUIET, memory: 90, 'open-calls': 100 }, LIMITS, 0);
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
  const everything = { 'open-calls': 100, memory: 99 };
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
