import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noteDialled } from '../../src/core/callback/policy.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { CLIENT, HOUR, POLICY } from './callback-scene.js';
import { FILE, over, promising, scene, toTheBeep } from './voicemail-scene.js';

test('a message stands behind the greeting and the beep, in a file below its day', () => {
  const s = scene();
  const leg = s.call();
  assert.deepEqual(s.last('play').media, ['sound:callplane/hello']);
  s.finishSound();
  assert.deepEqual(s.last('play').media, ['sound:beep']);
  s.finishSound();
  const { recording, ...asked } = s.last('record-message');
  assert.match(recording, FILE);
  assert.deepEqual(asked, { kind: 'record-message', leg, longestMs: 60_000, silenceMs: 5_000 });
});

test('the key ends a message, and another one does not', () => {
  const s = scene();
  const leg = s.call();
  const recording = toTheBeep(s);
  s.press(leg, '1');
  assert.equal(s.all('stop-recording').length, 0);
  s.press(leg, '#');
  assert.equal(s.last('stop-recording').recording, recording);
  s.take({ kind: 'recording-ended', recording, end: 'complete', durationMs: 3_000, spokenMs: 3_000 });
  assert.equal(over(s).result, 'left');
  assert.deepEqual(s.last('play').media, ['sound:callplane/thanks']);
});

test('a key cuts the greeting off and is no message', () => {
  const s = scene();
  const leg = s.call();
  s.press(leg, '#');
  assert.equal(s.all('stop-playback').length, 1);
  assert.deepEqual(s.last('play').media, ['sound:beep']);
  s.press(leg, '#');
  assert.equal(s.all('record-message').length, 0);
});

test('without a greeting the beep is heard at once', () => {
  const s = scene({ greeting: null });
  s.call();
  assert.deepEqual(
    s.all('play').map(({ media }) => media),
    [['sound:beep']],
  );
});

test('who hangs up in the greeting leaves none, and who hangs up behind the beep is waited for', () => {
  const greeting = scene();
  greeting.ends(greeting.call());
  assert.equal(over(greeting).result, 'hung-up');
  assert.equal(over(greeting).recording, null);

  // Asterisk may tell of the leg first, or of the file.
  for (const first of ['leg', 'file'] as const) {
    const s = scene();
    const leg = s.call();
    const recording = toTheBeep(s);
    s.wait(4_000);
    const closed = {
      kind: 'recording-ended',
      recording,
      end: 'complete',
      durationMs: 4_000,
      spokenMs: 4_000,
    } as const;
    if (first === 'file') s.take(closed);
    s.ends(leg);
    if (first === 'leg') s.take(closed);
    assert.deepEqual([over(s).result, over(s).durationMs], ['left', 4_000], first);
    const [call] = s.told('call-ended');
    const exit = first === 'file' ? 'voicemail' : null;
    assert.deepEqual([call?.endPlace, call?.lastExit, call?.endedBy], ['voicemail', exit, 'caller']);
    assert.equal(s.all('play').length, 2, 'nothing is played to who is gone');
    assert.equal(s.state.deadlines.size, 0);
  }
});

test('a box in which nobody hears the messages takes no more', () => {
  const s = scene();
  for (let left = 0; left < 500; left += 1) {
    const leg = s.call();
    const recording = toTheBeep(s);
    s.wait(3_000);
    s.take({ kind: 'recording-ended', recording, end: 'complete', durationMs: 3_000, spokenMs: 3_000 });
    s.ends(leg);
  }
  s.call();
  assert.deepEqual(
    s.last('play').media,
    ['sound:callplane/hello'],
    'what the greeting says holds for him, too',
  );
  s.finishSound();
  assert.deepEqual([over(s).result, over(s).failure], ['failed', 'box-full']);
  assert.deepEqual(s.last('play').media, ['sound:callplane/thanks']);
  assert.equal(s.all('play').filter(({ media }) => media[0] === 'sound:beep').length, 500);
  const [first] = s.state.keptVoicemails.keys();
  s.mustAsk({ ask: 'voicemail-heard', voicemail: first ?? '' });
  s.call();
  s.finishSound();
  assert.deepEqual(s.last('play').media, ['sound:beep']);
});

test('a full box without a greeting is passed at once', () => {
  const s = scene({ greeting: null });
  s.call();
  const recording = toTheBeep(s);
  s.wait(3_000);
  s.take({ kind: 'recording-ended', recording, end: 'complete', durationMs: 3_000, spokenMs: 3_000 });
  s.wait(2_000);
  const [kept] = s.state.keptVoicemails.values();
  assert.ok(kept !== undefined);
  for (let more = 1; more < 500; more += 1)
    s.state.keptVoicemails.set(`more-${more}`, { ...kept, id: `more-${more}` });
  const leg = s.call();
  assert.deepEqual([over(s).result, over(s).failure], ['failed', 'box-full']);
  assert.deepEqual([s.last('play').leg, s.last('play').media], [leg, ['sound:callplane/thanks']]);
});

