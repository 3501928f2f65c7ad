import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listen } from './listening.js';
import { agentTone, callerTone, MUSIC_HZ, promptTone, SAMPLE_RATE, SPEECH_HZ, toneSamples } from './tones.js';

const KNOWN = [
  { what: 'music', frequencyHz: MUSIC_HZ, from: 'file' },
  { what: 'speech', frequencyHz: SPEECH_HZ, from: 'file' },
  { what: 'welcome', frequencyHz: promptTone(0), from: 'file' },
  { what: 'anna', frequencyHz: agentTone(0), from: 'person' },
  { what: 'boris', frequencyHz: agentTone(1), from: 'person' },
] as const;

/** Sounds one after the other. */
function after(...parts: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function mixed(one: Int16Array, other: Int16Array): Int16Array {
  return one.map((sample, index) => sample + (other[index] ?? 0));
}

function silence(ms: number): Int16Array {
  return new Int16Array((ms * SAMPLE_RATE) / 1000);
}

/** Something that is no tone: steps of a fixed pattern. */
function noise(ms: number): Int16Array {
  let state = 1;
  return silence(ms).map(() => {
    state = (state * 16_807) % 2_147_483_647;
    return (state % 8000) - 4000;
  });
}

describe('listening to a recording', () => {
  it('tells one tone after the other, with silence between', () => {
    const recording = after(toneSamples(promptTone(0), 2000), silence(500), toneSamples(agentTone(0), 1000));
    assert.deepEqual(listen(recording, KNOWN), [
      { what: 'welcome', fromMs: 0, toMs: 2000 },
      { what: 'anna', fromMs: 2500, toMs: 3500 },
    ]);
  });

  it('hears a tone under the tone that the party sends itself', () => {
    const own = toneSamples(callerTone(3), 3000);
    const heard = after(silence(1000), toneSamples(agentTone(1), 2000));
    assert.deepEqual(listen(mixed(own, heard), KNOWN), [{ what: 'boris', fromMs: 1000, toMs: 3000 }]);
  });

  it('hears nothing in silence, and no tone that does not sound', () => {
    assert.deepEqual(listen(silence(2000), KNOWN), []);
    assert.deepEqual(listen(toneSamples(callerTone(0), 1000), KNOWN), []);
  });

  it('tells a prompt that begins anew from one that goes on', () => {
    const prompt = toneSamples(promptTone(0), 1000);
    const heard = listen(after(prompt, silence(200), prompt), KNOWN);
    assert.deepEqual(
      heard.map(({ fromMs }) => fromMs),
      [0, 1200],
    );
  });

  it('takes a person of whom packets were lost as one who goes on, and one who was away as two', () => {
    const voice = toneSamples(agentTone(0), 1000);
    const heard = listen(after(voice, silence(250), voice, silence(500), voice), KNOWN);
    assert.deepEqual(heard, [
      { what: 'anna', fromMs: 0, toMs: 2250 },
      { what: 'anna', fromMs: 2750, toMs: 3750 },
    ]);
  });

  it('takes the words of an announcement and its pauses as one', () => {
    const word = toneSamples(SPEECH_HZ, 400);
    const heard = listen(after(word, silence(800), word), KNOWN);
    assert.deepEqual(heard, [{ what: 'speech', fromMs: 0, toMs: 1600 }]);
  });

  it('does not take a tone that breaks off again and again for the tones beside it', () => {
    const beside = { what: 'outage', frequencyHz: promptTone(1), from: 'file' } as const;
    const prompt = toneSamples(promptTone(0), 1000);
    const rest = toneSamples(promptTone(0), 25);
    const heard = listen(after(prompt, silence(25), rest, silence(25), rest, prompt), [...KNOWN, beside]);
    assert.deepEqual(
      heard.map(({ what }) => what),
      ['welcome'],
    );
  });

  it('hears no tone in noise', () => {
    assert.deepEqual(listen(noise(2000), KNOWN), []);
  });

  it('knows the ringing tone by its two frequencies', () => {
    const tone = mixed(toneSamples(440, 2000), toneSamples(480, 2000));
    const heard = listen(after(tone, silence(4000), tone), KNOWN);
    assert.deepEqual(heard, [{ what: 'ringing', fromMs: 0, toMs: 8000 }]);
  });
});
