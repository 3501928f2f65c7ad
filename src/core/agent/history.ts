import type { QueueId } from '../plan.js';
import type { Instant } from '../signal.js';
import type { TalkRecord } from './agent.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * The history with one conversation more: the same list, or another where it was put together. At the first one of each hour, what is
 * older than `keepMs` goes, and what is older than an hour is put together by the minute: however many conversations an agent
 * has, his day has at most 1,440 records of each queue.
 */
export function withTalk(
  history: TalkRecord[],
  talk: Omit<TalkRecord, 'talks'>,
  keepMs: number,
): TalkRecord[] {
  const { endedAt } = talk;
  const last = history.at(-1);
  history.push({ ...talk, talks: 1 });
  if (last === undefined || Math.floor(last.endedAt / HOUR_MS) === Math.floor(endedAt / HOUR_MS))
    return history;
  return byMinute(
    history.filter((record) => record.endedAt >= endedAt - keepMs),
    endedAt - HOUR_MS,
  );
}

/** Records from before `until`, one for each minute and queue, and all later ones. */
function byMinute(history: readonly TalkRecord[], until: Instant): TalkRecord[] {
  const joined: TalkRecord[] = [];
  let minute = -1;
  let ofMinute = new Map<QueueId | null, TalkRecord>();
  const close = (): void => {
    joined.push(...[...ofMinute.values()].sort((a, b) => a.endedAt - b.endedAt));
    ofMinute = new Map();
  };
  for (const record of history) {
    const its = record.endedAt < until ? Math.floor(record.endedAt / MINUTE_MS) : Infinity;
    if (its !== minute) close();
    minute = its;
    const before = ofMinute.get(record.queue);
    if (its === Infinity) joined.push(record);
    else ofMinute.set(record.queue, before === undefined ? record : together(before, record));
  }
  close();
  return joined;
}

function together(before: TalkRecord, later: TalkRecord): TalkRecord {
  return { ...later, talkMs: before.talkMs + later.talkMs, talks: before.talks + later.talks };
}

/**
 * A history in a snapshot. Hundreds of thousands of conversations as JSON objects would take half a second to read
 * and to write.
 */
export interface PackedHistory {
  /** The queues that occur; null: ring steps. */
  readonly queues: readonly (QueueId | null)[];
  /** For each record its end, its talk, the index of its queue and how many talks it is of: doubles in the machine's order, base64. */
  readonly records: string;
}

const FIELDS = 4;
/** Up to form 9 each record was one talk. */
const FIELDS_OF_ONE_TALK = 3;

export function packHistory(history: readonly TalkRecord[]): PackedHistory {
  const indexes = new Map<QueueId | null, number>();
  const numbers = new Float64Array(history.length * FIELDS);
  history.forEach(({ endedAt, talkMs, queue, talks }, at) => {
    const index = indexes.get(queue) ?? indexes.size;
    indexes.set(queue, index);
    numbers.set([endedAt, talkMs, index, talks], at * FIELDS);
  });
  return { queues: [...indexes.keys()], records: Buffer.from(numbers.buffer).toString('base64') };
}

/** `each`: what a record of the snapshot is of. */
export function unpackHistory(
  { queues, records }: PackedHistory,
  each: 'one-talk' | 'talks' = 'talks',
): TalkRecord[] {
  const numbers = new Float64Array(Uint8Array.from(Buffer.from(records, 'base64')).buffer);
  const fields = each === 'talks' ? FIELDS : FIELDS_OF_ONE_TALK;
  return Array.from({ length: numbers.length / fields }, (_, at) => {
    const field = (offset: number): number => numbers[at * fields + offset] ?? 0;
    return {
      ...{ endedAt: field(0), talkMs: field(1), queue: queues[field(2)] ?? null },
      talks: each === 'talks' ? field(3) : 1,
    };
  });
}
