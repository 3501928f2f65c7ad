import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutgoingFact } from '../../src/core/milestone.js';
import type { PhonesRule } from '../../src/core/plan.js';
import type { LegId } from '../../src/core/signal.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { asked, CLIENT as NUMBER, dialled as calledBack, POLICY, RULE } from './callback-scene.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

const AT_HOME = '0888000001';
const OUTGOING: PhonesRule = {
  outgoing: { ringMs: 30_000, record: false, wrapUp: { timeMs: 5_000, extendToMs: 5_000 } },
};

function scene(atPhones: PhonesRule = OUTGOING, phones: Readonly<Record<string, string>> = {}): Scene {
  const one = new Scene(
    plan({
      agents: ['anna', 'boris'],
      prompts: ['notice'],
      phones,
      queues: [queue('sales', ['anna', 'boris'], { callback: RULE })],
      dialPolicy: POLICY,
      atPhones,
    }),
  );
  one.signIn('anna', 'boris');
  return one;
}

/** The agent dials at his phone; the id of its leg. */
function dials(one: Scene, agent: string, dialled = AT_HOME): LegId {
  const leg = `dial-${one.reactions.length}`;
  const from = { from: agent, fromE164: null, fromName: null };
  one.take({ kind: 'call-arrived', leg, ...from, dialled, phone: `PJSIP/${agent}` });
  return leg;
}

function clicks(one: Scene, agent: string, number = NUMBER): LegId {
  one.mustAsk({ ask: 'call-out', agent, number });
  return one.last('ring').leg;
}

/** What came of the last call that an agent made, in a word. */
function became(one: Scene): string {
  const { result, refusal, number, endedBy } = one.lastTold('outgoing-ended');
  return [result, refusal ?? 'not-blocked', number, endedBy].join(' ');
}

function hungUp(one: Scene): readonly string[] {
  return one.all('hang-up').map(({ leg, reason }) => `${leg} ${reason}`);
}

/** Anna talks with the client; both legs. */
function talk(one: Scene): { readonly agentLeg: LegId; readonly client: LegId } {
  const agentLeg = dials(one, 'anna');
  const client = one.last('ring').leg;
  one.wait(3_000);
  one.answers(client);
  one.join();
  return { agentLeg, client };
}

test('a number dialled at home is called, and whoever makes the call has it until his wrap-up is over', () => {
  const one = scene();
  const { agentLeg, client } = talk(one);
  assert.equal(one.last('ring').phone, `PJSIP/${NUMBER}@trunk`);
  assert.equal(one.last('indicate-ringing').leg, agentLeg);
  assert.equal(one.last('answer').leg, agentLeg);
  assert.equal(one.shows('anna'), 'talking');
  one.call();
  assert.deepEqual(one.ringing(), ['boris']);
  one.wait(10_000);
  one.ends(client);
  assert.equal(one.shows('anna'), 'wrap-up');
  const { askedAt, dialledAt, answeredAt, talkStartedAt, talkMs, agent } = one.lastTold('outgoing-ended');
  assert.deepEqual(
    [dialledAt, answeredAt, talkStartedAt].map((at) => (at ?? 0) - askedAt),
    [0, 3000, 3000],
  );
  assert.deepEqual([agent, talkMs], ['anna', 10_000]);
  assert.equal(became(one), `answered not-blocked ${NUMBER} caller`);
});

test('who ended it is told as it was: by the agent, or so that nobody knows', () => {
  for (const [end, by] of [
    ['normal', 'agent'],
    ['unknown', 'unknown'],
  ] as const) {
    const one = scene();
    const { agentLeg } = talk(one);
    one.ends(agentLeg, end);
    one.obeyHangUps();
    assert.equal(became(one), `answered not-blocked ${NUMBER} ${by}`);
    assert.equal(one.state.calls.size, 0);
  }
});

test('what is not answered is told, and the phone that has dialled plays its tone', () => {
  for (const [end, result, tone] of [
    ['busy', 'busy', 'busy'],
    ['declined', 'refused', 'busy'],
    ['no-answer', 'no-answer', 'no-answer'],
    ['unreachable', 'failed', 'congestion'],
  ] as const) {
    const one = scene();
    const agentLeg = dials(one, 'anna');
    one.ends(one.last('ring').leg, end);
    assert.equal(became(one), `${result} not-blocked ${NUMBER} caller`);
    assert.deepEqual(hungUp(one), [`${agentLeg} ${tone}`]);
    one.obeyHangUps();
    assert.equal(one.shows('anna'), 'available');
  }
});

test('nobody answers in time, or the agent hangs up before', () => {
  const late = scene();
  dials(late, 'anna');
  late.wait(30_000);
  assert.equal(became(late), `no-answer not-blocked ${NUMBER} callplane`);
  const early = scene();
  early.ends(dials(early, 'anna'));
  assert.equal(became(early), `agent-cancelled not-blocked ${NUMBER} agent`);
  early.obeyHangUps();
  assert.equal(early.state.calls.size, 0);
});

