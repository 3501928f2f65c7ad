import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyedNumber, mayBeCalledAt, noteDialled, refusalOf } from '../../src/core/callback/policy.js';
import type { CallbackRule, DialPolicy, PlannedQueue } from '../../src/core/plan.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { createState } from '../../src/core/step.js';
import { OFFICE, plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const CLIENT = '+359888000001';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const POLICY: DialPolicy = {
  dial: 'PJSIP/{number}@trunk',
  show: '+3592000',
  allow: ['+359'],
  refuse: ['+35990'],
  perNumber: { calls: 3, withinMs: 24 * HOUR },
  hours: null,
  home: { countryCode: '359', trunkPrefix: '0' },
};
const RULE: CallbackRule = {
  notice: 'notice',
  ringMs: 20_000,
  tries: 2,
  everyMs: 15 * MINUTE,
  expireMs: 2 * HOUR,
  hours: null,
  afterAbandonMs: 10_000,
};

function scene(
  rule: Partial<CallbackRule> = {},
  policy: Partial<DialPolicy> = {},
  more: Partial<PlannedQueue> = {},
): Scene {
  return new Scene(
    plan({
      agents: ['anna', 'boris'],
      prompts: ['notice', 'promised', 'sorry'],
      calendars: { office: OFFICE },
      queues: [
        queue('sales', ['anna', 'boris'], {
          waiting: { music: 'default', position: null, messages: [], keys: { '1': 'back', '2': 'other' } },
          wrapUp: { timeMs: 10_000, extendToMs: 10_000 },
          callback: { ...RULE, ...rule },
          ...more,
        }),
      ],
      blocks: {
        back: [
          { do: 'callback', queue: 'sales', number: null, otherwise: 'sorry' },
          { do: 'play', prompt: 'promised', information: false },
        ],
        other: [{ do: 'callback', queue: 'sales', number: '0888 000 002', otherwise: 'sorry' }],
        sorry: [{ do: 'play', prompt: 'sorry', information: false }],
      },
      dialPolicy: { ...POLICY, ...policy },
    }),
  );
}

const asked = { ask: 'ask-callback', number: CLIENT, queue: 'sales', name: null, notBefore: null } as const;

const stageOf = (one: Scene): string =>
  [...one.state.callbacks.values()].map(({ stage }) => stage.kind).join();
const endOf = (one: Scene): string =>
  one
    .told('callback-ended')
    .map(({ end }) => end)
    .join();

/** Anna answers and has heard the notice: the client's leg. */
function dialled(one: Scene): string {
  one.answers(one.ringingLeg('anna'));
  one.finishSound();
  const ring = one.last('ring');
  assert.equal(ring.phone, `PJSIP/${CLIENT}@trunk`);
  return ring.leg;
}

test('the agent is rung first, hears the notice, and only then the client is called', () => {
  const one = scene();
  one.signIn('anna');
  one.mustAsk(asked);
  const leg = one.ringingLeg('anna');
  assert.equal(one.all('ring').length, 1);
  one.answers(leg);
  assert.deepEqual(
    [one.last('play').leg, one.last('play').media, one.all('ring').length],
    [leg, ['sound:callplane/notice'], 1],
  );
  one.finishSound();
  const ring = one.last('ring');
  assert.deepEqual(
    [ring.phone, ring.callerNumber, ring.timeoutMs],
    [`PJSIP/${CLIENT}@trunk`, '+3592000', 22_000],
  );
  assert.equal(one.last('start-ringback').leg, leg);
  one.answers(ring.leg);
  assert.deepEqual([one.last('stop-ringback').leg, one.last('connect').legs], [leg, [ring.leg, leg]]);
  one.join();
  assert.equal(endOf(one), 'reached');
  one.wait(30_000);
  one.ends(ring.leg);
  one.obeyHangUps();
  const [attempt] = one.told('callback-attempt-ended');
  assert.deepEqual([attempt?.agent, attempt?.result, attempt?.talkMs], ['anna', 'answered', 30_000]);
  assert.equal(one.state.agents.get('anna')?.work.kind, 'wrap-up');
  for (const kind of ['call-ended', 'visit-ended', 'offer-ended', 'conversation-ended'] as const)
    assert.equal(one.told(kind).length, 0, kind);
  assert.equal(one.state.calls.size, 0);
});

test('what came of the talk is asked as of any, and whoever was called does not come to what is after a call', () => {
  const codes = { sale: { key: '1', success: true, resolution: null } };
  const one = scene({ notice: null }, {}, { afterCall: 'sorry', outcomes: { codes, required: false } });
  one.signIn('anna');
  one.mustAsk(asked);
  const agent = one.ringingLeg('anna');
  one.answers(agent);
  const client = one.last('ring').leg;
  one.answers(client);
  one.join();
  one.wait(5_000);
  one.ends(agent);
  assert.equal(one.last('hang-up').leg, client);
  assert.equal(one.all('play').length, 0);
  one.obeyHangUps();
  one.mustAsk({ ask: 'set-outcome', agent: 'anna', outcome: 'sale' });
  one.wait(10_000);
  const settled = one.lastTold('outcome-settled');
  const attempt = one.lastTold('callback-attempt-ended');
  assert.deepEqual(
    [settled.outcome, settled.queue, settled.conversation],
    ['sale', 'sales', attempt.conversation],
  );
});

test('a client who is busy is tried again after the pause, as often as the queue says', () => {
  const one = scene();
  one.signIn('anna');
  one.mustAsk(asked);
  one.ends(dialled(one), 'busy');
  one.obeyHangUps();
  assert.equal(stageOf(one), 'resting');
  one.wait(15 * MINUTE - 1);
  assert.equal(one.all('ring').length, 2);
  one.wait(1);
  const second = dialled(one);
  one.wait(20_000);
  assert.equal(one.last('hang-up').leg, second);
  assert.equal(endOf(one), 'tries-used');
  assert.deepEqual(
    one.told('callback-attempt-ended').map(({ result }) => result),
    ['busy', 'no-answer'],
  );
});

test('an agent who hangs up during the notice has declined, and one who hangs up later has cancelled', () => {
  const one = scene();
  one.signIn('anna', 'boris');
  one.mustAsk(asked);
  const leg = one.ringingLeg('anna');
  one.answers(leg);
  one.ends(leg);
  assert.equal(one.told('callback-attempt-ended').at(-1)?.offerResult, 'declined');
  const second = one.ringingLeg('boris');
  one.answers(second);
  one.finishSound();
  const client = one.last('ring').leg;
  one.ends(second);
  assert.equal(one.last('hang-up').leg, client);
  one.obeyHangUps();
  assert.equal(one.told('callback-attempt-ended').at(-1)?.result, 'agent-cancelled');
  assert.equal(stageOf(one), 'resting');
});

test('whoever calls himself is not called meanwhile, and his callback goes on when nobody has talked with him', () => {
  const one = scene();
  one.mustAsk(asked);
  one.signIn('anna');
  const rung = one.ringingLeg('anna');
  const leg = one.call('100', CLIENT);
  assert.equal(stageOf(one), 'held');
  assert.ok(one.all('hang-up').some((command) => command.leg === rung));
  one.ends(rung, 'cancelled');
  one.ends(one.ringingLeg('anna'), 'declined');
  one.wait(2_000);
  one.ends(leg);
  one.obeyHangUps();
  assert.equal(stageOf(one), 'in-line');
  const again = one.call('100', CLIENT);
  one.obeyHangUps();
  one.talk('anna');
  assert.equal(endOf(one), 'cancelled');
  assert.equal(one.told('callback-ended')[0]?.agent, 'anna');
  one.ends(again);
});

test('who calls while his phone rings is not called again as long as that call lasts', () => {
  const one = scene();
  one.signIn('anna');
  one.mustAsk(asked);
  const rung = dialled(one);
  one.ask({ ask: 'pause', agent: 'anna', reason: 'lunch' });
  const leg = one.call('100', CLIENT);
  assert.equal(one.state.calls.size, 2);
  one.ends(rung, 'busy');
  one.obeyHangUps();
  assert.equal(stageOf(one), 'held');
  one.wait(MINUTE);
  one.ends(leg);
  one.obeyHangUps();
  assert.equal(stageOf(one), 'resting');
});

test('nobody is called before the call is over in which he asked, and his place is the age that he had', () => {
  const one = scene();
  one.signIn('anna');
  const first = one.call('100', '+359888000009');
  one.talk('anna');
  const leg = one.call('100', CLIENT);
  one.wait(40_000);
  one.press(leg, '1');
  assert.equal(stageOf(one), 'held');
  assert.equal(one.told('visit-ended').at(-1)?.exit, 'callback');
  one.finishSound();
  one.obeyHangUps();
  assert.equal(stageOf(one), 'in-line');
  const [callback] = one.state.callbacks.values();
  assert.equal(callback?.since, one.now - 40_000);
  const later = one.call('100', '+359888000007');
  const places = one.state.queues.get('sales')?.waiting.map(({ call }) => one.state.calls.get(call)?.from);
  assert.deepEqual(places, [CLIENT, '+359888000007']);
  one.ends(later);
  one.ends(first);
});

test('a number that is keyed in is called, one that may not be called is not promised', () => {
  const one = scene();
  one.signIn('anna');
  one.call('100', '+359888000009');
  one.talk('anna');
  one.press(one.call('100', CLIENT), '2');
  assert.deepEqual(
    [...one.state.callbacks.values()].map(({ number }) => number),
    ['+359888000002'],
  );
  for (const from of ['+442079460000', '+359901234567', null]) one.press(one.call('100', from), '1');
  assert.equal(one.state.callbacks.size, 1);
  assert.deepEqual(
    one.told('callback-ended').map(({ end, reason }) => `${end} ${reason ?? ''}`),
    ['refused not-allowed', 'refused not-allowed', 'refused no-number'],
  );
  const exits = one.told('visit-ended').map(({ exit }) => exit);
  assert.deepEqual(exits, ['answered', 'callback', 'key', 'key', 'key']);
});

test('several abandons are one callback, which expires by the clock of the last', () => {
  const one = scene();
  one.signIn('anna');
  one.call('100', '+359888000009');
  one.talk('anna');
  for (let times = 0; times < 3; times++) {
    const leg = one.call('100', CLIENT);
    one.wait(times === 0 ? 9_000 : 11_000);
    one.ends(leg);
  }
  const [callback] = one.state.callbacks.values();
  assert.equal(one.state.callbacks.size, 1);
  assert.equal(callback?.asks, 2);
  one.wait(2 * HOUR - 1);
  assert.equal(endOf(one), '');
  one.wait(1);
  assert.equal(endOf(one), 'expired');
});

test('outside the hours nobody is called: a request waits for the opening, and who stands in line leaves it', () => {
  const one = scene({ hours: 'office' });
  one.wait(8 * HOUR - 10 * MINUTE);
  one.mustAsk(asked);
  assert.equal(stageOf(one), 'in-line');
  one.wait(10 * MINUTE);
  assert.equal(stageOf(one), 'resting');
  one.signIn('anna');
  one.wait(15 * HOUR - 1);
  assert.equal(one.all('ring').length, 0);
  one.wait(1);
  assert.equal(one.all('ring').length, 1);
  const [callback] = one.state.callbacks.values();
  assert.equal(callback?.expiresAt, one.now + 2 * HOUR - 10 * MINUTE);
});

test('hours that are closed by hand hold callbacks until they are opened', () => {
  const one = scene({ hours: 'office' });
  one.mustAsk({ ask: 'close-hours', hours: 'office', ends: null });
  one.mustAsk(asked);
  one.signIn('anna');
  one.wait(MINUTE);
  assert.equal(one.all('ring').length, 0);
  one.mustAsk({ ask: 'follow-hours', hours: 'office' });
  assert.equal(one.all('ring').length, 1);
});

test('a request is refused, merged and cancelled as it should be', () => {
  const one = scene();
  const codeOf = (change: object): string => {
    const answer = one.ask({ ...asked, ...change });
    return answer.ok ? 'ok' : answer.code;
  };
  assert.equal(codeOf({ queue: 'nowhere' }), 'unknown-queue');
  assert.equal(codeOf({ number: '+359901234567' }), 'number-refused');
  assert.equal(codeOf({ notBefore: one.now + 31 * 24 * HOUR }), 'limit-reached');
  assert.equal(codeOf({ notBefore: one.now + HOUR }), 'ok');
  assert.equal(codeOf({}), 'ok');
  assert.equal(one.state.callbacks.size, 1);
  assert.equal(stageOf(one), 'in-line');
  const [id = ''] = one.state.callbacks.keys();
  const call = [...one.state.calls.keys()][0] ?? '';
  const steered = one.ask({ ask: 'remove-call', call });
  assert.equal(steered.ok ? 'ok' : steered.code, 'wrong-state');
  one.mustAsk({ ask: 'cancel-callback', callback: id });
  assert.equal(endOf(one), 'cancelled');
  const again = one.ask({ ask: 'cancel-callback', callback: id });
  assert.equal(again.ok ? 'ok' : again.code, 'unknown-callback');
  assert.equal(one.state.calls.size, 0);
});

test('a plan without the queue, without callbacks or without a dial policy refuses what is open', () => {
  for (const change of ['queue', 'rule', 'policy'] as const) {
    const one = scene();
    one.mustAsk(asked);
    const next = plan({
      version: 'next',
      agents: ['anna'],
      queues: [
        queue(
          change === 'queue' ? 'support' : 'sales',
          ['anna'],
          change === 'rule' ? {} : { callback: RULE },
        ),
      ],
      ...(change === 'policy' ? {} : { dialPolicy: POLICY }),
    });
    one.take({ kind: 'plan-loaded', plan: next, by: 'test' });
    assert.equal(endOf(one), 'refused', change);
    assert.equal(one.state.plans.size, 1);
  }
});

test('an attempt survives a restart in every stage, and a leg that is gone meanwhile is a try', () => {
  const one = scene();
  one.signIn('anna');
  one.mustAsk(asked);
  const agent = one.ringingLeg('anna');
  one.answers(agent);
  const back = (legs: readonly string[], up: readonly string[]): void => {
    one.state = thaw(freeze(one.state));
    one.take({ kind: 'restarted' });
    const existing = legs.map((leg) => ({ leg, up: up.includes(leg), caller: null }));
    one.take({ kind: 'telephony-back', existing: { legs: existing, bridges: [], restarted: false } });
  };
  back([agent], [agent]);
  assert.equal(one.last('play').leg, agent);
  one.finishSound();
  const client = one.last('ring').leg;
  back([agent, client], [agent]);
  assert.equal(one.last('start-ringback').leg, agent);
  back([agent], [agent]);
  assert.equal(one.told('callback-attempt-ended')[0]?.result, 'failed');
  one.obeyHangUps();
  one.wait(15 * MINUTE);
  const second = dialled(one);
  const [secondAgent = ''] = one.state.agents.get('anna')?.legs ?? [];
  back([secondAgent, second], [secondAgent, second]);
  one.join();
  assert.equal(endOf(one), 'reached');
});

test('a client whose phone cannot be rung is a try that failed', () => {
  for (const failure of ['unreachable', 'timeout'] as const) {
    const one = scene();
    one.signIn('anna');
    one.mustAsk(asked);
    const leg = dialled(one);
    const command = { kind: 'ring', leg, playback: null, bridge: null };
    one.take({ kind: 'command-failed', command, failure });
    one.obeyHangUps();
    assert.equal(one.told('callback-attempt-ended')[0]?.result, 'failed', failure);
    assert.equal(one.state.calls.size, 0, failure);
  }
});

test('numbers are read as their country writes them', () => {
  const read = (keyed: string, home = POLICY.home): string | null => keyedNumber({ ...POLICY, home }, keyed);
  assert.equal(read('0888 123 456'), '+359888123456');
  assert.equal(read('00359888123456'), '+359888123456');
  assert.equal(read('359888123456'), '+359888123456');
  assert.equal(read('+359888123456'), '+359888123456');
  assert.equal(read('888123456'), '+359888123456');
  assert.equal(read('89161234567', { countryCode: '7', trunkPrefix: '8' }), '+79161234567');
  assert.equal(read('0888123456', null), null);
  assert.equal(read('0044207946', null), '+44207946');
  for (const nothing of ['', '*12', 'x']) assert.equal(read(nothing), null, nothing);
});

test('a number is called no more often than the policy allows', () => {
  const state = createState({ prefix: 't', seed: 1 });
  const now = 1_000_000_000_000;
  for (let times = 0; times < 3; times++) noteDialled(state, POLICY, CLIENT, now + times);
  assert.equal(refusalOf(state, POLICY, CLIENT, now + 3), 'too-often');
  assert.equal(mayBeCalledAt(state, POLICY, CLIENT, now + 3), now + 24 * HOUR);
  assert.equal(refusalOf(state, POLICY, CLIENT, now + 24 * HOUR), null);
  noteDialled(state, POLICY, '+359888000002', now + 25 * HOUR);
  assert.deepEqual([...state.dialled.keys()], ['+359888000002']);
  assert.equal(refusalOf(state, POLICY, '359888000002', now), 'no-number');
});

test('a snapshot of a program that called nobody back is read', () => {
  const one = scene();
  one.signIn('anna');
  const leg = one.call('100', CLIENT);
  const {
    callbacks: _none,
    dialled: _nobody,
    ...frozen
  } = JSON.parse(freeze(one.state)) as Record<string, unknown>;
  const calls = (frozen['calls'] as [string, Record<string, unknown>][]).map(
    ([id, { outbound: _later, ...call }]) => [id, call],
  );
  one.state = thaw(JSON.stringify({ ...frozen, form: 7, calls }));
  one.talk('anna');
  one.ends(leg);
  one.mustAsk(asked);
  assert.equal(stageOf(one), 'in-line');
});
