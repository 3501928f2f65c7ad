import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Failure, LegId } from '../../src/core/signal.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import type { OutcomeRule } from '../../src/core/afterwards.js';
import type { PlannedQueue, Step } from '../../src/core/plan.js';
import { plan, queue, rate } from './plan-builder.js';
import { Scene } from './scene.js';

const RATE = rate('rated[0].rate');
const CODES: OutcomeRule = {
  codes: {
    sale: { key: '1', success: true, resolution: 'resolved' },
    other: { key: null, success: false, resolution: null },
  },
  required: false,
};

interface Office {
  readonly rated?: readonly Step[];
  readonly queue?: Partial<PlannedQueue>;
  readonly ofNumber?: string;
  readonly others?: Readonly<Record<string, readonly Step[]>>;
}

function planned({ rated = [RATE], queue: changes = { afterCall: 'rated' }, ofNumber, others = {} }: Office) {
  const after = ofNumber === undefined ? {} : { afterCall: ofNumber };
  return plan({
    agents: ['anna'],
    prompts: ['rate', 'thanks'],
    queues: [queue('main', ['anna'], { record: true, ...changes })],
    blocks: { rated, thanks: [{ do: 'play', prompt: 'thanks', information: false }], ...others },
    numbers: { '100': { block: 'entry', tags: [], hours: null, ...after }, '200': 'rated' },
  });
}

/** A scene in which a call of number 100 talks with Anna. */
function talking(office: Office = {}): { scene: Scene; caller: LegId; bridge: string } {
  const scene = new Scene(planned(office));
  scene.signIn('anna');
  const caller = scene.call();
  return { scene, caller, bridge: scene.talk('anna').bridge };
}

/** Anna has hung up. */
function left(office: Office = {}): ReturnType<typeof talking> {
  const talk = talking(office);
  talk.scene.ends(talk.scene.last('ring').leg);
  return talk;
}

function activityOf(scene: Scene): string | undefined {
  return [...scene.state.calls.values()][0]?.activity.kind;
}

