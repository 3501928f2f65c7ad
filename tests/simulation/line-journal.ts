import type { Instant, Signal } from '../../src/core/signal.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { createState, type Reaction, type State, step } from '../../src/core/step.js';
import type { RecoveredFrom } from './day.js';
import { must } from './must.js';

/** One step: what came in, when, and what was made of it. */
export interface Taken {
  readonly at: Instant;
  readonly signal: Signal;
  readonly reaction: Reaction;
}

interface Snapshot {
  /** Records that it holds. */
  readonly records: number;
  readonly frozen: string;
}

/** What is on disk: every step, and now and then the state. */
export class LineJournal {
  #records: Taken[] = [];
  #snapshots: Snapshot[] = [];

  constructor(private readonly seed: number) {}

  get records(): readonly Taken[] {
    return this.#records;
  }

  append(taken: Taken): void {
    this.#records.push(taken);
  }

  snapshot(state: State): void {
    this.#snapshots.push({ records: this.#records.length, frozen: freeze(state) });
  }

  /** A power cut takes the end, of which at least the first record stays; snapshots wait until their records are safe. */
  loseEnd(records: number): void {
    this.#records = this.#records.slice(0, Math.max(1, this.#records.length - records));
    this.#snapshots = this.#snapshots.filter((snapshot) => snapshot.records <= this.#records.length);
  }

  /** The state as the next process finds it; reactions must be those of the first time. */
  recover(from: RecoveredFrom): State {
    const snapshot = this.#snapshotFor(from);
    const state = snapshot === undefined ? this.newState() : thaw(snapshot.frozen);
    for (const { signal, at, reaction } of this.#records.slice(snapshot?.records ?? 0)) {
      const again = withoutPins(step(state, written(signal), at));
      must(again === withoutPins(reaction), `replayed, a step (${signal.kind}) reacts otherwise`);
    }
    return state;
  }

  newState(): State {
    return createState({ prefix: 's', seed: this.seed });
  }

  #snapshotFor(from: RecoveredFrom): Snapshot | undefined {
    if (from === 'beginning') return undefined;
    return this.#snapshots.at(from === 'newest' ? -1 : -2) ?? this.#snapshots.at(-1);
  }
}

/** Whose PIN is compared, and which, is known in memory only: nobody asks a second time. */
export function withoutPins({ webRequests, ...rest }: Reaction): string {
  const told = webRequests.map((request) =>
    request.kind === 'check-pin' ? { ...request, agent: null, pin: '' } : request,
  );
  return JSON.stringify({ ...rest, webRequests: told });
}

/** As it comes back from the disk. */
function written(signal: Signal): Signal {
  return JSON.parse(JSON.stringify(signal)) as Signal;
}
