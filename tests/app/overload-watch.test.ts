import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OverloadSettings, OverloadWatch } from '../../src/app/overload-watch.js';
import { openCalls } from '../../src/core/state.js';
import { arrival, LineScene } from './line-scene.js';

const LOOK_EVERY_MS = 100;
const LIMITS = { 'open-calls': 2, 'in-flight': 50, 'loop-delay': 200, memory: 80 };

/** The line behind its watch, in virtual time; what is not a count of calls is set by hand. */
class Overloaded {
  readonly scene = new LineScene();
  inFlight = 0;
  memory = 10;
  lateMs = 0;
  readonly watch: OverloadWatch;

  constructor(settings: Partial<OverloadSettings> = {}) {
    this.watch = new OverloadWatch({
      limits: LIMITS,
      answer: 'busy',
      ...settings,
      openCalls: () => openCalls(this.scene.line.state),
      inFlight: () => this.inFlight,
      memoryPercent: () => this.memory,
      monotonicMs: () => this.scene.now,
      log: this.scene.log,
    });
    const request = { ask: 'sign-in', agent: 'anna' } as const;
    this.scene.take({ kind: 'request', id: 'sign-in', request });
  }

  call(leg: string): void {
    this.scene.take(this.watch.admit(arrival(leg)));
  }

  leave(leg: string): void {
    this.scene.take(this.watch.admit({ kind: 'leg-ended', leg, end: 'normal' }));
  }

  /** Time passes, with a look every tenth of a second. */
  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += LOOK_EVERY_MS) {
      this.scene.now += LOOK_EVERY_MS;
      this.watch.look(this.lateMs);
    }
  }

  get busy(): readonly string[] {
    return this.scene.sent.flatMap((command) =>
      command.kind === 'hang-up' && command.reason === 'busy' ? [command.leg] : [],
    );
  }

  get told(): readonly string[] {
    return this.scene.log.lines
      .filter(({ message }) => /overload/.test(message))
      .map(({ level, message }) => `${level} ${message}`);
  }
}

test('of five callers at a limit of two, three hear busy; the two go on, and who leaves makes a place', () => {
  const overloaded = new Overloaded();
  for (const leg of ['a', 'b', 'c', 'd', 'e']) overloaded.call(leg);
  assert.deepEqual(overloaded.busy, ['c', 'd', 'e']);
  assert.deepEqual(
    [...overloaded.scene.line.state.calls.values()].map(({ leg, activity }) => [leg, activity.kind]),
    [
      ['a', 'waiting'],
      ['b', 'waiting'],
      ['c', 'leaving'],
      ['d', 'leaving'],
      ['e', 'leaving'],
    ],
  );
  assert.equal(overloaded.scene.meters.callsShed['open-calls'], 3);
  assert.match(String(overloaded.watch.alarm), /2 open calls \(limit 2\)/);
  overloaded.leave('a');
  overloaded.call('f');
  assert.deepEqual(overloaded.busy, ['c', 'd', 'e'], 'those who are being turned away take no place');
});

test('only arrivals are ever changed', () => {
  const overloaded = new Overloaded();
  overloaded.memory = 99;
  overloaded.pass(100);
  const signal = { kind: 'leg-answered', leg: 'a' } as const;
  assert.equal(overloaded.watch.admit(signal), signal);
  for (const dialled of ['*221', '+359888000001', '100']) {
    const dial = { ...arrival(`phone ${dialled}`), dialled, phone: 'PJSIP/101' };
    assert.equal(overloaded.watch.admit(dial), dial, 'what agents dial is let in');
  }
  assert.equal(overloaded.watch.admit(arrival('a')).kind, 'call-shed');
});

test('commands that pile up shut the door bit by bit, and it opens when they are done', () => {
  const overloaded = new Overloaded({ limits: { ...LIMITS, 'open-calls': null } });
  const refusedOf = (name: string, calls: number): number => {
    const before = overloaded.busy.length;
    for (let index = 1; index <= calls; index += 1) overloaded.call(`${name}-${index}`);
    return overloaded.busy.length - before;
  };
  overloaded.inFlight = 100;
  overloaded.pass(5_000);
  assert.equal(refusedOf('few', 60), 0, 'with few calls open no burst is an overload');
  overloaded.inFlight = 0;
  overloaded.pass(3_000);
  overloaded.inFlight = 100;
  overloaded.pass(500);
  assert.equal(refusedOf('burst', 4), 0);
  overloaded.pass(2_000);
  assert.equal(refusedOf('half-shut', 4), 2);
  overloaded.pass(3_000);
  assert.equal(refusedOf('shut', 4), 4);
  overloaded.inFlight = 0;
  overloaded.pass(10_000);
  assert.equal(refusedOf('open', 4), 0);
});

test('an event loop that is late for two seconds shuts the door for at least two more', () => {
  const overloaded = new Overloaded();
  overloaded.lateMs = 300;
  overloaded.pass(2_100);
  overloaded.call('a');
  overloaded.lateMs = 0;
  overloaded.pass(2_000);
  overloaded.call('b');
  overloaded.pass(100);
  overloaded.call('c');
  assert.deepEqual(overloaded.busy, ['a', 'b']);
});

test('the log tells of an overload once, with what shows it, and once that it is over, with how many were refused', () => {
  const overloaded = new Overloaded();
  for (const leg of ['a', 'b', 'c', 'd']) overloaded.call(leg);
  overloaded.leave('a');
  overloaded.pass(3_000);
  overloaded.call('e');
  overloaded.call('f');
  overloaded.leave('b');
  overloaded.pass(4_900);
  assert.equal(overloaded.told.length, 1);
  overloaded.pass(200);
  assert.deepEqual(overloaded.told, [
    'warn overloaded, new calls are refused: 2 open calls (limit 2)',
    'info the overload is over',
  ]);
  const over = overloaded.scene.log.lines.find(({ message }) => message === 'the overload is over');
  assert.equal(over?.fields['shed'], 3);
});

test('with the answer "emergency" nobody is hung up: the dialplan takes them', () => {
  const overloaded = new Overloaded({ answer: 'emergency' });
  for (const leg of ['a', 'b', 'c']) overloaded.call(leg);
  assert.deepEqual(overloaded.scene.sent.at(-1), { kind: 'send-on', leg: 'c' });
});

test('what is switched off never shuts the door', () => {
  const off = { 'open-calls': null, 'in-flight': null, 'loop-delay': null, memory: null };
  const overloaded = new Overloaded({ limits: off });
  overloaded.memory = 100;
  overloaded.inFlight = 100_000;
  overloaded.lateMs = 100_000;
  overloaded.pass(10_000);
  for (let index = 0; index < 20; index += 1) overloaded.call(`leg-${index}`);
  assert.deepEqual([overloaded.busy, overloaded.watch.alarm], [[], null]);
});
