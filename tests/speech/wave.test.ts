import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readWave, telephoneMs, telephoneWave, type Wave } from '../../src/speech/wave.js';

function waveOf(bytes: Buffer): Wave {
  const read = readWave(bytes);
  assert.ok(read.ok, read.ok ? '' : read.why);
  return read.wave;
}

/** A second of a tone; the channels are one above and one below half of it, so that their mean is the tone. */
function tone(rate: number, hz: number, channels = 1): Wave {
  const samples = Int16Array.from({ length: rate * channels }, (_, index) => {
    const share = channels === 1 ? 1 : index % channels === 0 ? 1.5 : 0.5;
    return Math.round(share * 10_000 * Math.sin((2 * Math.PI * hz * Math.floor(index / channels)) / rate));
  });
  return { rate, channels, samples };
}

/** Amplitude at a frequency in the middle, where no edge is; 8000 samples a second. */
function amplitudeAt(hz: number, { samples }: Wave): number {
  const middle = samples.subarray(2_000, 6_000);
  let sine = 0;
  let cosine = 0;
  middle.forEach((sample, index) => {
    sine += sample * Math.sin((2 * Math.PI * hz * index) / 8_000);
    cosine += sample * Math.cos((2 * Math.PI * hz * index) / 8_000);
  });
  return (2 * Math.hypot(sine, cosine)) / middle.length;
}

test('of any rate and channels comes one channel of 8000 Hz, as long and as loud', () => {
  for (const [rate, channels] of [
    [8_000, 1],
    [11_025, 1],
    [16_000, 1],
    [22_050, 1],
    [44_100, 2],
    [48_000, 1],
    [4_000, 1],
  ] as const)
    for (const hz of [300, 1_000, 1_700].filter((each) => each < 0.4 * rate)) {
      const made = telephoneWave(tone(rate, hz, channels));
      const wave = waveOf(made);
      assert.deepEqual([wave.rate, wave.channels, wave.samples.length], [8_000, 1, 8_000]);
      assert.equal(telephoneMs(made.length), 1_000);
      const found = amplitudeAt(hz, wave);
      assert.ok(Math.abs(found - 10_000) < 200, `${hz} Hz of ${rate}: ${found}`);
    }
});

test('what 8000 Hz cannot hold is taken out, and does not come back as another tone', () => {
  for (const [hz, ghost] of [
    [4_400, 3_600],
    [6_000, 2_000],
    [7_700, 300],
  ] as const) {
    const wave = waveOf(telephoneWave(tone(22_050, hz)));
    assert.ok(amplitudeAt(ghost, wave) < 100, `${hz} Hz: ${amplitudeAt(ghost, wave)}`);
  }
});

test('the loudest sound is not turned over', () => {
  const samples = Int16Array.from({ length: 16_000 }, (_, index) => (index % 40 < 20 ? 32_767 : -32_768));
  const wave = waveOf(telephoneWave({ rate: 16_000, channels: 1, samples }));
  wave.samples.subarray(100, 7_900).forEach((sample, index) => {
    const phase = (index + 100) % 20;
    if (phase > 2 && phase < 8) assert.ok(sample > 20_000, `${index}: ${sample}`);
  });
});

test('a chunk between format and sound is passed over, and a length that is too long ends with the file', () => {
  const made = telephoneWave(tone(8_000, 440));
  const note = Buffer.from('LIST\u0005\0\0\0abcde\0', 'latin1');
  const longer = Buffer.concat([made.subarray(0, 36), note, made.subarray(36)]);
  assert.deepEqual(waveOf(longer), waveOf(made));
  const piped = Buffer.from(made);
  piped.writeUInt32LE(0xffff_ffff, 40);
  assert.deepEqual(waveOf(piped), waveOf(made));
});

test('what is no WAV file of 16 bit is refused with what it is', () => {
  const eightBit = telephoneWave(tone(8_000, 440));
  eightBit.writeUInt16LE(8, 34);
  const noRate = telephoneWave(tone(8_000, 440));
  noRate.writeUInt32LE(0, 24);
  const wrong = [
    Buffer.alloc(0),
    Buffer.from('hello, hello'),
    Buffer.from('RIFF____WAVE'),
    Buffer.from('RIFF____WAVEfmt '),
    eightBit,
    noRate,
  ];
  assert.deepEqual(
    wrong.map((bytes) => {
      const read = readWave(bytes);
      return read.ok ? '' : read.why;
    }),
    [
      'an empty file',
      'no WAV file',
      'a WAV file without format or sound',
      'a WAV file without format or sound',
      'a WAV file of kind 1 with 8 bit, 8000 Hz, 1 channel(s), not of kind 1 with 16 bit',
      'a WAV file of kind 1 with 16 bit, 0 Hz, 1 channel(s), not of kind 1 with 16 bit',
    ],
  );
});

test('no bytes make the reader throw', () => {
  const made = telephoneWave(tone(8_000, 440)).subarray(0, 100);
  for (let length = 0; length <= made.length; length += 1) readWave(made.subarray(0, length));
  for (let at = 0; at < 60; at += 1)
    for (const value of [0, 1, 127, 255]) {
      const changed = Buffer.from(made);
      changed[at] = value;
      readWave(changed);
    }
});
