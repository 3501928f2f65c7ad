import { step, type State } from '../../src/core/step.js';
import { createState } from '../../src/core/state.js';
import { thaw } from '../../src/core/snapshot.js';
import { openJournalReader } from '../../src/journal/open-journal.js';
import type { Log } from '../../src/ports/log.js';
import { QUEUE } from './routing.js';

/** What stood at one instant, as the journal tells: calls by stage, and who waited, in order. */
export interface Moment {
  readonly at: number;
  readonly menu: number;
  readonly waiting: number;
  /** Callers for whom a phone rings. */
  readonly offered: number;
  readonly answeredNotBridged: number;
  readonly talking: number;
  readonly wrapUp: number;
  /** The numbers of those who waited, first the next to be served. */
  readonly queue: readonly string[];
}

/** Replays the journal up to the instant: what the line knew when it was hit. */
export async function momentAt(journalFolder: string, at: number, log: Log): Promise<Moment> {
  const state = await stateAt(journalFolder, at, log);
  const calls = [...state.calls.values()];
  const count = (isSo: (call: (typeof calls)[number]) => boolean): number => calls.filter(isSo).length;
  return {
    at,
    menu: count(({ activity }) => activity.kind === 'in-menu' || activity.kind === 'playing'),
    waiting: count(({ activity }) => activity.kind === 'waiting' && activity.visit.offers.length === 0),
    offered: count(({ activity }) => activity.kind === 'waiting' && activity.visit.offers.length > 0),
    answeredNotBridged: count(({ activity }) => activity.kind === 'connecting'),
    talking: count(({ activity }) => activity.kind === 'talking'),
    wrapUp: [...state.agents.values()].filter(({ work }) => work.kind === 'wrap-up').length,
    queue: (state.queues.get(QUEUE)?.waiting ?? []).flatMap(({ call }) => state.calls.get(call)?.from ?? []),
  };
}

async function stateAt(journalFolder: string, at: number, log: Log): Promise<State> {
  const journal = openJournalReader(journalFolder, log);
  try {
    const snapshot = await journal.newestSnapshot();
    const isOlder = snapshot !== null && snapshot.at <= at;
    const state = isOlder ? thaw(snapshot.state) : createState({ prefix: 'replay', seed: 1 });
    let sequence = isOlder ? snapshot.sequence : 0;
    for (;;) {
      const records = await journal.read({ sequence }, 2_000);
      for (const record of records) {
        if (record.at > at) return state;
        step(state, record.signal, record.at);
      }
      const last = records.at(-1);
      if (last === undefined) return state;
      sequence = last.sequence;
    }
  } finally {
    await journal.close();
  }
}
