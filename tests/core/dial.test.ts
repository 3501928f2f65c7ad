import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DialPolicy, DialStep, Plan, Step } from '../../src/core/plan.js';
import type { LegId } from '../../src/core/signal.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { POLICY } from './callback-scene.js';
import { OFFICE, plan, queue, rate } from './plan-builder.js';
import { MORNING, Scene } from './scene.js';

const PARTNER = '+359880000777';

interface Dialling extends Partial<DialStep> {
  readonly policy?: Partial<DialPolicy> | 'none';
  readonly startsAt?: number;
  /** Before the step. */
  readonly first?: readonly Step[];
  readonly afterCall?: string;
  readonly record?: boolean;
}

/** Whoever calls 100 is connected with the partner; who is not hears sorry and goes to the queue. */
function scene({ policy = {}, startsAt, first = [], afterCall, record, ...changes }: Dialling = {}): Scene {
  const dial: DialStep = {
    ...{ do: 'dial', id: 'out[0].dial', to: PARTNER, ringMs: 20_000, show: 'policy', hear: null },
    otherwise: 'sorry',
    ...changes,
  };
  const more = {
    ...(afterCall === undefined ? {} : { afterCall }),
    ...(record === undefined ? {} : { record }),
  };
  const one = new Scene(
    plan({
      agents: ['anna'],
      prompts: ['sorry', 'welcome', 'rate'],
      calendars: { office: OFFICE },
      queues: [queue('sales', ['anna'])],
      blocks: {
        out: [...first, dial, { do: 'queue', queue: 'sales' }],
        sorry: [{ do: 'play', prompt: 'sorry', information: false }],
        thanks: [rate('thanks[0]'), { do: 'play', prompt: 'sorry', information: false }],
      },
      numbers: { '100': { block: 'out', tags: [], hours: null, ...more } },
      ...(policy === 'none' ? {} : { dialPolicy: { ...POLICY, ...policy } }),
    }),
    startsAt === undefined ? {} : { startsAt },
  );
  return one;
}

const RINGING_FIRST: readonly Step[] = [{ do: 'play', prompt: 'welcome', information: false }];

function became(one: Scene): string {
  const { result, refusal, endedBy } = one.lastTold('outgoing-ended');
  return [result, refusal ?? 'allowed', endedBy].join(' ');
}

/** What the only call is doing. */
function doing(one: Scene): string {
  const [call] = one.state.calls.values();
  return call?.activity.kind ?? 'over';
}

function talk(one: Scene): { readonly caller: LegId; readonly outside: LegId } {
  const caller = one.call();
  const outside = one.last('ring').leg;
  one.wait(3_000);
  one.answers(outside);
  one.join();
  return { caller, outside };
}

test('the number is rung over the trunk, and talks with the caller as a call of its own', () => {
  const one = scene();
  const caller = one.call('100', '+359888000001');
  const { leg, phone, callerNumber } = one.last('ring');
  assert.deepEqual([phone, callerNumber], [`PJSIP/${PARTNER}@trunk`, '+3592000']);
  assert.equal(one.last('indicate-ringing').leg, caller);
  one.wait(3_000);
  one.answers(leg);
  assert.equal(one.last('answer').leg, caller);
  one.join();
  one.wait(10_000);
  one.ends(leg);
  const { call, forCall, agent, origin, number, shown, ...told } = one.lastTold('outgoing-ended');
  assert.deepEqual([agent, origin, number, shown], [null, 'flow', PARTNER, '+3592000']);
  assert.equal(forCall, one.told('call-arrived')[0]?.call);
  assert.notEqual(call, forCall);
  assert.deepEqual([told.talkMs, became(one)], [10_000, 'answered allowed caller']);
  assert.deepEqual(
    [told.dialledAt, told.answeredAt, told.talkStartedAt].map((at) => (at ?? 0) - told.askedAt),
    [0, 3_000, 3_000],
  );
  assert.equal(one.last('hang-up').leg, caller);
  one.obeyHangUps();
  const fact = one.lastTold('call-ended');
  assert.deepEqual(
    [fact.endPlace, fact.endedBy, fact.lastExit, fact.conversations, fact.firstOfferedAt],
    ['conversation', 'callplane', 'outside', 0, null],
  );
  assert.equal(one.state.calls.size + one.state.legs.size, 0);
});

