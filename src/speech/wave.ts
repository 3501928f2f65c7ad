/** Sound as it stands in a WAV file of 16-bit samples; channels take turns. */
export interface Wave {
  readonly rate: number;
  readonly channels: number;
  readonly samples: Int16Array;
}

export type ReadWave =
  { readonly ok: true; readonly wave: Wave } | { readonly ok: false; readonly why: string };

/** What Asterisk plays of a `.wav`. */
export const TELEPHONE_RATE = 8_000;
const HEADER_BYTES = 44;
const PCM = 1;
/** Highest frequency that is kept, as a share of what the lower rate can hold. */
const KEPT = 0.92;
/** Samples on each side of the one that is made, at the higher of both rates. */
const REACH = 16;

/** Reads the bytes of a WAV file. Never throws. */
export function readWave(bytes: Buffer): ReadWave {
  const isWave =
    bytes.length >= 12 && bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WAVE';
  if (!isWave) return { ok: false, why: bytes.length === 0 ? 'an empty file' : 'no WAV file' };
  const chunks = chunksOf(bytes);
  const format = chunks.get('fmt ');
  const data = chunks.get('data');
  if (format === undefined || format.length < 16 || data === undefined)
    return { ok: false, why: 'a WAV file without format or sound' };
  const [kind, channels, rate, bits] = [
    format.readUInt16LE(0),
    format.readUInt16LE(2),
    format.readUInt32LE(4),
    format.readUInt16LE(14),
  ];
  if (kind !== PCM || bits !== 16 || channels < 1 || rate < 1)
    return { ok: false, why: `a WAV file of kind ${kind} with ${bits} bit, ${rate} Hz, ${channels} channel(s)` };
  const samples = new Int16Array(Math.floor(data.length / 2));
  for (let index = 0; index < samples.length; index += 1) samples[index] = data.readInt16LE(index * 2);
  return { ok: true, wave: { rate, channels, samples } };
}

/** Engines that write to a pipe give a length that is not true: the last chunk goes as far as the file does. */
function chunksOf(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    if (!chunks.has(name)) chunks.set(name, bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  return chunks;
}

/** The same sound as telephones have it: 8000 Hz, one channel, as the bytes of a WAV file. */
export function telephoneWave({ rate, channels, samples }: Wave): Buffer {
  const mono = mixed(samples, channels);
  return written(rate === TELEPHONE_RATE ? mono : resampled(mono, rate, TELEPHONE_RATE));
}

function mixed(samples: Int16Array, channels: number): Int16Array {
  if (channels === 1) return samples;
  return Int16Array.from({ length: Math.floor(samples.length / channels) }, (_, frame) => {
    const parts = samples.subarray(frame * channels, (frame + 1) * channels);
    return parts.reduce((sum, part) => sum + part, 0) / channels;
  });
}

/** Windowed sinc (Smith, "Digital Audio Resampling"): what the lower rate cannot hold is taken out first. */
function resampled(samples: Int16Array, from: number, to: number): Int16Array {
  const cutoff = Math.min(1, to / from) * KEPT;
  const reach = Math.ceil(REACH / cutoff);
  return Int16Array.from({ length: Math.floor((samples.length * to) / from) }, (_, index) => {
    const centre = (index * from) / to;
    let sum = 0;
    for (let at = Math.ceil(centre - reach); at <= centre + reach; at += 1)
      sum += (samples[at] ?? 0) * weight(at - centre, cutoff, reach);
    return Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  });
}

function weight(distance: number, cutoff: number, reach: number): number {
  const angle = Math.PI * cutoff * distance;
  const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
  return cutoff * sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach));
}

function written(samples: Int16Array): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(PCM, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(TELEPHONE_RATE, 24);
  bytes.writeUInt32LE(TELEPHONE_RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, index) => bytes.writeInt16LE(sample, HEADER_BYTES + index * 2));
  return bytes;
}
