import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  DEFAULT_LIMITS,
  Supervision,
  type Act,
  type ChildName,
  type Happening,
} from '../../src/parent/supervision.js';

/** A parent in virtual time that keeps what it was told to do. */
class Scene {
  now = 1_000_000;
  readonly acts: Act[] = [];
  private readonly supervision = new Supervision(DEFAULT_LIMITS, this.now);

  happens(happening: Happening): readonly Act[] {
    const acts = this.supervision.step(happening, this.now);
    this.acts.push(...acts);
    return acts;
  }
  look = (): readonly Act[] => this.happens({ kind: 'time-passed' });
  ready = (child: ChildName): readonly Act[] => this.happens({ kind: 'ready', child });
  exits = (child: ChildName, code: number | null): readonly Act[] =>
    this.happens({ kind: 'exited', child, code });
  stop = (): readonly Act[] => this.happens({ kind: 'stop-asked' });

  /** Seconds pass; a line that answers does so each second. */
  pass(seconds: number, line: 'answers' | 'silent' = 'answers'): readonly Act[] {
    const all: Act[] = [];
    for (let second = 0; second < seconds; second += 1) {
      this.now += 1000;
      if (line === 'answers') all.push(...this.happens({ kind: 'answered', child: 'line' }));
      all.push(...this.look());
    }
    return all;
  }

  static running(): Scene {
    const scene = new Scene();
    scene.look();
    scene.ready('line');
    scene.ready('books');
    return scene;
  }
}

const did = (acts: readonly Act[], what: Act['do']): readonly (ChildName | null)[] =>
  acts.filter((act) => act.do === what).map((act) => ('child' in act ? act.child : null));
const endCode = (acts: readonly Act[]): number | null => acts.find((act) => act.do === 'end')?.code ?? null;

test('line and books are started, and the line is pinged each second', () => {
  const scene = new Scene();
  assert.deepEqual(did(scene.look(), 'spawn'), ['line', 'books']);
  scene.ready('line');
  assert.deepEqual(did(scene.pass(3), 'ping'), ['line', 'line', 'line']);
});

test('a line that is silent for fifteen seconds is killed and started again at once', () => {
  const scene = Scene.running();
  assert.deepEqual(did(scene.pass(14, 'silent'), 'kill'), []);
  assert.deepEqual(did(scene.pass(1, 'silent'), 'kill'), ['line']);
  assert.deepEqual(did(scene.pass(5, 'silent'), 'kill'), [], 'it is killed once');
  assert.deepEqual(did(scene.exits('line', null), 'spawn'), ['line']);
});

test('a line that starts may take longer, but not for ever', () => {
  const scene = new Scene();
  scene.look();
  assert.deepEqual(did(scene.pass(119, 'silent'), 'kill'), []);
  assert.deepEqual(did(scene.pass(1, 'silent'), 'kill'), ['line']);
});

test('books that are silent or dead do no harm to the line', () => {
  const scene = Scene.running();
  scene.pass(600);
  assert.deepEqual(did(scene.exits('books', 4), 'kill'), []);
  assert.deepEqual(did(scene.acts, 'kill'), []);
});

test('the line is told whether the books are there', () => {
  const scene = Scene.running();
  const told = (): readonly string[] =>
    scene.acts.flatMap((act) => (act.do === 'tell-of-books' ? [act.state] : []));
  scene.exits('books', 1);
  scene.ready('books');
  assert.deepEqual(told(), ['up', 'away', 'up']);
  scene.exits('line', 1);
  scene.ready('line');
  assert.deepEqual(told(), ['up', 'away', 'up', 'up'], 'a new line hears it again');
});

test('failures in a row wait longer and longer, up to half a minute; a minute up is a recovery', () => {
  const scene = Scene.running();
  const waits: number[] = [];
  for (let failure = 0; failure < 8; failure += 1) {
    let seconds = 0;
    let acts = scene.exits('line', 1);
    while (!did(acts, 'spawn').includes('line')) {
      acts = scene.pass(1);
      seconds += 1;
    }
    waits.push(seconds);
  }
  assert.deepEqual(waits, [0, 1, 2, 4, 8, 16, 30, 30]);
  scene.ready('line');
  scene.pass(60);
  assert.deepEqual(did(scene.exits('line', 1), 'spawn'), ['line']);
});

test('a first start that cannot succeed ends the parent with the same code', () => {
  for (const code of [1, 2, 3]) {
    const scene = new Scene();
    scene.look();
    scene.ready('books');
    assert.deepEqual(did(scene.exits('line', code), 'ask-to-stop'), ['books']);
    assert.equal(endCode(scene.exits('books', 0)), code);
    assert.deepEqual(did(scene.acts, 'log').length, 1, 'the line itself has said what is wrong');
  }
});

