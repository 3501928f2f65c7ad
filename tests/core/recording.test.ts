import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallId, Failure, LegId } from '../../src/core/signal.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { plan, queue } from './plan-builder.js';
import { Scene } from './scene.js';

interface Words {
  readonly queue?: boolean;
  readonly number?: boolean;
  readonly agent?: boolean;
  /** What the flow says, one after another. */
  readonly flow?: readonly boolean[];
}

/** A scene in which a call of number 100 talks with ana, under these words of the routing file. */
function talking(words: Words = { queue: true }): { scene: Scene; caller: LegId; call: CallId } {
  const number = { block: 'entry', tags: [], hours: null };
  const scene = new Scene(
    plan({
      agents: ['ana'],
      queues: [queue('main', ['ana'], { record: words.queue ?? null })],
      blocks: {
        entry: [
          ...(words.flow ?? []).map((record) => ({ do: 'record', record }) as const),
          { do: 'queue', queue: 'main' },
        ],
      },
      recorded: words.agent === undefined ? {} : { ana: words.agent },
      numbers: { '100': words.number === undefined ? number : { ...number, record: words.number } },
    }),
  );
  scene.signIn('ana');
  const caller = scene.call();
  scene.talk('ana');
  const [call] = scene.state.calls.keys();
  assert.ok(call !== undefined);
  return { scene, caller, call };
}

/** The same, and Asterisk has begun the file. */
function recorded(): ReturnType<typeof talking> & { recording: string } {
  const talk = talking();
  const { recording } = talk.scene.last('start-recording');
  talk.scene.take({ kind: 'recording-started', recording });
  return { ...talk, recording };
}

function fails(scene: Scene, kind: string, recording: string, failure: Failure): void {
  const command = { kind, leg: null, playback: null, bridge: null, recording };
  scene.take({ kind: 'command-failed', command, failure });
}

function ended(scene: Scene, recording: string, end: 'complete' | 'broken' | 'missing' = 'complete'): void {
  const durationMs = end === 'complete' ? 7000 : null;
  scene.take({ kind: 'recording-ended', recording, end, durationMs });
}

describe('whether a conversation is recorded', () => {
  const table: readonly (readonly [Words, boolean])[] = [
    [{}, false],
    [{ queue: true }, true],
    [{ number: true }, true],
    [{ agent: true }, true],
    [{ queue: false }, false],
    [{ queue: true, agent: false }, false],
    [{ queue: false, number: true }, false],
    [{ number: false, agent: true }, false],
    [{ queue: true, number: true, agent: true }, true],
    [{ flow: [true] }, true],
    [{ flow: [false], queue: true, number: true, agent: true }, false],
    [{ flow: [false, true], queue: true }, true],
    [{ flow: [true], agent: false }, false],
  ];
  for (const [words, isRecorded] of table)
    it(`${JSON.stringify(words)}: ${isRecorded ? 'yes' : 'no'}`, () => {
      assert.equal(talking(words).scene.all('start-recording').length, isRecorded ? 1 : 0);
    });

  it('a reload in mid-talk changes nothing for it', () => {
    const { scene, caller, recording } = recorded();
    const without = plan({ version: 'plan-2', agents: ['ana'], queues: [queue('main', ['ana'])] });
    scene.take({ kind: 'plan-loaded', plan: without, by: 'test' });
    assert.equal(scene.all('stop-recording').length, 0);
    scene.ends(caller);
    assert.equal(scene.last('stop-recording').recording, recording);
  });
});

