import { thaw } from '../core/snapshot.js';
import { createState, type State, step } from '../core/step.js';
import type { JournalReader, JournalRecord } from '../ports/journal.js';
import type { Log } from '../ports/log.js';

const BATCH = 2_000;

/** How the state was found again. */
export interface Recovered {
  readonly state: State;
  /** Records replayed after the snapshot. */
  readonly replayed: number;
  readonly hadSnapshot: boolean;
  /** The last record that was replayed; null: there was none behind the snapshot. */
  readonly last: JournalRecord | null;
}

/**
 * The state as the journal tells it: the newest snapshot and the records after it, replayed without carrying
 * anything out. A snapshot of another form is passed over: then everything that is there is replayed.
 */
export async function recoverState(
  journal: JournalReader,
  fresh: { readonly prefix: string; readonly seed: number },
  log: Log,
): Promise<Recovered> {
  const found = await snapshotState(journal, log);
  if (found === null && !(await journal.isComplete())) {
    log.error(
      'no snapshot can be read and the journal has lost its beginning; Asterisk alone tells what exists',
    );
    return { state: createState(fresh), replayed: 0, hadSnapshot: false, last: null };
  }
  const state = found?.state ?? createState(fresh);
  let sequence = found?.sequence ?? 0;
  let replayed = 0;
  let newest: JournalRecord | null = null;
  for (;;) {
    const records = await journal.read({ sequence }, BATCH);
    const last = records.at(-1);
    if (last === undefined) return { state, replayed, hadSnapshot: found !== null, last: newest };
    for (const record of records) step(state, record.signal, record.at);
    replayed += records.length;
    sequence = last.sequence;
    newest = last;
  }
}

async function snapshotState(
  journal: JournalReader,
  log: Log,
): Promise<{ state: State; sequence: number } | null> {
  const snapshot = await journal.newestSnapshot();
  if (snapshot === null) return null;
  try {
    return { state: thaw(snapshot.state), sequence: snapshot.sequence };
  } catch (error) {
    log.warn('the newest snapshot cannot be used; the journal is replayed from its beginning', { error });
    return null;
  }
}
