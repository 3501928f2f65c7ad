import type { QueueId } from '../plan.js';
import type { TalkRecord } from './agent.js';

/**
 * A history in a snapshot. Hundreds of thousands of conversations as JSON objects would take half a second to read
 * and to write.
 */
export interface PackedHistory {
  /** The queues that occur; null: ring steps. */
  readonly queues: readonly (QueueId | null)[];
  /** For each conversation its end, its talk and the index of its queue: doubles in the machine's order, base64. */
  readonly records: string;
}

const FIELDS = 3;

export function packHistory(history: readonly TalkRecord[]): PackedHistory {
  const indexes = new Map<QueueId | null, number>();
  const numbers = new Float64Array(history.length * FIELDS);
  history.forEach(({ endedAt, talkMs, queue }, at) => {
    const index = indexes.get(queue) ?? indexes.size;
    indexes.set(queue, index);
    numbers[at * FIELDS] = endedAt;
    numbers[at * FIELDS + 1] = talkMs;
    numbers[at * FIELDS + 2] = index;
  });
  return { queues: [...indexes.keys()], records: Buffer.from(numbers.buffer).toString('base64') };
}

export function unpackHistory({ queues, records }: PackedHistory): TalkRecord[] {
  const numbers = new Float64Array(Uint8Array.from(Buffer.from(records, 'base64')).buffer);
  return Array.from({ length: numbers.length / FIELDS }, (_, at) => {
    const field = (offset: number): number => numbers[at * FIELDS + offset] ?? 0;
    return { endedAt: field(0), talkMs: field(1), queue: queues[field(2)] ?? null };
  });
}
