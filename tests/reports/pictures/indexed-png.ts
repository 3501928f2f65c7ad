import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const MOST_COLOURS = 256;
const [TRUE_BITS, INDEXED] = [8, 3];

/** A picture of opaque dots (4 bytes each) as PNG with a palette: a page of text is a third as long so. */
export function indexedPng(dots: Buffer, width: number, height: number): Buffer {
  const keys = Array.from({ length: width * height }, (_, index) => keyOf(dots, index * 4));
  const palette = paletteOf(keys);
  const places = new Map(palette.map((key, place) => [key, place]));
  const lines = Buffer.alloc((width + 1) * height);
  keys.forEach((key, index) => {
    const place = places.get(key) ?? nearest(key, palette);
    places.set(key, place);
    lines[index + Math.floor(index / width) + 1] = place;
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([TRUE_BITS, INDEXED, 0, 0, 0], 8);
  const chunks = [
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flatMap(channelsOf))),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([SIGNATURE, ...chunks]);
}

/** A colour as one number, in 16 steps of red, green and blue. */
function keyOf(dots: Buffer, at: number): number {
  const step = (channel: number): number => Math.round((dots[at + channel] ?? 0) / 17);
  return (step(0) << 8) | (step(1) << 4) | step(2);
}

function channelsOf(key: number): [number, number, number] {
  return [(key >> 8) * 17, ((key >> 4) & 15) * 17, (key & 15) * 17];
}

/** The most frequent colours. */
function paletteOf(keys: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .sort(([a, ofA], [b, ofB]) => ofB - ofA || a - b)
    .slice(0, MOST_COLOURS)
    .map(([key]) => key);
}

function nearest(key: number, palette: readonly number[]): number {
  const [red, green, blue] = channelsOf(key);
  const distances = palette.map((other) => {
    const [r, g, b] = channelsOf(other);
    return (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
  });
  return distances.indexOf(Math.min(...distances));
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
