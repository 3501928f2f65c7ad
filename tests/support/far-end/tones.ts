/** All sound of the tests: 8,000 samples a second, 16 bits, one channel. */
export const SAMPLE_RATE = 8000;
/** One frame of the analysis: 50 ms, so frequencies 20 Hz apart are told from one another. */
export const FRAME_SAMPLES = 400;
export const FRAME_MS = (FRAME_SAMPLES * 1000) / SAMPLE_RATE;

/** The two frequencies of Asterisk's ringing tone (zone us). */
export const RINGING_HZ = [440, 480] as const;
export const MUSIC_HZ = 300;
/** Asterisk's own words (numbers, places in line). */
export const SPEECH_HZ = 540;
/** Tones of the tests are multiples of 20 Hz (whole periods in a frame), away from one another and from the above. */
const PROMPT_HZ = { from: 600, step: 60, count: 15 };
const AGENT_HZ = { from: 1520, step: 60, count: 15 };
const CALLER_HZ = { from: 2440, step: 40, count: 24 };

export function promptTone(index: number): number {
  return toneIn(PROMPT_HZ, index);
}

export function agentTone(index: number): number {
  return toneIn(AGENT_HZ, index);
}

export function callerTone(index: number): number {
  return toneIn(CALLER_HZ, index);
}

function toneIn(
  range: { readonly from: number; readonly step: number; readonly count: number },
  index: number,
): number {
  if (index >= range.count) throw new Error(`only ${range.count} tones of this kind can be told apart`);
  return range.from + range.step * index;
}

/** A tone as samples. `amplitude` of 32,767 at most. */
export function toneSamples(frequencyHz: number, lengthMs: number, amplitude = 8000): Int16Array {
  const samples = new Int16Array(Math.round((lengthMs * SAMPLE_RATE) / 1000));
  const step = (2 * Math.PI * frequencyHz) / SAMPLE_RATE;
  for (let index = 0; index < samples.length; index++) samples[index] = amplitude * Math.sin(step * index);
  return samples;
}

/** One behind the other. */
export function joined(parts: readonly Int16Array[]): Int16Array {
  const samples = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return samples;
}

/**
 * Amplitude of one frequency in a frame (Goertzel's algorithm: the bin of a discrete Fourier transform), in units of
 * the samples.
 */
export function amplitudeOf(frame: Int16Array, frequencyHz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequencyHz) / SAMPLE_RATE);
  let before = 0;
  let beforeThat = 0;
  for (const sample of frame) {
    const now = sample + coefficient * before - beforeThat;
    beforeThat = before;
    before = now;
  }
  const power = before * before + beforeThat * beforeThat - coefficient * before * beforeThat;
  return (2 * Math.sqrt(Math.max(0, power))) / frame.length;
}