test('a number that talks with nobody is told as what it was, and the caller goes on behind', () => {
  for (const [end, result] of [
    ['busy', 'busy'],
    ['declined', 'refused'],
    ['no-answer', 'no-answer'],
    ['unreachable', 'failed'],
    ['unknown', 'failed'],
  ] as const) {
    const one = scene();
    one.signIn('anna');
    one.call();
    one.ends(one.last('ring').leg, end);
    assert.equal(became(one), `${result} allowed ${end === 'unknown' ? 'unknown' : 'caller'}`);
    assert.equal(doing(one), 'playing');
    one.finishSound();
    assert.deepEqual(one.ringing(), ['anna']);
  }
});

test('it rings for so long only', () => {
  const one = scene();
  one.call();
  const { leg, timeoutMs } = one.last('ring');
  assert.ok(timeoutMs > 20_000);
  one.wait(20_000);
  assert.equal(became(one), 'no-answer allowed callplane');
  assert.equal(one.last('hang-up').leg, leg);
  assert.equal(doing(one), 'playing');
  // An answer that crosses with our hang-up brings nobody together.
  one.answers(leg);
  assert.equal(one.all('connect').length, 0);
});

test('a caller who hangs up stops it, whether it rings, is being connected or talks', () => {
  const ringing = scene();
  ringing.ends(ringing.call());
  assert.equal(became(ringing), 'caller-left allowed callplane');
  assert.deepEqual(
    [ringing.lastTold('call-ended').endPlace, ringing.lastTold('call-ended').endedBy],
    ['outside', 'caller'],
  );
  const joining = scene();
  const caller = joining.call();
  joining.answers(joining.last('ring').leg);
  joining.ends(caller);
  assert.equal(became(joining), 'caller-left allowed callplane');
  const talking = scene();
  talking.ends(talk(talking).caller);
  assert.equal(became(talking), 'answered allowed callplane');
  assert.equal(talking.lastTold('call-ended').endedBy, 'caller');
  for (const one of [ringing, joining, talking]) {
    one.obeyHangUps();
    assert.equal(one.state.legs.size, 0);
  }
});

test('a number that the file names is called whatever the hour and however often; one from a caller is not', () => {
  const night = MORNING + 10 * 3_600_000;
  const policy = { hours: 'office', perNumber: { calls: 1, withinMs: 3_600_000 } };
  for (const [to, second] of [
    [PARTNER, 'busy allowed caller'],
    ['{caller.number}', 'blocked-by-policy too-often callplane'],
  ] as const) {
    const one = scene({ policy, to });
    for (const _call of [1, 2]) {
      one.call('100', PARTNER);
      const ring = one.all('ring').at(-1);
      if (ring !== undefined && one.state.legs.has(ring.leg)) one.ends(ring.leg, 'busy');
    }
    assert.equal(became(one), second);
  }
  const late = scene({ policy, to: '{caller.number}', startsAt: night });
  late.call('100', PARTNER);
  assert.equal(became(late), 'blocked-by-policy closed callplane');
  const written = scene({ policy, startsAt: night });
  written.call();
  assert.equal(written.all('ring').length, 1);
});

test('what the file calls is none of the calls that people may make to the number, but one of the hour', () => {
  const policy = { perNumber: { calls: 1, withinMs: 3_600_000 }, perHour: 3 };
  const one = scene({ policy, first: [{ do: 'set', name: 'mobile', value: PARTNER }] });
  const busy = (to: string): string => {
    one.state.plans.set('plan-1', scene({ policy, to }).state.plans.get('plan-1') as Plan);
    one.call('100', PARTNER);
    const ring = one.all('ring').at(-1);
    if (ring !== undefined && one.state.legs.has(ring.leg)) one.ends(ring.leg, 'busy');
    return became(one);
  };
  assert.equal(busy(PARTNER), 'busy allowed caller');
  assert.equal(busy('{caller.number}'), 'busy allowed caller', 'the first that somebody brought');
  assert.equal(busy('{caller.number}'), 'blocked-by-policy too-often callplane');
  assert.equal(busy(PARTNER), 'busy allowed caller');
  // Of the hour they are three, also after a restart.
  one.state = thaw(freeze(one.state));
  assert.equal(busy(PARTNER), 'blocked-by-policy too-many-calls callplane');
});