test("a click rings the agent's own phone first, and the number when he has answered", () => {
  const one = scene();
  const own = clicks(one, 'anna');
  assert.equal(one.last('ring').phone, 'PJSIP/anna');
  one.answers(own);
  assert.equal(one.last('ring').phone, `PJSIP/${NUMBER}@trunk`);
  assert.equal(one.last('start-ringback').leg, own);
  const silent = scene();
  clicks(silent, 'anna');
  silent.wait(20_000);
  assert.equal(became(silent), `agent-cancelled not-blocked ${NUMBER} callplane`);
});

test('a call that may be made no more when the agent answers is told as blocked, with the reason', () => {
  const one = scene();
  const own = clicks(one, 'anna');
  one.take({ kind: 'new-calls', go: 'elsewhere' });
  one.answers(own);
  assert.equal(became(one), `blocked-by-policy closed ${NUMBER} callplane`);
  assert.equal(one.lastTold('outgoing-ended').dialledAt, null);
  assert.deepEqual(hungUp(one), [`${own} congestion`]);
});

test('what the policy refuses is told, and not called', () => {
  for (const [dialled, told] of [
    ['090012345', 'not-allowed +35990012345'],
    ['0044207946000', 'not-allowed +44207946000'],
    ['12', 'not-possible +35912'],
  ] as const) {
    const one = scene();
    const leg = dials(one, 'anna', dialled);
    assert.deepEqual(one.all('ring'), []);
    assert.deepEqual(hungUp(one), [`${leg} congestion`]);
    assert.equal(became(one), `blocked-by-policy ${told} callplane`);
  }
});

test('a code is no number: nothing of what follows its first key is kept', () => {
  for (const dialled of ['*11*4711', '#21#4711', '* 11 4711', ' *114711']) {
    const one = scene();
    dials(one, 'anna', dialled);
    const number = dialled.trim().slice(0, 1);
    assert.equal(became(one), `blocked-by-policy no-number ${number} callplane`);
    one.ask({ ask: 'call-out', agent: 'anna', number: dialled });
    assert.equal(became(one), `blocked-by-policy no-number ${number} callplane`);
  }
});

test('a call that an agent does not make because he is busy, or agents make none, is told', () => {
  const busy = scene();
  talk(busy);
  const second = dials(busy, 'anna', '0888000010');
  assert.equal(became(busy), 'blocked-by-policy agent-busy +359888000010 callplane');
  assert.deepEqual(hungUp(busy), [`${second} busy`]);
  const without = scene({});
  const leg = dials(without, 'anna');
  assert.equal(became(without), `blocked-by-policy switched-off ${NUMBER} callplane`);
  assert.deepEqual(hungUp(without), [`${leg} unallocated`]);
});

test('at a phone where nobody is signed in, or two at once, nobody makes a call', () => {
  const one = scene();
  one.mustAsk({ ask: 'sign-out', agent: 'anna' });
  const leg = dials(one, 'anna');
  assert.deepEqual([hungUp(one), one.told('outgoing-ended')], [[`${leg} unallocated`], []]);
  const two = scene(OUTGOING, { boris: 'PJSIP/anna' });
  const shared = dials(two, 'anna');
  assert.deepEqual([hungUp(two), two.told('outgoing-ended')], [[`${shared} unallocated`], []]);
});

test('nobody is called by two at once', () => {
  const one = scene();
  talk(one);
  dials(one, 'boris');
  assert.equal(became(one), `blocked-by-policy being-called ${NUMBER} callplane`);
  one.wait(1_000);
  assert.equal(one.ask({ ask: 'call-out', agent: 'boris', number: NUMBER }).ok, false);
  const back = scene();
  back.mustAsk(asked);
  calledBack(back);
  dials(back, 'boris');
  assert.equal(became(back), `blocked-by-policy being-called ${NUMBER} callplane`);
});

test('a number that was called may be called again when it is free', () => {
  const one = scene();
  const { client } = talk(one);
  one.ends(client);
  one.obeyHangUps();
  dials(one, 'boris');
  assert.equal(one.last('ring').phone, `PJSIP/${NUMBER}@trunk`);
  assert.equal(one.shows('boris'), 'talking');
});

test('every stage survives a restart, and a second telling changes nothing', () => {
  const one = scene();
  const own = clicks(one, 'anna');
  const again = (): void => void (one.state = thaw(freeze(one.state)));
  again();
  one.answers(own);
  one.answers(own);
  again();
  const client = one.last('ring').leg;
  one.answers(client);
  one.answers(client);
  again();
  one.join();
  again();
  one.wait(4_000);
  one.ends(client);
  one.ends(client);
  one.obeyHangUps();
  assert.deepEqual(
    one.told('outgoing-ended').map(({ result, talkMs }: OutgoingFact) => [result, talkMs]),
    [['answered', 4_000]],
  );
  assert.equal(one.all('ring').length, 2);
});