describe('what comes after a call', () => {
  it('takes the caller out of a bridge that nobody uses again, before anything is played to him', () => {
    const { scene, caller, bridge } = left();
    const kinds = scene.commands.map(({ kind }) => kind);
    assert.deepEqual(scene.all('leave-bridge'), [{ kind: 'leave-bridge', leg: caller, bridge }]);
    assert.equal(scene.last('remove-bridge').bridge, bridge);
    assert.ok(kinds.indexOf('leave-bridge') < kinds.indexOf('remove-bridge'));
    assert.ok(kinds.indexOf('leave-bridge') < kinds.lastIndexOf('play'));
    assert.ok(scene.all('hang-up').every(({ leg }) => leg !== caller));
    scene.ends(caller);
    scene.call();
    assert.notEqual(scene.talk('anna').bridge, bridge);
  });

  it('lets nobody into a bridge that was not recorded either, as long as Asterisk may have him in it', () => {
    const { scene, bridge } = left({ queue: { afterCall: 'rated', record: false } });
    assert.equal(scene.last('remove-bridge').bridge, bridge);
    scene.wait(60_000);
    scene.call();
    assert.notEqual(scene.talk('anna').bridge, bridge);
  });

  const failures: readonly Failure[] = ['gone', 'conflict', 'timeout', 'unknown'];
  for (const failure of failures)
    it(`goes on when he cannot be taken out (${failure}); whether he is there is asked`, () => {
      const { scene, caller, bridge } = left();
      const command = { kind: 'leave-bridge', leg: caller, playback: null, bridge };
      scene.take({ kind: 'command-failed', command, failure });
      assert.equal(scene.last('verify-leg').leg, caller);
      assert.equal(activityOf(scene), 'rating');
    });

  it('is said by the queue, or else by the number, or by nobody', () => {
    assert.equal(activityOf(left({ ofNumber: 'thanks' }).scene), 'rating');
    assert.equal(activityOf(left({ queue: {}, ofNumber: 'thanks' }).scene), 'playing');
    const { scene, caller } = left({ queue: {} });
    assert.equal(activityOf(scene), 'leaving');
    assert.equal(scene.last('hang-up').leg, caller);
    scene.obeyHangUps();
    const { endPlace, endedBy } = scene.lastTold('call-ended');
    assert.deepEqual([endPlace, endedBy], ['conversation', 'agent']);
  });

  it('is followed by the end of the call, and by nothing of the flow before', () => {
    const entry: readonly Step[] = [
      { do: 'queue', queue: 'main' },
      { do: 'play', prompt: 'thanks', information: false },
    ];
    const { scene, caller } = left({ others: { entry } });
    scene.press(caller, '4');
    assert.equal(activityOf(scene), 'leaving');
    scene.obeyHangUps();
    assert.equal(scene.lastTold('call-ended').endPlace, 'flow');
  });

  it('does not begin when the caller hangs up, nor when we end the call', () => {
    const { scene, caller } = talking();
    scene.ends(caller);
    assert.deepEqual(scene.all('leave-bridge'), []);
    assert.deepEqual(scene.told('rating-ended'), []);
  });

  it('begins when the agent was lost in a gap: he is asked once Asterisk is heard again', () => {
    const { scene, caller, bridge } = talking();
    scene.take({ kind: 'telephony-lost' });
    const legs = [{ leg: caller, up: true, caller: { from: null, fromName: null, dialled: '100' } }];
    const existing = { legs, bridges: [{ id: bridge, legs: [caller] }], restarted: false };
    scene.take({ kind: 'telephony-back', existing });
    assert.equal(scene.lastTold('conversation-ended').endedBy, 'unknown');
    assert.equal(activityOf(scene), 'rating');
    assert.equal(scene.last('leave-bridge').leg, caller);
  });

  it('takes him out of a bridge in which a lost command has left him', () => {
    const { scene, caller, bridge } = left();
    scene.commands.length = 0;
    scene.take({ kind: 'telephony-lost' });
    const legs = [{ leg: caller, up: true, caller: { from: null, fromName: null, dialled: '100' } }];
    const existing = { legs, bridges: [{ id: bridge, legs: [caller] }], restarted: false };
    scene.take({ kind: 'telephony-back', existing });
    const kinds = scene.commands.map(({ kind }) => kind);
    assert.deepEqual(scene.last('leave-bridge'), { kind: 'leave-bridge', leg: caller, bridge });
    assert.equal(scene.last('remove-bridge').bridge, bridge);
    assert.ok(kinds.indexOf('leave-bridge') < kinds.lastIndexOf('play'));
  });
});

