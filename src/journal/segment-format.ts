import { basename } from 'node:path';
import { JournalFault } from './journal-fault.js';

/** The version that this code writes. It reads every version up to this one. */
const VERSION = 1;
const HEADER = /^callplane-journal (\d+) first=(\d+) after=(\d+) boot=(\S+)$/;
const NAME = /^segment-(\d{16})\.journal$/;
const LONGEST_HEADER = 256;

/** The first line of a segment. */
export interface SegmentHeader {
  /** Sequence of its first record. */
  readonly first: number;
  /** Sequence of the last record before it, 0 when there was none; less than `first - 1` where numbers were left out. */
  readonly after: number;
  /** Which run of the operating system wrote it. */
  readonly boot: string;
}

/** The first line of a segment, with its line end. */
export function encodeHeader(header: SegmentHeader): string {
  return `callplane-journal ${VERSION} first=${header.first} after=${header.after} boot=${header.boot}\n`;
}

export type FoundHeader =
  | { readonly kind: 'whole'; readonly header: SegmentHeader; readonly next: number }
  | { readonly kind: 'partial' };

/**
 * Reads the first line from the beginning of a segment's bytes; `partial` while it is not there in full.
 * Throws `JournalFault` for a newer version, for a file that is no segment, and for one that is not where its line says.
 */
export function decodeHeader(bytes: Buffer, path: string): FoundHeader {
  const end = bytes.subarray(0, LONGEST_HEADER).indexOf(0x0a);
  if (end < 0 && bytes.length < LONGEST_HEADER) return { kind: 'partial' };
  const line = bytes.toString('latin1', 0, Math.max(end, 0));
  const version = /^callplane-journal (\d+) /.exec(line)?.[1];
  if (version !== undefined && Number(version) > VERSION) throw newerVersion(path, version);
  const fields = HEADER.exec(line);
  if (fields === null) throw noSegment(path);
  const header = { first: Number(fields[2]), after: Number(fields[3]), boot: fields[4] ?? '' };
  if (header.first !== segmentFirst(basename(path)) || header.after >= header.first)
    throw noPlace(path, line);
  return { kind: 'whole', header, next: end + 1 };
}

/** File name of the segment that begins with this sequence; names sort in the order of sequences. */
export function segmentName(first: number): string {
  return `segment-${String(first).padStart(16, '0')}.journal`;
}

/** The sequence in a segment's file name; null for every other name. */
export function segmentFirst(name: string): number | null {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

function newerVersion(path: string, version: string): JournalFault {
  return new JournalFault(
    'newer-version',
    `${path} is a journal of version ${version}, written by a newer Callplane; this one reads up to version ${VERSION}. ` +
      'Start the newer Callplane again, let it stop in order (callplane drain), and only then go back.',
  );
}

function noSegment(path: string): JournalFault {
  return new JournalFault(
    'damaged',
    `${path} does not begin with the line of a Callplane journal. ` +
      'Move the file out of the journal folder (keep it), then start again.',
  );
}

function noPlace(path: string, line: string): JournalFault {
  return new JournalFault(
    'damaged',
    `${path} begins with "${line}", which does not fit its name: the number in the name is that of its first record, ` +
      'and the record before it has a lower one. Put the file back from a backup, under the name it had.',
  );
}
