import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClockWatch } from '../../src/app/clock-watch.js';
import { runClock } from '../../src/app/run-clock.js';
import type { Signal } from '../../src/core/signal.js';
import type { Plan } from '../../src/core/plan.js';
import { asked, POLICY, RULE } from '../core/callback-scene.js';
import { OFFICE, plan, queue } from '../core/plan-builder.js';
import { Scene } from '../core/scene.js';
import { KeptLog } from '../journal/journal-scene.js';

const HOUR_MS = 3_600_000;
/** In summer Sofia is three hours ahead: an hour before the office opens. */
const EIGHT_IN_SOFIA = Date.parse('2026-07-06T05:00:00Z');

function office(): Plan {
  return plan({
    agents: ['anna'],
    queues: [queue('sales', ['anna'], { limits: { waitMs: 1_800_000, callers: null } })],
    hours: 'office',
    calendars: { office: { ...OFFICE, timezone: 'Europe/Sofia' } },
  });
}

/** The core with a run clock, a wall clock that is set by hand, and a look at both every second. */
class ClockScene {
  readonly log = new KeptLog();
  readonly core: Scene;
  wall = EIGHT_IN_SOFIA;
  #monotonic = 0;
  readonly clock = runClock(
    () => this.wall,
    () => this.#monotonic,
    0,
  );
  readonly #watch: ClockWatch;

  constructor(loaded: Plan = office()) {
    this.core = new Scene(loaded, { startsAt: this.clock.now() });
    const { core, clock, log } = this;
    const line = {
      get state() {
        return core.state;
      },
      now: () => Math.max(clock.now(), core.state.lastAt),
      accept: (signal: Signal) => {
        core.now = line.now();
        core.take(signal);
      },
    };
    this.#watch = new ClockWatch({ clock, line, log });
  }

  pass(seconds: number): void {
    for (let second = 0; second < seconds; second++) {
      this.wall += 1_000;
      this.#monotonic += 1_000;
      this.core.wait(Math.max(0, this.clock.now() - this.core.now));
      this.#watch.look();
    }
  }
}

for (const [word, byMs] of [
  ['forwards', HOUR_MS],
  ['backwards', -HOUR_MS],
] as const) {
  test(`the wall clock jumps ${word} by an hour: nobody leaves, the order stays, the jump is a gap`, () => {
    const scene = new ClockScene();
    const { core } = scene;
    core.signIn('anna');
    core.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
    const callers = Array.from({ length: 20 }, () => {
      scene.pass(1);
      return core.call();
    });
    scene.wall += byMs;
    scene.pass(30);
    assert.deepEqual([...new Set(callers.map((leg) => core.doing(leg)))], ['waiting']);
    const seconds = byMs / 1_000;
    const gaps = core.told('gap');
    assert.deepEqual(
      gaps.map(({ cause, from, to }) => [cause, to - from]),
      [[`the wall clock jumped by ${seconds > 0 ? '+' : ''}${seconds} s`, 1_000]],
    );
    assert.ok(scene.log.has('warn', /the wall clock has jumped/));

    core.mustAsk({ ask: 'resume', agent: 'anna' });
    core.talk('anna');
    assert.equal(core.doing(callers[0] ?? ''), 'talking', 'who came first is served first');
    for (const leg of callers) core.ends(leg);
    core.obeyHangUps();
    for (const call of core.told('call-ended')) {
      assert.ok(
        call.endedAt >= call.arrivedAt && call.waitMs >= 0 && call.waitMs < 60_000,
        JSON.stringify(call),
      );
    }
    for (const { from, to } of core.told('agent-state-ended')) assert.ok(from < to);
  });
}

test('after a jump a caller is judged by the time on the wall', () => {
  const scene = new ClockScene();
  const { core } = scene;
  core.signIn('anna');
  core.mustAsk({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  const early = core.call();
  scene.wall += HOUR_MS;
  scene.pass(5);
  const inTime = core.call();
  for (const leg of [early, inTime]) core.ends(leg);
  assert.deepEqual(
    core.told('call-ended').map(({ inHours }) => inHours),
    [false, true],
  );
});

test('when nothing runs any more the instants come to the wall: forwards at once, backwards by waiting', () => {
  const scene = new ClockScene();
  scene.wall += HOUR_MS;
  scene.pass(2);
  assert.equal(scene.clock.shiftMs(), 0);
  assert.equal(scene.core.state.wallAheadMs, 0);
  const before = scene.core.now;
  scene.wall -= 10_000;
  scene.pass(9);
  assert.ok(scene.core.now - before <= 2_000, 'the clock stands');
  scene.pass(3);
  assert.equal(scene.core.state.wallAheadMs, 0);
  assert.ok(scene.log.has('info', /by the wall clock again/));
});

test('hours that are switched by hand for days keep nobody from coming to the wall, and end by it', () => {
  const scene = new ClockScene();
  scene.core.mustAsk({ ask: 'open-hours', hours: 'office', ends: { afterMs: 2 * HOUR_MS } });
  scene.wall += HOUR_MS;
  scene.pass(2);
  assert.equal(scene.core.state.wallAheadMs, 0);
  scene.pass(3_590);
  assert.equal(scene.core.state.hoursSwitches.size, 1);
  scene.pass(10);
  assert.equal(scene.core.state.hoursSwitches.size, 0);
});

test('callbacks that are open for days keep nobody from coming to the wall, until somebody is rung for one', () => {
  const dialled = { ...office(), dialPolicy: POLICY };
  const sales = dialled.queues['sales'];
  assert.ok(sales !== undefined);
  const scene = new ClockScene({ ...dialled, queues: { sales: { ...sales, callback: RULE } } });
  const { core } = scene;
  const later = { ...asked, number: '+359888000002', notBefore: scene.wall + 48 * HOUR_MS };
  core.mustAsk(asked);
  core.mustAsk(later);
  scene.wall += HOUR_MS;
  scene.pass(2);
  assert.equal(core.state.wallAheadMs, 0);
  assert.equal(core.state.callbacks.size, 2);
  core.signIn('anna');
  assert.deepEqual(core.ringing(), ['anna']);
  scene.wall += HOUR_MS;
  scene.pass(2);
  assert.ok(core.state.wallAheadMs > HOUR_MS - 1_000, 'what is rung for is not hurried');
});