test('what the policy refuses is not called: the caller goes on at once, and it is told why', () => {
  const refused = (changes: Dialling, from: string | null = '+359888000001'): string => {
    const one = scene(changes);
    one.call('100', from);
    assert.equal(one.all('ring').length, 0);
    assert.equal(doing(one), 'playing');
    assert.equal(one.lastTold('outgoing-ended').dialledAt, null);
    return one.lastTold('outgoing-ended').refusal ?? 'called';
  };
  assert.equal(refused({ to: '{caller.number}' }, '+4930901820'), 'not-allowed');
  assert.equal(refused({ to: '{caller.number}' }, '+359901234567'), 'not-allowed');
  assert.equal(refused({ to: '{caller.number}' }, '+3592000000'), 'not-allowed');
  assert.equal(refused({ to: '{caller.number}' }, '+35988'), 'not-possible');
  assert.equal(refused({ to: '{caller.number}' }, null), 'no-number');
  assert.equal(refused({ policy: 'none' }), 'not-allowed');
  // A plan that has come into force since may allow less than the one that the file was checked against.
  assert.equal(refused({ policy: { allow: ['+49'] } }), 'not-allowed');
  const busy = scene({ policy: { perHour: 1 } });
  busy.call();
  busy.call();
  assert.equal(became(busy), 'blocked-by-policy too-many-calls callplane');
});

test('a variable is read as the number is dialled at home', () => {
  const one = scene({ to: '{mobile}', first: [{ do: 'set', name: 'mobile', value: '088 000 0777' }] });
  one.call();
  assert.equal(one.last('ring').phone, `PJSIP/${PARTNER}@trunk`);
});

test('what is shown there says the step: the policy, the caller, or a number of its own', () => {
  const shown = (show: DialStep['show'], from: string | null): string | null => {
    const one = scene({ show });
    one.call('100', from);
    one.ends(one.last('ring').leg, 'busy');
    // His own number stands with his own call, where it is cleared when its time is over.
    assert.ok(from === null || one.lastTold('outgoing-ended').shown !== from);
    return one.last('ring').callerNumber;
  };
  assert.equal(shown('policy', '+359888000001'), '+3592000');
  assert.equal(shown('caller', '+359888000001'), '+359888000001');
  assert.equal(shown('caller', null), '+3592000');
  assert.equal(shown({ number: '+35921' }, '+359888000001'), '+35921');
});

test('whoever has been answered hears music while it rings, or what the step says', () => {
  const music = scene({ first: RINGING_FIRST });
  music.call();
  music.finishSound();
  assert.equal(music.last('start-music').music, 'default');
  const ringback = scene({ first: RINGING_FIRST, hear: 'ringing' });
  const caller = ringback.call();
  ringback.finishSound();
  assert.equal(ringback.last('start-ringback').leg, caller);
  ringback.answers(ringback.last('ring').leg);
  assert.equal(ringback.last('stop-ringback').leg, caller);
});

test('the talk is recorded where the number or the flow says so, and its recording names no agent', () => {
  const one = scene({ record: true });
  const { outside } = talk(one);
  const { recording } = one.last('start-recording');
  one.take({ kind: 'recording-started', recording });
  one.mustAsk({ ask: 'pause-recording', call: one.told('call-arrived')[0]?.call ?? '' });
  one.mustAsk({ ask: 'resume-recording', call: one.told('call-arrived')[0]?.call ?? '' });
  one.ends(outside);
  assert.equal(one.last('stop-recording').recording, recording);
  one.take({ kind: 'recording-ended', recording, end: 'complete', durationMs: 5_000 });
  const { agent, conversation, result, call } = one.lastTold('recording-ended');
  assert.deepEqual([agent, result], [null, 'recorded']);
  assert.equal(conversation, one.lastTold('outgoing-ended').conversation);
  assert.equal(call, one.told('call-arrived')[0]?.call);
  const silent = scene({ record: true, first: [{ do: 'record', record: false }] });
  talk(silent);
  assert.equal(silent.all('start-recording').length, 0);
});

