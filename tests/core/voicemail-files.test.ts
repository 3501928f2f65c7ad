import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VoicemailRule } from '../../src/core/plan.js';
import type { Scene } from './scene.js';
import { FILE, over, scene, toTheBeep } from './voicemail-scene.js';

/** As a real Asterisk told them (asked for at 0): how long its file was open, and what it told of it. */
const MEASURED = {
  silentCaller: { openMs: 5_113, durationMs: 1_000, spokenMs: 1_000 },
  pausesThenSilence: { openMs: 13_503, durationMs: 9_000, spokenMs: 5_000 },
  longestOf8SilentAtItsEnd: { openMs: 8_481, durationMs: 5_000, spokenMs: 5_000 },
  longestOf6: { openMs: 6_203, durationMs: 6_000, spokenMs: 6_000 },
  threeSecondsThenNoSound: { openMs: 9_014, durationMs: 2_000, spokenMs: 2_000 },
  noSoundAtAll: { openMs: 4_019, durationMs: 0, spokenMs: 0 },
  fullDisk: { openMs: 4_206, durationMs: 4_000, spokenMs: 4_000 },
} as const;

/** The file closes by itself as it did then, and the caller stays. */
function closesBy(how: keyof typeof MEASURED, changes: Partial<VoicemailRule> = {}): Scene {
  const s = scene(changes);
  s.call();
  const recording = toTheBeep(s);
  const { openMs, ...lengths } = MEASURED[how];
  s.wait(openMs);
  s.take({ kind: 'recording-ended', recording, end: 'complete', ...lengths });
  assert.equal(s.all('play').length, 2, 'whether he has hung up is not known yet');
  s.wait(2_000);
  assert.deepEqual(s.last('play').media, ['sound:callplane/thanks']);
  return s;
}

test('a message that ends by silence is left when enough was said, and none when not', () => {
  for (const [how, result] of [
    ['pausesThenSilence', 'left'],
    ['threeSecondsThenNoSound', 'left'],
    ['silentCaller', 'too-short'],
    ['noSoundAtAll', 'too-short'],
  ] as const) {
    const s = closesBy(how);
    assert.deepEqual([over(s).result, over(s).failure], [result, null], how);
    assert.equal(s.all('discard-recording').length, result === 'left' ? 0 : 1);
    assert.equal(s.state.keptVoicemails.size, result === 'left' ? 1 : 0);
  }
  assert.equal(over(closesBy('silentCaller', { shortestMs: 1_000 })).result, 'too-short');
});

test('a message at its longest is whole, also with silence at its end', () => {
  for (const [how, longestMs] of [
    ['longestOf8SilentAtItsEnd', 8_000],
    ['longestOf6', 6_000],
  ] as const) {
    const s = closesBy(how, { longestMs });
    assert.deepEqual([over(s).result, over(s).failure], ['left', null], how);
  }
});

test('who hangs up at once behind the beep has left none', () => {
  const s = scene();
  const leg = s.call();
  s.finishSound();
  s.finishSound();
  s.ends(leg);
  s.take({
    kind: 'recording-ended',
    recording: s.last('record-message').recording,
    end: 'missing',
    durationMs: null,
  });
  assert.equal(over(s).result, 'too-short');
  assert.equal(s.told('call-ended')[0]?.lastExit, null);
});

test('a file that cannot be made, breaks or is never told of ends no call', () => {
  for (const [failure, told] of [
    ['refused', 'refused'],
    ['conflict', 'exists'],
  ] as const) {
    const s = scene();
    const leg = s.call();
    s.finishSound();
    s.finishSound();
    const { recording } = s.last('record-message');
    const command = { kind: 'record-message', leg, playback: null, bridge: null, recording };
    s.take({ kind: 'command-failed', command, failure });
    assert.deepEqual([over(s).result, over(s).failure], ['failed', told]);
    assert.deepEqual(s.last('play').media, ['sound:callplane/thanks']);
  }
  const broken = scene();
  broken.call();
  const recording = toTheBeep(broken);
  broken.take({ kind: 'recording-ended', recording, end: 'broken', durationMs: null });
  assert.equal(over(broken).failure, 'broke-off');
});