describe('a rating', () => {
  it('is told once with its talk, and the variable takes the score', () => {
    const { scene, caller } = left();
    scene.finishSound();
    scene.wait(1_000);
    scene.press(caller, '5');
    const { conversation, queue: of, agent } = scene.lastTold('conversation-ended');
    const { call } = scene.lastTold('conversation-ended');
    const { rating: _id, askedAt, endedAt, ...told } = scene.lastTold('rating-ended');
    assert.deepEqual(told, {
      ...{ kind: 'rating-ended', call, conversation, queue: of, agent },
      ...{ recording: scene.last('start-recording').recording, question: 'rating', lowest: 1, highest: 5 },
      ...{ tries: 1, result: 'rated', score: 5 },
    });
    assert.equal(endedAt - askedAt, 1_000);
    assert.equal([...scene.state.calls.values()][0]?.variables['rating'], '5');
    scene.obeyHangUps();
    assert.equal(scene.told('rating-ended').length, 1);
  });

  it('that is not given leaves the variable empty, and the last try says why', () => {
    const rated: readonly Step[] = [RATE, { do: 'say', as: 'digits', value: '1{rating}', unit: null }];
    const { scene, caller } = left({ rated });
    scene.finishSound();
    scene.wait(3_000);
    scene.press(caller, '9');
    const { result, score, tries } = scene.lastTold('rating-ended');
    assert.deepEqual([result, score, tries], ['wrong-key', null, 2]);
    assert.deepEqual(scene.last('play').media, ['sound:digits/1']);
  });

  it('is not asked of who has talked with nobody', () => {
    const scene = new Scene(planned({}));
    scene.call('200');
    assert.deepEqual(scene.told('rating-ended'), []);
    assert.equal(scene.told('call-event').filter(({ event }) => event === 'rate-skipped').length, 1);
    scene.obeyHangUps();
    assert.equal(scene.lastTold('call-ended').conversations, 0);
  });

  it('may be pressed before it is asked for', () => {
    const rated: readonly Step[] = [{ do: 'play', prompt: 'thanks', information: false }, RATE];
    const { scene, caller } = left({ rated });
    scene.press(caller, '7');
    assert.equal(activityOf(scene), 'playing', 'no score: the prompt goes on');
    scene.press(caller, '2');
    const { score, tries } = scene.lastTold('rating-ended');
    assert.deepEqual([score, tries], [2, 0]);
  });

  it('tells no digit that is no score where the plan asks for secret ones', () => {
    const collect: Step = {
      ...{ do: 'collect', id: 'asks[0]', prompt: 'rate', as: 'pin', least: 4, most: 4, endKey: '#' },
      ...{ timeoutMs: 3_000, tries: 1, secret: true, otherwise: 'rated' },
    };
    const { scene, caller } = left({ others: { asks: [collect] } });
    scene.press(caller, '9');
    scene.press(caller, '4');
    const shown = scene.reactions.flatMap(({ shown: one }) => (one?.kind === 'key-pressed' ? [one.key] : []));
    assert.deepEqual(shown, ['?']);
    assert.equal(scene.lastTold('rating-ended').score, 4);
  });

  it('that was being asked for survives a restart, and is asked again as the same try', () => {
    const { scene, caller } = left();
    scene.finishSound();
    scene.state = thaw(freeze(scene.state));
    scene.take({ kind: 'restarted' });
    const legs = [{ leg: caller, up: true, caller: { from: null, fromName: null, dialled: '100' } }];
    scene.take({ kind: 'telephony-back', existing: { legs, bridges: [], restarted: false } });
    assert.equal(scene.all('play').length, 2);
    scene.press(caller, '3');
    const { score, tries } = scene.lastTold('rating-ended');
    assert.deepEqual([score, tries], [3, 1]);
  });

  it('is about the talk before it, also where the caller has talked twice', () => {
    const { scene, caller } = left({ rated: [RATE, { do: 'queue', queue: 'main' }] });
    scene.press(caller, '5');
    scene.talk('anna');
    scene.ends(scene.last('ring').leg);
    scene.press(caller, '1');
    const talks = scene.told('conversation-ended').map(({ conversation }) => conversation);
    assert.equal(new Set(talks).size, 2);
    assert.deepEqual(
      scene.told('rating-ended').map(({ conversation }) => conversation),
      talks,
    );
  });

  it('is followed by another of another name', () => {
    const { scene, caller } = left({ rated: [RATE, { ...RATE, id: 'rated[1].rate', as: 'speed' }] });
    scene.press(caller, '5');
    scene.press(caller, '1');
    assert.deepEqual(
      scene.told('rating-ended').map(({ question, score }) => [question, score]),
      [
        ['rating', 5],
        ['speed', 1],
      ],
    );
  });
});

