import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallId } from '../../src/core/signal.js';
import { inReach } from '../../src/story/in-reach.js';
import { tellStory } from '../../src/story/tell-story.js';
import { asked, CLIENT, POLICY, scene } from '../core/callback-scene.js';
import { plan, queue } from '../core/plan-builder.js';
import { Scene } from '../core/scene.js';
import { officeWithOutside, PARTNER, talkWithAnna } from '../core/transfer-office.js';
import { recordOf } from './record-of.js';

/** Anna and Boris may call clients. */
function agentsCall(): Scene {
  const line = new Scene(
    plan({
      agents: ['anna', 'boris'],
      queues: [queue('sales', ['anna'])],
      dialPolicy: POLICY,
      atPhones: { outgoing: { ringMs: 20_000, record: null, wrapUp: { timeMs: 0, extendToMs: 0 } } },
    }),
  );
  line.signIn('anna', 'boris');
  return line;
}

function textsOf(line: Scene, call: CallId): readonly string[] {
  return tellStory(recordOf(line.milestones, call), null).steps.map(({ text }) => text);
}

test('a call that an agent made is told as his, with the number that was shown, its talk and its end', () => {
  const line = agentsCall();
  line.mustAsk({ ask: 'call-out', agent: 'anna', number: CLIENT });
  line.answers(line.last('ring').leg);
  const client = line.last('ring').leg;
  line.wait(3_000);
  line.answers(client);
  line.join();
  line.wait(65_000);
  line.ends(client);
  line.obeyHangUps();
  const { call } = line.lastTold('outgoing-ended');
  assert.deepEqual(textsOf(line, call), [
    ...[
      `anna calls ${CLIENT}, who is shown +3592000`,
      'anna asks for the call',
      "the client's phone is rung",
    ],
    ...['talks with anna', 'whoever was called hangs up after 1 min 5 s of talk: the call is over'],
  ]);
});

test('a call that nobody took ends with what became of the phone', () => {
  const line = agentsCall();
  line.mustAsk({ ask: 'call-out', agent: 'anna', number: CLIENT });
  line.answers(line.last('ring').leg);
  line.ends(line.last('ring').leg, 'busy');
  line.obeyHangUps();
  const { call } = line.lastTold('outgoing-ended');
  assert.equal(textsOf(line, call).at(-1), 'the phone is busy: the call is over');
});

test('a call that was blocked names who wanted it and why nobody was called; only his supervisor sees it', () => {
  const line = agentsCall();
  line.ask({ ask: 'call-out', agent: 'boris', number: '+35990123456' });
  const { call } = line.lastTold('outgoing-ended');
  assert.deepEqual(textsOf(line, call), [
    'boris wants to call +35990123456',
    'nobody is called: the dial policy does not allow to call this number: the call is over',
  ]);
  const record = recordOf(line.milestones, call);
  assert.equal(inReach(record, { queues: ['sales'], agents: ['anna'] }), null);
  assert.notEqual(inReach(record, { queues: [], agents: ['boris'] }), null);
});

test('each attempt of a callback ends with what became of the client', () => {
  const line = scene({ notice: null });
  line.signIn('anna');
  line.mustAsk(asked);
  line.answers(line.ringingLeg('anna'));
  const client = line.last('ring').leg;
  line.answers(client);
  line.join();
  line.wait(30_000);
  line.ends(client);
  line.obeyHangUps();
  const { call } = line.lastTold('callback-attempt-ended');
  assert.equal(
    textsOf(line, call).at(-1),
    'the client was reached after 30 s of talk with anna: the attempt is over',
  );
});

/** Callers of 100 are connected with this number outside. */
function lineToOutside(to: string): Scene {
  return new Scene(
    plan({
      agents: [],
      blocks: {
        out: [
          {
            ...{ do: 'dial', id: 'out[0].dial', to, ringMs: 20_000, show: 'policy', hear: null },
            otherwise: 'hangup',
          },
        ],
      },
      numbers: { '100': 'out' },
      dialPolicy: POLICY,
    }),
  );
}