test('when the other side hangs up what comes after a call follows, and nobody is asked about a talk outside', () => {
  const one = scene({ afterCall: 'thanks' });
  const { outside, caller } = talk(one);
  one.ends(outside);
  assert.equal(one.last('leave-bridge').leg, caller);
  assert.equal(doing(one), 'playing');
  assert.equal(one.told('rating-ended').length, 0);
  assert.equal(one.last('play').media.join(), 'sound:callplane/sorry');
});

test('a number outside that is dialled in what comes after a call is dialled once', () => {
  const one = scene({ afterCall: 'out' });
  const { outside } = talk(one);
  one.ends(outside);
  const again = one.last('ring').leg;
  assert.notEqual(again, outside);
  one.answers(again);
  one.join();
  one.ends(again);
  assert.equal(one.all('ring').length, 2);
  assert.equal(doing(one), 'leaving');
});

test('a connection that fails sends the caller on, and nobody comes into its bridge', () => {
  for (const fails of [
    (one: Scene): void => one.wait(3_000),
    (one: Scene): void => {
      const { bridge } = one.last('connect');
      one.take({
        kind: 'command-failed',
        command: { kind: 'connect', leg: null, playback: null, bridge },
        failure: 'gone',
      });
    },
  ]) {
    const one = scene();
    one.call();
    one.answers(one.last('ring').leg);
    const { bridge } = one.last('connect');
    fails(one);
    assert.equal(became(one), 'failed allowed callplane');
    assert.equal(doing(one), 'playing');
    assert.equal(one.last('remove-bridge').bridge, bridge);
  }
});

test('a number that cannot be rung at all is told as failed', () => {
  const one = scene();
  one.call();
  const { leg } = one.last('ring');
  one.take({
    kind: 'command-failed',
    command: { kind: 'ring', leg, playback: null, bridge: null },
    failure: 'refused',
  });
  assert.equal(became(one), 'failed allowed callplane');
  assert.equal(one.state.legs.has(leg), false);
});

test('a snapshot in the middle goes on as if nothing had happened', () => {
  const one = scene({ record: true });
  one.call();
  one.state = thaw(freeze(one.state));
  one.answers(one.last('ring').leg);
  one.state = thaw(freeze(one.state));
  one.join();
  one.state = thaw(freeze(one.state));
  one.wait(5_000);
  one.ends(one.last('ring').leg);
  assert.equal(one.lastTold('outgoing-ended').talkMs, 5_000);
});

test('after a gap an answer is heard late, a lost leg sends the caller on, and two who stand apart come together', () => {
  const legs = (one: Scene, up: boolean) =>
    [...one.state.legs.keys()].map((leg) => ({ leg, up, caller: null, phone: null }));
  const back = (one: Scene, existing: { readonly legs: object[]; readonly bridges: object[] }): void => {
    one.take({ kind: 'telephony-lost' });
    one.wait(60_000);
    one.take({ kind: 'telephony-back', existing: { restarted: false, ...existing } as never });
  };
  const answered = scene();
  answered.call();
  back(answered, { legs: legs(answered, true), bridges: [] });
  assert.equal(answered.all('connect').length, 1);
  const lost = scene();
  const caller = lost.call();
  back(lost, { legs: [{ leg: caller, up: false, caller: null }], bridges: [] });
  assert.equal(became(lost), 'failed allowed unknown');
  assert.equal(doing(lost), 'playing');
  const joining = scene({ first: RINGING_FIRST });
  joining.call();
  joining.finishSound();
  joining.answers(joining.last('ring').leg);
  const { bridge: between } = joining.last('connect');
  const silenced = joining.all('stop-music').length;
  back(joining, {
    legs: legs(joining, true),
    bridges: [{ id: between, legs: [...joining.state.legs.keys()] }],
  });
  assert.equal(joining.all('stop-music').length, silenced + 1, 'the music may never have been ended');
  const apart = scene();
  talk(apart);
  const { bridge } = apart.last('connect');
  back(apart, { legs: legs(apart, true), bridges: [{ id: bridge, legs: [] }] });
  assert.deepEqual([apart.all('connect').length, apart.last('connect').bridge], [2, bridge]);
});
