import type { JournalRecord, JournalWriter } from '../ports/journal.js';
import type { Instant } from '../core/signal.js';
import { imageOf } from '../core/snapshot.js';
import { type State, step } from '../core/step.js';
import type { Follower } from './stream-client.js';
import type { JournalCopy, LastRecord } from './stream-frames.js';
import { digestOf } from './stream-link.js';

/** A journal open for writing, and the state that it tells. */
export interface OpenReplica {
  readonly journal: JournalWriter;
  readonly state: State;
  /** When its newest snapshot was made; null: it has none. */
  readonly snapshotAt: Instant | null;
  /** Its last record; null: it has none that can be read. */
  readonly last: JournalRecord | null;
}

export interface ReplicaParts {
  /** What the own folder holds. */
  readonly opened: OpenReplica;
  /** Puts the folder aside and makes a new one that begins with the copy. */
  readonly beginAgain: (copy: JournalCopy) => Promise<OpenReplica>;
}

/** A snapshot after so many records, or so much later, as the leader does. */
const RECORDS_PER_SNAPSHOT = 20_000;
const SNAPSHOT_AGE_MS = 86_400_000;

/** The leader's journal in the own folder, and its state, ready to lead with at any time. */
export class Replica implements Follower {
  readonly #parts: ReplicaParts;
  #open: OpenReplica;
  #last: LastRecord | null;
  /** Records of a copy up to its snapshot are written for the books; the state has them already. */
  #steppedTo: number;
  #sinceSnapshot = 0;
  #snapshotAt: Instant | null;
  #copying: 'yes' | 'no' = 'no';

  constructor(parts: ReplicaParts) {
    this.#parts = parts;
    this.#open = parts.opened;
    this.#last = lastOf(parts.opened);
    this.#steppedTo = parts.opened.journal.next - 1;
    this.#snapshotAt = parts.opened.snapshotAt;
  }

  get received(): number {
    return this.#open.journal.next - 1;
  }

  /** True while a new copy is being begun: there is nothing to lead with. */
  get isCopying(): boolean {
    return this.#copying === 'yes';
  }

  /** What to lead with. */
  get journal(): JournalWriter {
    return this.#open.journal;
  }

  get state(): State {
    return this.#open.state;
  }

  /** When the newest snapshot was made; null: there is none. */
  get snapshotAt(): Instant | null {
    return this.#snapshotAt;
  }

  last(): LastRecord | null {
    return this.#last;
  }

  async beginAgain(copy: JournalCopy): Promise<void> {
    this.#copying = 'yes';
    await this.#open.journal.close();
    this.#open = await this.#parts.beginAgain(copy);
    this.#last = lastOf(this.#open);
    this.#steppedTo = copy.snapshot.sequence;
    this.#sinceSnapshot = 0;
    this.#snapshotAt = this.#open.snapshotAt;
    this.#copying = 'no';
  }

  take(record: JournalRecord): void {
    const { journal, state } = this.#open;
    if (record.sequence > journal.next) journal.leaveOut(record.sequence);
    journal.append(record);
    this.#last = { sequence: record.sequence, digest: digestOf(record) };
    if (record.sequence <= this.#steppedTo) return;
    step(state, record.signal, record.at);
    this.#steppedTo = record.sequence;
    this.#sinceSnapshot += 1;
    const isOld = this.#snapshotAt === null || record.at - this.#snapshotAt >= SNAPSHOT_AGE_MS;
    if (isOld || this.#sinceSnapshot >= RECORDS_PER_SNAPSHOT) this.writeSnapshot();
  }

  stored(sequence: number): void {
    this.#open.journal.release(sequence);
  }

  writeSnapshot(): void {
    this.#sinceSnapshot = 0;
    const { journal, state } = this.#open;
    this.#snapshotAt = state.lastAt;
    journal.snapshot(journal.next - 1, state.lastAt, imageOf(state).pieces());
  }
}

function lastOf({ last }: OpenReplica): LastRecord | null {
  return last === null ? null : { sequence: last.sequence, digest: digestOf(last) };
}
