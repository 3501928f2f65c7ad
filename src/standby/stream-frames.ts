import type { Instant } from '../core/signal.js';
import type { JournalRecord } from '../ports/journal.js';

/** What the leader's side says; one JSON object a line. */
export type LeaderFrame =
  /** The first line: prove that you know the secret. */
  | { readonly kind: 'challenge'; readonly nonce: string }
  /** This installation does not lead. */
  | { readonly kind: 'not-leading' }
  /** `copy` null: what follows goes on behind the follower's last record. */
  | {
      readonly kind: 'welcome';
      readonly proof: string;
      readonly installation: string;
      /** Where the leader answers HTTP. */
      readonly http: string;
      readonly copy: JournalCopy | null;
    }
  | { readonly kind: 'record'; readonly record: JournalRecord }
  /** `sequence`: the newest durable record; `stored`: what the books have stored; `hears`: the event stream is open. */
  | { readonly kind: 'beat'; readonly sequence: number; readonly stored: number; readonly hears: boolean }
  /** You have everything, nothing is sent from here any more: lead. */
  | { readonly kind: 'take-over' };

/** What a follower says. */
export type FollowerFrame =
  | {
      readonly kind: 'hello';
      readonly proof: string;
      readonly nonce: string;
      readonly installation: string;
      /** The follower's last record; null: it has none. */
      readonly last: LastRecord | null;
    }
  /** `received`: sequence of the last record written; `hears`: Asterisk answers it. */
  | { readonly kind: 'beat'; readonly received: number; readonly hears: boolean };

/** Enough to tell whether two journals agree up to here. */
export interface LastRecord {
  readonly sequence: number;
  /** `digestOf` the record. */
  readonly digest: string;
}

/** The beginning of a new copy: a snapshot, and records that begin behind `after`, which may lie before it. */
export interface JournalCopy {
  readonly after: number;
  readonly snapshot: { readonly sequence: number; readonly at: Instant; readonly state: string };
}

/** A line is never longer; a snapshot of a large centre has some megabytes. */
const LONGEST_LINE = 256 * 1024 * 1024;

export function encodeFrame(frame: LeaderFrame | FollowerFrame): string {
  return `${JSON.stringify(frame)}\n`;
}

/** The frame in a line; null when it is none of this kind. The sender has proved who he is, so its fields are believed. */
export function decodeFrame<Frame extends { readonly kind: string }>(
  line: string,
  kinds: readonly Frame['kind'][],
): Frame | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  return kinds.some((kind) => kind === value.kind) ? (value as Frame) : null;
}

export const LEADER_KINDS: readonly LeaderFrame['kind'][] = [
  'challenge',
  'not-leading',
  'welcome',
  'record',
  'beat',
  'take-over',
];
export const FOLLOWER_KINDS: readonly FollowerFrame['kind'][] = ['hello', 'beat'];

/** Cuts a stream of text into lines. */
export class LineCutter {
  #parts: string[] = [];
  #length = 0;

  /** The lines that are whole now; throws a RangeError when one grows beyond every sense. */
  push(text: string): readonly string[] {
    const [first = '', ...others] = text.split('\n');
    this.#parts.push(first);
    this.#length += first.length;
    if (this.#length > LONGEST_LINE) throw new RangeError('a line of the stream does not end');
    if (others.length === 0) return [];
    const lines = [this.#parts.join(''), ...others.slice(0, -1)];
    const rest = others.at(-1) ?? '';
    this.#parts = [rest];
    this.#length = rest.length;
    return lines;
  }
}