describe('the recording of a conversation', () => {
  it('goes into a file of the day, named after the conversation, from the connection to its end', () => {
    const { scene, caller, recording } = recorded();
    const { detail } = scene.told('call-event').find(({ event }) => event === 'connected') ?? {};
    assert.equal(recording, `2026/03/04/${String(detail?.['conversation'])}`);
    assert.equal(scene.last('start-recording').bridge, scene.last('connect').bridge);
    scene.wait(7_000);
    scene.ends(caller);
    assert.equal(scene.all('stop-recording').length, 1);
    assert.equal(scene.told('recording-ended').length, 0, 'it is told when the file is closed');
    ended(scene, recording);
    const { result, failure, durationMs, agent, queue: from } = scene.lastTold('recording-ended');
    assert.deepEqual([result, failure, durationMs, agent, from], ['recorded', null, 7000, 'ana', 'main']);
  });

  it('a file that closes a moment before the end of the conversation is heard of is whole', () => {
    const { scene, caller, recording } = recorded();
    ended(scene, recording);
    scene.ends(caller);
    assert.equal(scene.lastTold('recording-ended').result, 'recorded');
    assert.equal(scene.all('stop-recording').length, 0);
  });

  it('a file that closes while the conversation goes on has broken off; the conversation goes on', () => {
    const { scene, caller, recording } = recorded();
    ended(scene, recording);
    scene.wait(2_000);
    assert.equal(scene.lastTold('recording-ended').failure, 'broke-off');
    assert.equal(scene.doing(caller), 'talking');
    scene.ends(caller);
    assert.equal(scene.told('recording-ended').length, 1);
  });

  it('what Asterisk gives up has broken off', () => {
    const { scene, recording } = recorded();
    ended(scene, recording, 'broken');
    assert.equal(scene.lastTold('recording-ended').failure, 'broke-off');
  });

  const refusals: readonly (readonly [Failure, string])[] = [
    ['refused', 'refused'],
    ['conflict', 'exists'],
    ['gone', 'no-bridge'],
  ];
  for (const [failure, told] of refusals)
    it(`a beginning that fails as ${failure} is told as ${told}, and the call goes on`, () => {
      const { scene, caller } = talking();
      fails(scene, 'start-recording', scene.last('start-recording').recording, failure);
      assert.equal(scene.lastTold('recording-ended').failure, told);
      assert.equal(scene.doing(caller), 'talking');
      assert.equal(scene.all('hang-up').length, 0);
    });

  it('a beginning whose answer is lost is asked for, and begun once more when there is none', () => {
    const { scene } = talking();
    const { recording } = scene.last('start-recording');
    fails(scene, 'start-recording', recording, 'timeout');
    assert.equal(scene.last('verify-recording').recording, recording);
    ended(scene, recording, 'missing');
    assert.equal(scene.all('start-recording').length, 2);
    ended(scene, recording, 'missing');
    assert.equal(scene.lastTold('recording-ended').failure, 'not-found');
  });

  it('a beginning that nobody confirms is asked for, and given up after several questions', () => {
    const { scene } = talking();
    scene.wait(60_000);
    assert.equal(scene.all('verify-recording').length, 3);
    assert.equal(scene.lastTold('recording-ended').failure, 'no-answer');
  });

  it('an end that nobody confirms is asked for: what is stored is recorded', () => {
    const { scene, caller, recording } = recorded();
    scene.ends(caller);
    scene.wait(5_000);
    assert.equal(scene.last('verify-recording').recording, recording);
    scene.take({ kind: 'recording-ended', recording, end: 'complete', durationMs: null });
    assert.deepEqual(
      [scene.lastTold('recording-ended').result, scene.lastTold('recording-ended').durationMs],
      ['recorded', null],
    );
  });

  it('one that still goes on behind its conversation is stopped again', () => {
    const { scene, caller, recording } = recorded();
    scene.ends(caller);
    fails(scene, 'stop-recording', recording, 'timeout');
    scene.take({ kind: 'recording-started', recording });
    assert.equal(scene.all('stop-recording').length, 2);
  });

  it('a bridge is used again only when its recording is over', () => {
    const { scene, caller, recording } = recorded();
    scene.ends(caller);
    scene.obeyHangUps();
    assert.equal(scene.all('remove-bridge').length, 1, 'its recording may still be going on');
    ended(scene, recording);
    const next = recorded();
    next.scene.ends(next.caller);
    ended(next.scene, next.recording);
    next.scene.obeyHangUps();
    assert.equal(next.scene.all('remove-bridge').length, 0);
    assert.equal(next.scene.state.freeBridges.length, 1);
  });
});