test('a full disk closes the file while he speaks: what he said is kept, and told as not whole', () => {
  const s = closesBy('fullDisk');
  assert.deepEqual([over(s).result, over(s).failure], ['left', 'broke-off']);
  const hardlyAnything = closesBy('fullDisk', { shortestMs: 5_000 });
  assert.deepEqual([over(hardlyAnything).result, over(hardlyAnything).failure], ['failed', 'broke-off']);
  assert.equal(hardlyAnything.all('discard-recording').length, 1);
});

test('who hangs up while he speaks has broken nothing off, though it is told late', () => {
  const s = scene();
  const leg = s.call();
  const recording = toTheBeep(s);
  s.wait(4_000);
  s.take({ kind: 'recording-ended', recording, end: 'complete', durationMs: 4_000, spokenMs: 4_000 });
  s.wait(1_500);
  s.ends(leg);
  assert.deepEqual([over(s).result, over(s).failure], ['left', null]);
});

test('a name that is taken when the beginning is repeated may be what the first one made: it is asked for', () => {
  const s = scene();
  const leg = s.call();
  s.finishSound();
  s.finishSound();
  s.wait(5_000);
  const { recording } = s.last('verify-recording');
  s.take({ kind: 'recording-ended', recording, end: 'missing', durationMs: null });
  const command = { kind: 'record-message', leg, playback: null, bridge: null, recording };
  s.take({ kind: 'command-failed', command, failure: 'conflict' });
  assert.equal(s.told('voicemail-ended').length, 0);
  assert.equal(s.all('verify-recording').length, 2);
  s.take({ kind: 'recording-started', recording });
  s.wait(3_000);
  s.press(leg, '#');
  s.take({ kind: 'recording-ended', recording, end: 'complete', durationMs: 3_000, spokenMs: 3_000 });
  assert.deepEqual([over(s).result, over(s).failure], ['left', null]);
});

test('Asterisk that says nothing is asked, a lost beginning is repeated once, and at last it is given up', () => {
  const s = scene();
  s.call();
  s.finishSound();
  s.finishSound();
  s.wait(5_000);
  const { recording } = s.last('verify-recording');
  s.take({ kind: 'recording-ended', recording, end: 'missing', durationMs: null });
  assert.equal(s.all('record-message').length, 2);
  s.take({ kind: 'recording-ended', recording, end: 'missing', durationMs: null });
  assert.equal(over(s).failure, 'not-found');

  const silent = scene();
  silent.call();
  toTheBeep(silent);
  silent.wait(60_000 + 10_000 + 4 * 5_000);
  const { result, failure, recording: file } = over(silent);
  assert.deepEqual([result, failure], ['left', 'no-answer'], 'it had begun: most likely it is there');
  assert.match(file ?? '', FILE);
  assert.deepEqual(silent.last('play').media, ['sound:callplane/thanks']);
});

test('a file that a power cut made us forget is known by what Asterisk tells of it: nothing sounds once more', () => {
  const closed = scene();
  closed.call();
  closed.finishSound();
  const [forgotten] = closed.state.voicemails.values();
  assert.equal(forgotten?.stage.kind, 'beep');
  const { recording } = forgotten;
  closed.take({ kind: 'recording-ended', recording, end: 'missing', durationMs: null });
  assert.equal(forgotten.stage.kind, 'beep', 'it is about to begin');
  closed.take({ kind: 'recording-ended', recording, end: 'complete', durationMs: 7_000, spokenMs: 7_000 });
  assert.equal(closed.all('stop-playback').length, 1);
  closed.wait(2_000);
  assert.deepEqual([over(closed).result, over(closed).failure], ['left', 'broke-off']);
  assert.deepEqual(closed.last('play').media, ['sound:callplane/thanks']);
  assert.equal(closed.all('record-message').length, 0);

  const running = scene();
  const leg = running.call();
  const [greeted] = running.state.voicemails.values();
  assert.equal(greeted?.stage.kind, 'greeting');
  running.take({ kind: 'recording-started', recording: greeted.recording });
  assert.equal(running.all('stop-playback').length, 1);
  running.wait(4_000);
  running.press(leg, '#');
  running.take({
    ...{ kind: 'recording-ended', recording: greeted.recording, end: 'complete' },
    ...{ durationMs: 4_000, spokenMs: 4_000 },
  });
  assert.deepEqual([over(running).result, over(running).failure], ['left', null]);
});
