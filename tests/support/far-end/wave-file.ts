import { readFileSync, writeFileSync } from 'node:fs';
import { SAMPLE_RATE } from './tones.js';

const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;

/** Writes samples as a WAV file: 8 kHz, 16 bits, mono. */
export function writeWave(file: string, samples: Int16Array): void {
  const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES - 8 + data.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * BYTES_PER_SAMPLE, 28);
  header.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  header.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data.length, 40);
  writeFileSync(file, Buffer.concat([header, data]));
}

/** The samples of a file of raw 16-bit samples (Asterisk's `sln`). */
export function readRaw(file: string): Int16Array {
  return samplesIn(readFileSync(file));
}

/** The samples of a WAV file as `writeWave` and Asterisk write it. */
export function readWave(file: string): Int16Array {
  return samplesIn(readFileSync(file).subarray(HEADER_BYTES));
}

function samplesIn(bytes: Buffer): Int16Array {
  const count = Math.floor(bytes.length / BYTES_PER_SAMPLE);
  const samples = new Int16Array(count);
  for (let index = 0; index < count; index++) samples[index] = bytes.readInt16LE(index * BYTES_PER_SAMPLE);
  return samples;
}
