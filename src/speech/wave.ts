import { resampled } from './resampling.js';

/** Sound as it stands in a WAV file of 16-bit samples; channels take turns. */
export interface Wave {
  /** Samples of a channel in a second. */
  readonly rate: number;
  readonly channels: number;
  readonly samples: Int16Array;
}

export type ReadWave =
  { readonly ok: true; readonly wave: Wave } | { readonly ok: false; readonly why: string };

/** What Asterisk plays of a `.wav`. */
const TELEPHONE_RATE = 8_000;
const HEADER_BYTES = 44;
const PCM = 1;
const SAMPLE_BYTES = 2;
const LOWEST_RATE = 4_000;
const HIGHEST_RATE = 192_000;

/** Reads the bytes of a WAV file. Never throws. */
export function readWave(bytes: Buffer): ReadWave {
  const isWave =
    bytes.length >= 12 &&
    bytes.toString('latin1', 0, 4) === 'RIFF' &&
    bytes.toString('latin1', 8, 12) === 'WAVE';
  if (!isWave) return { ok: false, why: bytes.length === 0 ? 'an empty file' : 'no WAV file' };
  const chunks = chunksOf(bytes);
  const format = chunks.get('fmt ');
  const data = chunks.get('data');
  if (format === undefined || format.length < 16 || data === undefined)
    return { ok: false, why: 'a WAV file without format or sound' };
  const kind = format.readUInt16LE(0);
  const channels = format.readUInt16LE(2);
  const rate = format.readUInt32LE(4);
  const bits = format.readUInt16LE(14);
  const isKnown = kind === PCM && bits === 16 && channels >= 1 && channels <= 8;
  if (!isKnown || rate < LOWEST_RATE || rate > HIGHEST_RATE)
    return {
      ok: false,
      why: `a WAV file of kind ${kind} with ${bits} bit, ${rate} Hz, ${channels} channel(s), not of kind 1 with 16 bit`,
    };
  const samples = new Int16Array(Math.floor(data.length / SAMPLE_BYTES));
  for (let index = 0; index < samples.length; index += 1)
    samples[index] = data.readInt16LE(index * SAMPLE_BYTES);
  return { ok: true, wave: { rate, channels, samples } };
}

/** Engines that write to a pipe give a length that is not true: the last chunk goes as far as the file does. */
function chunksOf(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    if (!chunks.has(name)) chunks.set(name, bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  return chunks;
}

/** The same sound as telephones have it: 8000 Hz, one channel, as the bytes of a WAV file. */
export function telephoneWave({ rate, channels, samples }: Wave): Buffer {
  return written(resampled(mixed(samples, channels), rate, TELEPHONE_RATE));
}

/** How long a file of ours lasts, by its size. */
export function telephoneMs(bytes: number): number {
  return Math.max(0, ((bytes - HEADER_BYTES) / SAMPLE_BYTES / TELEPHONE_RATE) * 1000);
}

function mixed(samples: Int16Array, channels: number): Int16Array {
  if (channels === 1) return samples;
  const mono = new Int16Array(Math.floor(samples.length / channels));
  for (let frame = 0; frame < mono.length; frame += 1) {
    const parts = samples.subarray(frame * channels, (frame + 1) * channels);
    mono[frame] = parts.reduce((sum, part) => sum + part, 0) / channels;
  }
  return mono;
}

function written(samples: Int16Array): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES + samples.length * SAMPLE_BYTES);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(PCM, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(TELEPHONE_RATE, 24);
  bytes.writeUInt32LE(TELEPHONE_RATE * SAMPLE_BYTES, 28);
  bytes.writeUInt16LE(SAMPLE_BYTES, 32);
  bytes.writeUInt16LE(8 * SAMPLE_BYTES, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * SAMPLE_BYTES, 40);
  samples.forEach((sample, index) => bytes.writeInt16LE(sample, HEADER_BYTES + index * SAMPLE_BYTES));
  return bytes;
}