test('that a number outside is not called for a caller is told in words', () => {
  const line = lineToOutside('+442079460000');
  line.call('100', '+359880000005');
  const { forCall } = line.lastTold('outgoing-ended');
  assert.deepEqual(textsOf(line, forCall ?? '').slice(0, 2), [
    '+359880000005 calls 100',
    'a number outside is not called for him: the dial policy does not allow to call this number',
  ]);
});

test('a number outside is told in the story of the caller, and has one of its own that names him', () => {
  const line = lineToOutside(CLIENT);
  const caller = line.call('100', '+359880000005');
  const { leg } = line.last('ring');
  line.wait(4_000);
  line.answers(leg);
  line.join();
  line.wait(65_000);
  line.ends(leg);
  line.wait(100);
  line.ends(caller);
  line.obeyHangUps();
  const { call, forCall } = line.lastTold('outgoing-ended');
  assert.deepEqual(textsOf(line, forCall ?? ''), [
    '+359880000005 calls 100',
    `a number outside is rung for him (${call})`,
    'Callplane answers',
    'talks with the number outside',
    'the talk with the number outside is over',
    'Callplane hangs up: the call is over',
  ]);
  assert.deepEqual(textsOf(line, call), [
    `Callplane, for the caller of ${forCall ?? ''}, calls ${CLIENT}, who is shown +3592000`,
    'whoever was called hangs up after 1 min 5 s of talk: the call is over',
  ]);
});

test('a number that was only asked about a caller had no talk with him, and says who went', () => {
  for (const [goes, told] of [
    ['agent', 'the agent goes back to him'],
    ['number', 'whoever was called hangs up'],
    ['caller', 'the caller has left, or the connection failed'],
    ['nobody', 'the caller has left, or the connection failed'],
  ] as const) {
    const line = officeWithOutside({ dialPolicy: POLICY });
    const { call: asks, caller } = talkWithAnna(line);
    const target = { to: 'number', number: PARTNER, isWritten: true } as const;
    line.mustAsk({ ask: 'consult', call: asks, target, reason: null });
    const { leg } = line.last('ring');
    line.wait(3_000);
    line.answers(leg);
    line.wait(5_000);
    const command = { kind: 'join-bridge', leg, playback: null, bridge: null } as const;
    if (goes === 'agent') line.mustAsk({ ask: 'cancel-transfer', call: asks });
    else if (goes === 'nobody') line.take({ kind: 'command-failed', command, failure: 'refused' });
    else line.ends(goes === 'number' ? leg : caller);
    line.obeyHangUps();
    const { call } = line.lastTold('outgoing-ended');
    const end = `it was only asked about the caller: ${told}: the call is over`;
    assert.equal(textsOf(line, call).at(-1), end);
    const texts = textsOf(line, asks);
    assert.ok(texts.includes('the number outside is asked no more'));
    assert.ok(!texts.includes('the talk with the number outside is over'));
  }
});

test('a number outside that an agent asks first is told in both stories, also when the caller does not come to it', () => {
  const line = officeWithOutside({ dialPolicy: POLICY });
  const { call } = talkWithAnna(line);
  const agentLeg = [...line.state.legs].find(([, { role }]) => role === 'agent')?.[0] ?? '';
  for (const key of '#2700') line.press(agentLeg, key);
  line.answers(line.last('ring').leg);
  line.wait(8_000);
  line.mustAsk({ ask: 'cancel-transfer', call });
  for (const key of '#2700') line.press(agentLeg, key);
  line.mustAsk({ ask: 'cancel-transfer', call });
  const [first, second] = line.told('outgoing-ended').map((fact) => textsOf(line, fact.call));
  assert.deepEqual(
    [first?.at(-1), second?.at(-1)],
    [
      'it was only asked about the caller: the agent goes back to him: the call is over',
      'the agent gives up, or did not answer the own phone: the call is over',
    ],
  );
  const told = textsOf(line, call);
  for (const text of [
    'the number outside answers, and is asked about him',
    'the number outside is rung no more: the agent goes back to him',
  ])
    assert.ok(told.includes(text), text);
});
