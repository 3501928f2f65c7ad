import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findAstray } from '../../src/core/astray.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { createState, step } from '../../src/core/step.js';
import type { Existing, Failure, LegEnd, PhoneState, Signal } from '../../src/core/signal.js';
import { plan, queue, rate, ring } from './plan-builder.js';
import { MORNING, Scene } from './scene.js';

const AGENTS = ['anna', 'boris', 'vera'];
const PLANS = [1, 2].map((version) =>
  plan({
    version: `plan-${version}`,
    agents: AGENTS.slice(0, 4 - version),
    phones: version === 2 ? { anna: 'PJSIP/boris' } : {},
    prompts: ['welcome', 'channels'],
    queues: [
      queue('sales', AGENTS.slice(0, 4 - version), {
        strategy: version === 1 ? 'parallel' : 'random',
        wrapUp: { timeMs: 5_000, extendToMs: 10_000 },
        ...(version === 2 ? {} : { afterCall: 'rated' }),
        outcomes: { codes: { sale: { key: '1', success: true, resolution: null } }, required: version === 1 },
        limits: { waitMs: 40_000, callers: 3 },
        waiting: {
          music: 'default',
          position: { firstAfterMs: 0, everyMs: 4_000, onlyWhenBetter: false },
          messages: [{ prompt: 'channels', firstAfterMs: 3_000, everyMs: 6_000 }],
        },
        exits: { wait: 'steps', full: null, nobody: 'hangup' },
      }),
      ...(version === 1 ? [queue('support', AGENTS)] : []),
    ],
    blocks: {
      greet: [
        { do: 'play', prompt: 'welcome', information: true },
        {
          do: 'menu',
          id: 'greet[1]',
          prompt: 'welcome',
          keys: { '1': 'entry', '2': 'steps' },
          timeoutMs: 2_000,
          tries: 2,
          otherwise: 'entry',
        },
      ],
      rated: [rate('rated[0]', { prompt: 'welcome' })],
      steps: [ring('steps[0]', ['anna', 'boris'], { strategy: 'parallel', limitMs: 20_000 })],
    },
    numbers: { '100': 'entry', '200': 'greet', '300': 'steps' },
  }),
);

/** A number that picks one of the ids that are known at that moment, or, beyond them, one that is not. */
const pick = fc.nat({ max: 9 });
const FAILURES: readonly Failure[] = [
  'gone',
  'conflict',
  'invalid-state',
  'unreachable',
  'refused',
  'timeout',
  'unknown',
];
const ENDS: readonly LegEnd[] = [
  'normal',
  'busy',
  'declined',
  'no-answer',
  'unreachable',
  'cancelled',
  'failed',
  'unknown',
];
const STATES: readonly PhoneState[] = ['idle', 'ringing', 'in-use', 'unreachable', 'unknown'];
const COMMANDS = [
  'ring',
  'connect',
  'play',
  'answer',
  'hang-up',
  'remove-bridge',
  'leave-bridge',
  'start-music',
  'verify-leg',
  'send-on',
  'start-recording',
  'pause-recording',
  'resume-recording',
  'stop-recording',
  'verify-recording',
];

const deed = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('call' as const),
      dialled: fc.constantFrom('100', '200', '300', '9'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('shed' as const),
      answer: fc.constantFrom('busy' as const, 'emergency' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('answer' as const), leg: pick }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('join' as const), leg: pick, bridge: pick }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('end' as const), leg: pick, end: fc.constantFrom(...ENDS) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('key' as const), leg: pick, key: fc.constantFrom('1', '2', '7') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('sound' as const),
      playback: pick,
      is: fc.constantFrom('started', 'ended', 'broken'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('recording' as const),
      recording: pick,
      is: fc.constantFrom('started', 'complete', 'broken', 'missing'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('pause-recording' as const, 'resume-recording' as const),
      call: pick,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      command: fc.constantFrom(...COMMANDS),
      leg: pick,
      failure: fc.constantFrom(...FAILURES),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      ask: fc.constantFrom('sign-in', 'sign-in', 'sign-out', 'resume', 'end-wrap-up'),
      agent: fc.constantFrom(...AGENTS, 'nobody'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('pause' as const), agent: fc.constantFrom(...AGENTS) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('phone' as const),
      agent: fc.constantFrom(...AGENTS),
      state: fc.constantFrom(...STATES),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(0, 1, 500, 3_000, 15_000, 60_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('reload', 'lost', 'back', 'restarted', 'astray'),
      plan: fc.nat({ max: 1 }),
    }),
  },
);
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

