import { crc32 } from 'node:zlib';
import type { JournalRecord } from '../ports/journal.js';

/**
 * One record is one line, so that a journal can be read with `less` and `grep`:
 * `<length> <crc32> <JSON>\n`, length and CRC-32 of the JSON's UTF-8 bytes as eight hexadecimal digits each.
 */
const PREFIX_BYTES = 18;
const LINE_END = 0x0a;
const PREFIX = /^([0-9a-f]{8}) ([0-9a-f]{8}) $/;

/** Longer than any record can be (a plan is the largest thing in one); a greater length is damage. */
const LONGEST_PAYLOAD = 64 * 1024 * 1024;

/** The line of a record. */
export function encodeRecord(record: JournalRecord): string {
  const json = JSON.stringify(record);
  return `${hex(Buffer.byteLength(json))} ${hex(crc32(json))} ${json}\n`;
}

/** What stands at a place: a whole record's JSON, the beginning of one, or something that no record begins with. */
export type Found =
  | { readonly kind: 'whole'; readonly json: Buffer; readonly next: number }
  /** More bytes are needed; `bytes` is the length of the whole line as far as known. */
  | { readonly kind: 'partial'; readonly bytes: number }
  | { readonly kind: 'rubbish'; readonly why: string };

/** Looks at the line that begins at `from`; `next` is the offset behind it. */
export function findRecord(bytes: Buffer, from: number): Found {
  if (bytes.length - from < PREFIX_BYTES) return { kind: 'partial', bytes: PREFIX_BYTES };
  const prefix = PREFIX.exec(bytes.toString('latin1', from, from + PREFIX_BYTES));
  if (prefix === null) return { kind: 'rubbish', why: 'no length and checksum' };
  const length = Number.parseInt(prefix[1] ?? '', 16);
  if (length > LONGEST_PAYLOAD) return { kind: 'rubbish', why: `a length of ${length} bytes` };
  const end = from + PREFIX_BYTES + length;
  if (bytes.length < end + 1) return { kind: 'partial', bytes: PREFIX_BYTES + length + 1 };
  const json = bytes.subarray(from + PREFIX_BYTES, end);
  if (bytes[end] !== LINE_END) return { kind: 'rubbish', why: 'no line end behind the record' };
  if (hex(crc32(json)) !== prefix[2]) return { kind: 'rubbish', why: 'a checksum that does not fit' };
  return { kind: 'whole', json, next: end + 1 };
}

/** The record in the JSON of a whole line, whose checksum has shown that it is what the writer wrote. */
export function decodeRecord(json: Buffer): JournalRecord {
  return JSON.parse(json.toString('utf8')) as JournalRecord;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