test('a message is unheard until somebody has heard it; marked as it is it changes nothing', () => {
  const s = scene();
  s.call();
  const recording = toTheBeep(s);
  s.wait(9_000);
  s.take({ kind: 'recording-ended', recording, end: 'complete', durationMs: 5_000, spokenMs: 4_000 });
  s.wait(300);
  const { voicemail } = over(s);
  assert.equal(s.state.keptVoicemails.get(voicemail)?.heard, null);
  for (const ask of ['voicemail-heard', 'voicemail-heard', 'voicemail-unheard'] as const)
    s.mustAsk({ ask, voicemail });
  assert.deepEqual(
    s.told('voicemail-marked').map(({ heardBy }) => heardBy),
    ['unknown', null],
  );
  s.mustAsk({ ask: 'forget-voicemail', voicemail });
  assert.equal(s.state.keptVoicemails.size, 0);
  const answer = s.ask({ ask: 'voicemail-heard', voicemail: 'none' });
  assert.ok(!answer.ok);
  assert.equal(answer.code, 'unknown-voicemail');
});

test('a message leaves the list thirty days after it was marked as heard; unheard it stays, without who left it', () => {
  const s = scene();
  for (const _ of [1, 2]) {
    s.call();
    const recording = toTheBeep(s);
    s.wait(9_000);
    s.take({ kind: 'recording-ended', recording, end: 'complete', durationMs: 5_000, spokenMs: 4_000 });
    s.wait(300);
    s.finishSound();
    s.obeyHangUps();
  }
  const day = 24 * 3_600_000;
  const [heard, unheard] = s.told('voicemail-ended').map(({ voicemail }) => voicemail);
  s.now += 29 * day;
  s.mustAsk({ ask: 'voicemail-heard', voicemail: heard ?? '' });
  assert.equal(s.state.keptVoicemails.get(unheard ?? '')?.from, '3590001');
  s.now += 29 * day;
  s.take({ kind: 'time-passed' });
  assert.equal(s.state.keptVoicemails.size, 2);
  s.now += day;
  s.take({ kind: 'time-passed' });
  assert.deepEqual(
    [...s.state.keptVoicemails.values()].map(({ id, from, name }) => [id, from, name]),
    [[unheard, null, null]],
  );
});

test('a restart in the middle: the greeting begins again, what became of the file is asked for', () => {
  const s = scene();
  const leg = s.call();
  s.state = thaw(freeze(s.state));
  s.take({ kind: 'restarted' });
  const existing = { legs: [{ leg, up: true, caller: null }], bridges: [], restarted: false };
  s.take({ kind: 'telephony-back', existing });
  assert.deepEqual(
    s.all('play').map(({ media }) => media),
    [['sound:callplane/hello'], ['sound:callplane/hello']],
  );
  const recording = toTheBeep(s);
  s.state = thaw(freeze(s.state));
  s.take({ kind: 'restarted' });
  s.take({ kind: 'telephony-back', existing });
  assert.equal(s.last('verify-recording').recording, recording);
  s.take({ kind: 'recording-started', recording });
  s.wait(8_000);
  s.take({ kind: 'recording-ended', recording, end: 'complete', durationMs: 4_000, spokenMs: 3_000 });
  s.wait(300);
  assert.equal(over(s).result, 'left');
});

test('who was called as often as the policy allows is promised a callback all the same, and called when he may be', () => {
  for (const limit of [{ calls: 1 }, { perHour: 1 }]) {
    const s = promising(limit);
    noteDialled(s.state, POLICY, CLIENT, s.now);
    const leg = s.call('100', CLIENT);
    s.ends(leg);
    assert.deepEqual(
      s.told('callback-asked').map(({ number, origin }) => [number, origin]),
      [[CLIENT, 'voicemail']],
    );
    assert.equal(over(s).callback, [...s.state.callbacks.keys()][0]);
    s.signIn('anna');
    s.wait(59 * 60_000);
    assert.deepEqual(s.rung(), [], 'not before the limit ends');
    s.wait('calls' in limit ? 24 * HOUR : 60_000);
    assert.equal(s.rung()[0], 'anna');
  }
});

test('who was promised a callback and leaves a message besides has left by the promise', () => {
  for (const end of ['stays', 'hangs up'] as const) {
    const s = promising({});
    const leg = s.call('200', CLIENT);
    const recording = toTheBeep(s);
    s.wait(4_000);
    if (end === 'stays') s.press(leg, '#');
    else s.ends(leg);
    s.take({ kind: 'recording-ended', recording, end: 'complete', durationMs: 4_000, spokenMs: 4_000 });
    s.obeyHangUps();
    assert.equal(over(s).result, 'left');
    assert.equal(s.lastTold('call-ended').lastExit, 'callback', end);
  }
});