describe('what came of a talk', () => {
  const asked = (changes: Partial<OutcomeRule> = {}, timeMs = 10_000): Office => ({
    queue: { outcomes: { ...CODES, ...changes }, wrapUp: { timeMs, extendToMs: timeMs } },
  });
  const set = (scene: Scene, outcome: string): void =>
    scene.mustAsk({ ask: 'set-outcome', agent: 'anna', outcome });

  it('is told once the wrap-up is over, as it was said last', () => {
    const { scene, caller } = talking(asked());
    set(scene, 'other');
    scene.ends(caller);
    set(scene, 'sale');
    assert.deepEqual(scene.told('outcome-settled'), []);
    scene.mustAsk({ ask: 'end-wrap-up', agent: 'anna' });
    const { outcome, success, resolution, setBy } = scene.lastTold('outcome-settled');
    assert.deepEqual([outcome, success, resolution, setBy], ['sale', true, 'resolved', 'request']);
    assert.equal(scene.told('outcome-settled').length, 1);
  });

  it('is told with the talk where there is no wrap-up, and by keys only while he talks', () => {
    const { scene, caller } = talking(asked({}, 0));
    const phone = scene.last('ring').leg;
    scene.press(phone, '*');
    scene.wait(5_001);
    scene.press(phone, '1');
    scene.press(caller, '*');
    scene.press(caller, '1');
    scene.press(phone, '*');
    scene.press(phone, '7');
    scene.press(phone, '1');
    scene.ends(caller);
    assert.equal(scene.lastTold('outcome-settled').outcome, null);
    const { scene: other, caller: client } = talking(asked({}, 0));
    other.press(other.last('ring').leg, '*');
    other.wait(5_000);
    other.press(other.last('ring').leg, '1');
    other.ends(client);
    assert.equal(other.lastTold('outcome-settled').outcome, 'sale');
  });

  it('keeps the codes of its beginning when the plan changes, and is settled for who leaves the plan', () => {
    const { scene, caller } = talking(asked({ required: true }));
    scene.take({
      kind: 'plan-loaded',
      plan: { ...planned({ queue: {} }), version: 'other' },
      by: 'test',
    });
    scene.ends(caller);
    assert.equal(scene.ask({ ask: 'end-wrap-up', agent: 'anna' }).ok, false);
    scene.take({ kind: 'plan-loaded', plan: plan({ agents: ['boris'], version: 'third' }), by: 'test' });
    const { outcome, required } = scene.lastTold('outcome-settled');
    assert.deepEqual([outcome, required], [null, true]);
    assert.equal(scene.state.agents.get('anna')?.presence.kind, 'signed-out');
  });

  it('is owed by who signs out: he goes when he has said it', () => {
    const { scene, caller } = talking(asked({ required: true }));
    scene.ends(caller);
    scene.mustAsk({ ask: 'sign-out', agent: 'anna' });
    assert.equal(scene.state.agents.get('anna')?.work.kind, 'wrap-up');
    set(scene, 'other');
    assert.equal(scene.state.agents.get('anna')?.presence.kind, 'signed-out');
    assert.equal(scene.lastTold('outcome-settled').outcome, 'other');
  });

  it('survives a restart', () => {
    const { scene, caller } = talking(asked());
    set(scene, 'sale');
    scene.state = thaw(freeze(scene.state));
    scene.ends(caller);
    scene.state = thaw(freeze(scene.state));
    scene.wait(10_000);
    assert.equal(scene.lastTold('outcome-settled').outcome, 'sale');
  });

  it('is kept with who said it', () => {
    const { scene } = talking(asked());
    set(scene, 'sale');
    const { what, about, before, after } = scene.lastTold('changed');
    assert.deepEqual(
      [what, about, before['outcome'], after['outcome']],
      ['set-outcome', 'anna', null, 'sale'],
    );
  });
});

it('a snapshot of the version before has no talk that is over and asks for nothing', () => {
  const { scene, caller } = talking({
    queue: { afterCall: 'rated', wrapUp: { timeMs: 5_000, extendToMs: 5_000 } },
  });
  const old = freeze(scene.state)
    .replace(/"form":\d+/, '"form":6')
    .replaceAll(',"outcome":null', '')
    .replaceAll('"lastTalk":null,', '');
  assert.ok(!old.includes('lastTalk') && !old.includes('outcome'));
  scene.state = thaw(old);
  const [call] = scene.state.calls.values();
  assert.equal(call?.lastTalk, null);
  scene.ends(scene.last('ring').leg);
  scene.press(caller, '5');
  assert.equal(scene.lastTold('rating-ended').score, 5);
  const inWrapUp = freeze(scene.state)
    .replace(/"form":\d+/, '"form":6')
    .replaceAll(',"outcome":null', '');
  scene.state = thaw(inWrapUp);
  const work = scene.state.agents.get('anna')?.work;
  assert.equal(work?.kind === 'wrap-up' ? work.outcome : 'none', null);
});