/** The scene beside the ids it has ever used, so that old ones come up again. */
class Player {
  readonly scene = new Scene(PLANS[0] as NonNullable<(typeof PLANS)[0]>);
  readonly #legs: string[] = ['strange-leg'];
  readonly #bridges: string[] = ['strange-bridge'];
  readonly #playbacks: string[] = ['strange-playback'];
  readonly #recordings: string[] = ['strange-recording'];
  readonly #calls: string[] = ['strange-call'];

  play(one: Deed): void {
    if (one.do === 'wait') this.scene.wait(one.ms);
    else this.scene.take(this.#signalOf(one));
    this.#learn();
  }

  #signalOf(one: Exclude<Deed, { do: 'wait' }>): Signal {
    switch (one.do) {
      case 'call':
        return {
          kind: 'call-arrived',
          leg: `caller-${this.#legs.length}`,
          from: null,
          fromName: null,
          dialled: one.dialled,
        };
      case 'shed':
        return {
          kind: 'call-shed',
          leg: `caller-${this.#legs.length}`,
          from: null,
          fromName: null,
          dialled: '100',
          sign: 'in-flight',
          answer: one.answer,
        };
      case 'answer':
        return { kind: 'leg-answered', leg: recent(this.#legs, one.leg) };
      case 'join':
        return {
          kind: 'leg-joined',
          leg: recent(this.#legs, one.leg),
          bridge: recent(this.#bridges, one.bridge % 2),
        };
      case 'end':
        return { kind: 'leg-ended', leg: recent(this.#legs, one.leg), end: one.end };
      case 'key':
        return { kind: 'key-pressed', leg: recent(this.#legs, one.leg), key: one.key };
      case 'sound': {
        const playback = recent(this.#playbacks, one.playback);
        if (one.is === 'started') return { kind: 'playback-started', playback };
        return { kind: 'playback-ended', playback, complete: one.is === 'ended' };
      }
      case 'recording': {
        const recording = recent(this.#recordings, one.recording);
        if (one.is === 'started') return { kind: 'recording-started', recording };
        return { kind: 'recording-ended', recording, end: one.is, durationMs: null };
      }
      case 'pause-recording':
      case 'resume-recording':
        return { kind: 'request', id: 'r', request: { ask: one.do, call: recent(this.#calls, one.call) } };
      case 'fail':
        return { kind: 'command-failed', command: this.#command(one.command, one.leg), failure: one.failure };
      case 'ask':
        return { kind: 'request', id: 'r', request: { ask: one.ask, agent: one.agent } };
      case 'pause':
        return { kind: 'request', id: 'r', request: { ask: 'pause', agent: one.agent, reason: 'lunch' } };
      case 'phone':
        return { kind: 'phone-changed', phone: `PJSIP/${one.agent}`, state: one.state };
      case 'reload':
        return { kind: 'plan-loaded', plan: PLANS[one.plan] as NonNullable<(typeof PLANS)[0]>, by: 'test' };
      case 'lost':
        return { kind: 'telephony-lost' };
      case 'back':
        return { kind: 'telephony-back', existing: this.#legs.length % 4 === 3 ? null : this.#existing() };
      case 'restarted':
        return { kind: 'restarted' };
      case 'astray': {
        const found = findAstray(this.scene.state, this.#existing());
        const astray = found[this.#legs.length % Math.max(1, found.length)];
        return astray === undefined ? { kind: 'time-passed' } : { kind: 'found-astray', astray };
      }
    }
  }

  #command(kind: string, leg: number): Extract<Signal, { kind: 'command-failed' }>['command'] {
    return {
      kind,
      leg: kind === 'connect' || kind === 'remove-bridge' ? null : recent(this.#legs, leg),
      playback: kind === 'play' ? recent(this.#playbacks, leg) : null,
      bridge: kind === 'connect' || kind === 'remove-bridge' ? recent(this.#bridges, leg % 3) : null,
      ...(kind.endsWith('-recording') ? { recording: recent(this.#recordings, leg) } : {}),
    };
  }

  /** Half of what the core believes is there, and something strange. */
  #existing(): Existing {
    const legs = [...this.scene.state.legs].filter((_, index) => index % 2 === 0);
    return {
      legs: [
        ...legs.map(([leg, { role }]) => ({
          leg,
          up: true,
          caller: role === 'caller' ? { from: null, fromName: null, dialled: '100' } : null,
        })),
        {
          leg: `caller-${this.#legs.length}`,
          up: true,
          caller: { from: null, fromName: null, dialled: '200' },
        },
        { leg: 'strange-leg', up: true, caller: null },
      ],
      bridges: [{ id: 'strange-bridge', legs: [] }],
      restarted: false,
    };
  }

  #learn(): void {
    const { legs, bridges, playbacks, recordings, calls } = this.scene.state;
    for (const [list, known] of [
      [this.#legs, legs],
      [this.#bridges, bridges],
      [this.#playbacks, playbacks],
      [this.#recordings, recordings],
      [this.#calls, calls],
    ] as const)
      for (const id of known.keys()) if (!list.includes(id)) list.push(id);
  }
}

/** The newest first; beyond the list, the oldest. */
function recent(list: readonly string[], back: number): string {
  return list.at(-1 - back) ?? list[0] ?? '';
}

const deeds = fc.array(deed, { minLength: 1, maxLength: 80 });

test('no order of signals, late, doubled, unknown or contradictory, breaks what must always hold', () => {
  fc.assert(
    fc.property(deeds, (all) => {
      const player = new Player();
      player.scene.signIn(...AGENTS);
      for (const one of all) player.play(one);
    }),
    { numRuns: 600 },
  );
});

test('whatever has happened, when Asterisk has nothing any more every call, visit and offer has ended once', () => {
  fc.assert(
    fc.property(deeds, (all) => {
      const { scene } = playAll(all);
      scene.take({ kind: 'telephony-back', existing: { legs: [], bridges: [], restarted: true } });
      assert.equal(scene.state.calls.size + scene.state.offers.size + scene.state.legs.size, 0);
      const count = (kind: string): number => scene.milestones.filter((one) => one.kind === kind).length;
      const events = (name: string): number =>
        scene.told('call-event').filter(({ event }) => event === name).length;
      assert.equal(count('call-ended'), count('call-arrived'));
      assert.equal(count('visit-ended'), events('queue-entered') + events('ring-entered'));
      assert.equal(count('offer-ended'), events('offered'));
      assert.equal(count('conversation-ended'), events('connected'));
      scene.wait(60_000);
      assert.equal(scene.state.recordings.size, 0);
      const recorded = scene.told('recording-ended').map(({ conversation }) => conversation);
      assert.equal(new Set(recorded).size, recorded.length, 'each recording ends once');
      assert.ok(recorded.length <= count('conversation-ended'));
    }),
    { numRuns: 300 },
  );
});

test('a state that was written and read again goes on exactly like the one that was not', () => {
  fc.assert(
    fc.property(deeds, fc.nat({ max: 80 }), (all, at) => {
      const straight = playAll(all);
      const broken = new Player();
      broken.scene.signIn(...AGENTS);
      all.forEach((one, index) => {
        if (index === at) broken.scene.state = thaw(freeze(broken.scene.state));
        broken.play(one);
      });
      assert.deepEqual(broken.scene.reactions, straight.scene.reactions);
      assert.equal(freeze(broken.scene.state), freeze(straight.scene.state));
    }),
    { numRuns: 200 },
  );
});

test('a snapshot of another form is refused', () => {
  const state = createState({ prefix: 't', seed: 1 });
  const text = freeze(state).replace(/"form":\d+/, '"form":999');
  assert.throws(() => thaw(text), TypeError);
  assert.throws(() => thaw('not a snapshot'), SyntaxError);
});

test('time never goes backwards inside the core', () => {
  const scene = new Scene(PLANS[0] as NonNullable<(typeof PLANS)[0]>);
  scene.wait(10_000);
  step(scene.state, { kind: 'time-passed' }, MORNING);
  assert.equal(scene.state.lastAt, MORNING);
  step(scene.state, { kind: 'gap', from: 1, to: 2, cause: 'test' }, MORNING + 10_000);
  scene.now = MORNING;
  scene.call();
  assert.equal(scene.lastTold('call-arrived').at, MORNING + 10_000);
});

function playAll(all: readonly Deed[]): Player {
  const player = new Player();
  player.scene.signIn(...AGENTS);
  for (const one of all) player.play(one);
  return player;
}