test('the same code of a line that was ready before starts it again: the world may come back', () => {
  const scene = Scene.running();
  assert.deepEqual(did(scene.exits('line', 3), 'spawn'), ['line']);
  assert.equal(endCode(scene.acts), null);
});

test('books without their database are tried again while calls go on', () => {
  const scene = new Scene();
  scene.look();
  scene.ready('line');
  assert.deepEqual(did(scene.exits('books', 3), 'spawn'), ['books']);
  assert.equal(endCode(scene.acts), null);
});

test('a stop asks the line first, then the books, then ends with 0', () => {
  const scene = Scene.running();
  assert.deepEqual(did(scene.stop(), 'ask-to-stop'), ['line']);
  scene.pass(2);
  assert.deepEqual(did(scene.exits('line', 0), 'ask-to-stop'), ['books']);
  assert.equal(endCode(scene.exits('books', 0)), 0);
  assert.deepEqual(scene.look(), [], 'nothing happens after the end');
});

test('a child that does not stop in time is killed, and the exit code says so', () => {
  const scene = Scene.running();
  scene.stop();
  assert.deepEqual(did(scene.pass(14), 'kill'), []);
  assert.deepEqual(did(scene.pass(1), 'kill'), ['line']);
  scene.exits('line', null);
  assert.equal(endCode(scene.exits('books', 0)), 4);
});

test('a second stop ends at once', () => {
  const scene = Scene.running();
  scene.stop();
  const acts = scene.stop();
  assert.deepEqual(did(acts, 'kill'), ['line', 'books']);
  assert.equal(endCode(acts), 4);
});

test('a stop while a child waits for its restart does not start it', () => {
  const scene = Scene.running();
  scene.exits('line', 1);
  scene.exits('line', 1);
  scene.stop();
  assert.equal(endCode(scene.exits('books', 0)), 0);
  assert.deepEqual(did(scene.pass(60), 'spawn'), []);
});

test('when the parent itself was frozen, the line is not blamed', () => {
  const scene = Scene.running();
  scene.now += 60_000;
  assert.deepEqual(did(scene.look(), 'kill'), []);
  assert.deepEqual(did(scene.pass(15, 'silent'), 'kill'), ['line']);
});

test('whatever happens: never two of a child at once, and after a stop the end comes', () => {
  const happening = fc.oneof(
    fc.record({
      kind: fc.constantFrom('ready' as const, 'answered' as const),
      child: fc.constantFrom(...NAMES),
    }),
    fc.record({
      kind: fc.constant('exited' as const),
      child: fc.constantFrom(...NAMES),
      code: fc.constantFrom(0, 1, 3, 4, null),
    }),
    fc.constant({ kind: 'time-passed' as const }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(happening, fc.nat(20_000)), { maxLength: 60 }), (happenings) => {
      const scene = new Scene();
      const alive = new Set<ChildName>();
      const follow = (acts: readonly Act[]): void => {
        for (const act of acts) {
          if (act.do !== 'spawn') continue;
          assert.ok(!alive.has(act.child), 'spawned twice');
          alive.add(act.child);
        }
      };
      follow(scene.look());
      for (const [each, ms] of happenings) {
        scene.now += ms;
        if ('child' in each && !alive.has(each.child)) continue;
        if (each.kind === 'exited') alive.delete(each.child);
        follow(scene.happens(each));
      }
      scene.stop();
      for (const name of NAMES) if (alive.has(name)) scene.exits(name, 0);
      assert.notEqual(endCode(scene.acts), null);
    }),
    { numRuns: 500, seed: 11 },
  );
});

const NAMES = ['line', 'books'] as const;

test('thirty seconds without any line: callers are taken care of, and again every five until one is there', () => {
  const scene = Scene.running();
  scene.exits('line', null);
  assert.deepEqual(did(scene.pass(29, 'silent'), 'rescue'), []);
  assert.equal(did(scene.pass(12, 'silent'), 'rescue').length, 3);
  scene.ready('line');
  assert.deepEqual(did(scene.pass(60), 'rescue'), []);
});

test('a line that hangs and another that never comes up are both no line', () => {
  const scene = Scene.running();
  const acts = scene.pass(31, 'silent');
  assert.deepEqual(did(acts, 'kill'), ['line']);
  assert.equal(did(acts, 'rescue').length, 1);
});

test('a parent that was frozen itself does not take the line for away', () => {
  const scene = Scene.running();
  scene.now += 60_000;
  assert.deepEqual(did(scene.look(), 'rescue'), []);
});

test('nobody is sent away while it stops', () => {
  const scene = Scene.running();
  scene.stop();
  assert.deepEqual(did(scene.pass(40, 'silent'), 'rescue'), []);
});
