import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Instant } from '../core/signal.js';
import { JournalFault } from './journal-fault.js';

const VERSION = 1;
const HEADER = /^callplane-snapshot (\d+) sequence=(\d+) at=(\d+) length=(\d+) crc=([0-9a-f]+)$/;
const NAME = /^state-(\d{16})\.snapshot$/;

/** The state of the core as of a sequence. */
export interface Snapshot {
  readonly sequence: number;
  readonly at: Instant;
  readonly state: string;
}

/** The line that stands before the state and tells how long it is, in bytes, and its CRC-32. */
export function snapshotHead(of: Omit<Snapshot, 'state'>, length: number, crc: number): Buffer {
  return Buffer.from(
    `callplane-snapshot ${VERSION} sequence=${of.sequence} at=${of.at} length=${length} crc=${crc.toString(16)}
`,
  );
}

/**
 * Reads a snapshot file; throws `JournalFault` when it is not whole or of a newer version. The checksum covers the state
 * alone; the sequence, from which everything is replayed, must be the one in the file's name too.
 */
export function decodeSnapshot(bytes: Buffer, path: string): Snapshot {
  const end = bytes.subarray(0, 256).indexOf(0x0a);
  const line = bytes.toString('latin1', 0, Math.max(end, 0));
  const version = Number(/^callplane-snapshot (\d+) /.exec(line)?.[1] ?? VERSION);
  if (version > VERSION) throw newerVersion(path, version);
  const fields = HEADER.exec(line);
  if (fields === null) throw damaged(path, 'its first line is not that of a snapshot');
  if (Number(fields[2]) !== snapshotSequence(basename(path)))
    throw damaged(path, `its first line says that it is as of record ${String(fields[2])}`);
  const state = bytes.subarray(end + 1);
  if (state.length !== Number(fields[4])) {
    throw damaged(path, `${state.length} bytes stand where ${String(fields[4])} were written`);
  }
  if (crc32(state).toString(16) !== fields[5]) throw damaged(path, 'its checksum does not fit');
  return { sequence: Number(fields[2]), at: Number(fields[3]), state: state.toString('utf8') };
}

/** File name of the snapshot as of this sequence; names sort in the order of sequences. */
export function snapshotName(sequence: number): string {
  return `state-${String(sequence).padStart(16, '0')}.snapshot`;
}

/** The sequence in a snapshot's file name; null for every other name. */
export function snapshotSequence(name: string): number | null {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

function newerVersion(path: string, version: number): JournalFault {
  return new JournalFault(
    'newer-version',
    `${path} is a snapshot of version ${version}, this Callplane reads up to version ${VERSION}.`,
  );
}

function damaged(path: string, why: string): JournalFault {
  return new JournalFault('damaged', `${path} cannot be used: ${why}.`);
}
