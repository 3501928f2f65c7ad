import { imageOf, NewerForm, thaw } from '../core/snapshot.js';
import { createState, type State, step } from '../core/step.js';
import type { Instant, Signal } from '../core/signal.js';
import type { JournalReader, JournalRecord } from '../ports/journal.js';
import type { Log } from '../ports/log.js';
import { failedStep, type FailedStep, idsOf } from './failed-step.js';
import { insteadOf, Rollback } from './rollback.js';

const BATCH = 2_000;
/** The way back from a record whose step throws is at most so many records long. */
const WAY_BACK = 20_000;

/** How the state was found again. */
export interface Recovered {
  readonly state: State;
  /** Records replayed after the snapshot. */
  readonly replayed: number;
  /** When the snapshot was made that it was found with; null: without one. */
  readonly snapshotAt: Instant | null;
  /** The last record that was replayed; null: there was none behind the snapshot. */
  readonly last: JournalRecord | null;
  /** Records whose steps threw and that were left out; a snapshot behind them sees to it that they come no more. */
  readonly failed: readonly FailedStep[];
}

/**
 * The state as the journal tells it: the newest snapshot that can be used and the records after it, replayed without
 * carrying anything out. Where none can be used everything is replayed, if it is all there. Throws `NewerForm` where it is
 * not and a newer program wrote them: a step back must not let talks go.
 */
export async function recoverState(
  journal: JournalReader,
  fresh: { readonly prefix: string; readonly seed: number },
  log: Log,
): Promise<Recovered> {
  const { found, newer } = await snapshotState(journal, log);
  if (found === null && !(await journal.isComplete())) {
    if (newer !== null) throw newer;
    log.error(
      'no snapshot can be read and the journal has lost its beginning; Asterisk alone tells what exists',
    );
    return { state: createState(fresh), replayed: 0, snapshotAt: null, failed: [], last: null };
  }
  const replay = new Replay(found?.state ?? createState(fresh), log);
  const snapshotAt = found?.at ?? null;
  let sequence = found?.sequence ?? 0;
  let replayed = 0;
  let newest: JournalRecord | null = null;
  for (;;) {
    const records = await journal.read({ sequence }, BATCH);
    const last = records.at(-1);
    const { state, failed } = replay;
    if (last === undefined) return { state, replayed, snapshotAt, failed, last: newest };
    for (const record of records) replay.take(record.signal, record.at);
    replayed += records.length;
    sequence = last.sequence;
    newest = last;
  }
}

/** Plays records again. One whose step throws is left out, and at most its call is ended, as it would be live. */
class Replay {
  readonly failed: FailedStep[] = [];
  readonly #rollback: Rollback;
  #state: State;
  #since = 0;

  constructor(
    state: State,
    private readonly log: Log,
  ) {
    this.#state = state;
    this.#rollback = new Rollback(state);
  }

  get state(): State {
    return this.#state;
  }

  take(signal: Signal, at: Instant): void {
    try {
      step(this.#state, signal, at);
    } catch (error) {
      this.log.error('a record could not be replayed; at most its call is ended', {
        error,
        signal: idsOf(signal),
      });
      this.failed.push(failedStep('replay', signal, at, error));
      this.#state = this.#rollback.restore();
      for (const instead of insteadOf(signal, error, this.#state)) this.take(instead, at);
      return;
    }
    this.#rollback.remember(signal, at);
    this.#since += 1;
    if (this.#since < WAY_BACK) return;
    this.#since = 0;
    this.#rollback.restartFrom(imageOf(this.#state));
  }
}

/** From the newest on: one may be whole and still not be read. `newer`: one that was passed over is of a newer program. */
async function snapshotState(
  journal: JournalReader,
  log: Log,
): Promise<{
  readonly found: { readonly state: State; readonly sequence: number; readonly at: Instant } | null;
  readonly newer: NewerForm | null;
}> {
  let newer: NewerForm | null = null;
  let snapshot = await journal.newestSnapshot();
  while (snapshot !== null) {
    const { sequence, at } = snapshot;
    try {
      return { found: { state: thaw(snapshot.state), sequence, at }, newer };
    } catch (error) {
      log.warn('a snapshot cannot be used, the one before it is tried', { sequence, error });
      if (error instanceof NewerForm) newer ??= error;
    }
    snapshot = await journal.newestSnapshot(sequence);
  }
  return { found: null, newer };
}