describe('pausing a recording', () => {
  it('pauses and resumes, and tells both as stages of the call', () => {
    const { scene, call, recording } = recorded();
    scene.mustAsk({ ask: 'pause-recording', call });
    assert.equal(scene.last('pause-recording').recording, recording);
    scene.mustAsk({ ask: 'resume-recording', call });
    assert.equal(scene.last('resume-recording').recording, recording);
    const stages = scene.told('call-event').map(({ event }) => event);
    assert.deepEqual(stages.slice(-3), ['recording-started', 'recording-paused', 'recording-resumed']);
  });

  it('of two supervisors the second is refused, and what the first asked for stands', () => {
    const { scene, call } = recorded();
    scene.mustAsk({ ask: 'pause-recording', call });
    const second = scene.ask({ ask: 'pause-recording', call });
    assert.equal(!second.ok && second.code, 'wrong-state');
    assert.equal(scene.all('pause-recording').length, 1);
    scene.mustAsk({ ask: 'resume-recording', call });
    assert.equal(scene.ask({ ask: 'resume-recording', call }).ok, false);
  });

  it('is refused for a call that is not there, not talking or not recorded', () => {
    const { scene, caller, call } = talking({});
    const refusal = (asked: CallId): string => {
      const answer = scene.ask({ ask: 'pause-recording', call: asked });
      return answer.ok ? 'done' : answer.code;
    };
    assert.equal(refusal('nobody'), 'unknown-call');
    assert.equal(refusal(call), 'wrong-state');
    scene.ends(caller);
    assert.equal(refusal(call), 'unknown-call');
  });

  it('a pause before Asterisk has begun the file stays a pause', () => {
    const { scene, call } = talking();
    scene.mustAsk({ ask: 'pause-recording', call });
    scene.take({ kind: 'recording-started', recording: scene.last('start-recording').recording });
    assert.equal(scene.ask({ ask: 'pause-recording', call }).ok, false, 'it is paused already');
  });

  for (const [kind, told] of [
    ['pause-recording', 'not-paused'],
    ['resume-recording', 'not-resumed'],
  ] as const)
    it(`a ${kind} that fails stops the recording, and it is told as ${told}`, () => {
      const { scene, caller, call, recording } = recorded();
      scene.mustAsk({ ask: 'pause-recording', call });
      fails(scene, kind, recording, 'timeout');
      assert.equal(scene.last('stop-recording').recording, recording);
      assert.equal(scene.ask({ ask: 'resume-recording', call }).ok, false);
      ended(scene, recording);
      assert.equal(scene.lastTold('recording-ended').failure, told);
      assert.equal(scene.doing(caller), 'talking');
    });

  it('a pause of what is not there any more asks what became of it', () => {
    const { scene, call, recording } = recorded();
    scene.mustAsk({ ask: 'pause-recording', call });
    fails(scene, 'pause-recording', recording, 'gone');
    assert.equal(scene.last('verify-recording').recording, recording);
  });
});

describe('a recording and a gap', () => {
  function existing(scene: Scene) {
    const { bridge, legs } = scene.last('connect');
    const there = legs.map((leg) => ({ leg, up: true, caller: null }));
    return { legs: there, bridges: [{ id: bridge, legs }], restarted: false };
  }

  it('is asked for after a restart and goes on with its conversation', () => {
    const { scene, caller, recording } = recorded();
    scene.state = thaw(freeze(scene.state));
    scene.now += 10_000;
    scene.take({ kind: 'restarted' });
    scene.take({ kind: 'telephony-back', existing: existing(scene) });
    assert.equal(scene.last('verify-recording').recording, recording);
    scene.take({ kind: 'recording-started', recording });
    assert.equal(scene.all('start-recording').length, 1);
    scene.ends(caller);
    ended(scene, recording);
    assert.equal(scene.lastTold('recording-ended').result, 'recorded');
  });

  it('is paused, or goes on, as was asked for last, though that may have been lost with the process', () => {
    const { scene, call } = recorded();
    const comeBack = (): string[] => {
      scene.take({ kind: 'telephony-lost' });
      scene.clear();
      const { commands } = scene.take({ kind: 'telephony-back', existing: back });
      return commands.map(({ kind }) => kind).filter((kind) => kind.endsWith('-recording'));
    };
    const back = existing(scene);
    assert.deepEqual(comeBack(), ['verify-recording']);
    scene.mustAsk({ ask: 'pause-recording', call });
    assert.deepEqual(comeBack(), ['pause-recording', 'verify-recording']);
    scene.mustAsk({ ask: 'resume-recording', call });
    assert.deepEqual(comeBack(), ['resume-recording', 'verify-recording']);
  });

  it('begins anew when its beginning was lost with the process', () => {
    const { scene } = talking();
    scene.take({ kind: 'telephony-lost' });
    scene.take({ kind: 'telephony-back', existing: existing(scene) });
    ended(scene, scene.last('verify-recording').recording, 'missing');
    assert.equal(scene.all('start-recording').length, 2);
  });

  it('is recorded when its conversation ended in the gap', () => {
    const { scene, recording } = recorded();
    scene.take({ kind: 'telephony-lost' });
    scene.wait(60_000);
    scene.take({ kind: 'telephony-back', existing: { legs: [], bridges: [], restarted: true } });
    ended(scene, recording);
    assert.equal(scene.lastTold('recording-ended').result, 'recorded');
  });

  it('while Asterisk is not heard, no question counts', () => {
    const { scene, caller, recording } = recorded();
    scene.take({ kind: 'telephony-lost' });
    scene.ends(caller);
    scene.wait(120_000);
    assert.equal(scene.told('recording-ended').length, 0);
    scene.take({ kind: 'telephony-back', existing: { legs: [], bridges: [], restarted: false } });
    ended(scene, recording);
    assert.equal(scene.lastTold('recording-ended').result, 'recorded');
  });
});
