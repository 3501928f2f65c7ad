import { isPartner } from '../../src/core/partner/partner.js';
import { askedOutside } from '../../src/core/transfer/asking-outside.js';
import { step, type State } from '../../src/core/step.js';
import { thaw } from '../../src/core/snapshot.js';
import { openJournalReader } from '../../src/journal/open-journal.js';
import type { Log } from '../../src/ports/log.js';
import { QUEUE } from './routing.js';

/** A snapshot of the state. */
export interface StartingPoint {
  readonly sequence: number;
  readonly state: string;
}

/** What stood at one instant, as the journal tells: calls by stage, and who waited, in order. */
export interface Moment {
  readonly at: number;
  readonly menu: number;
  readonly waiting: number;
  /** Callers for whom a phone rings. */
  readonly offered: number;
  readonly answeredNotBridged: number;
  readonly talking: number;
  readonly atPartner: number;
  /** Callers who hear music while their agent asks a number outside. */
  readonly consulting: number;
  /** Callers for whom a number outside rings, or who talk with one. */
  readonly outside: number;
  /** Talks of which a file is being written. */
  readonly recording: number;
  readonly wrapUp: number;
  /** Callers whom an agent has left and who are asked for a rating. */
  readonly rating: number;
  /** The numbers of those who waited, first the next to be served. */
  readonly queue: readonly string[];
}

/** The newest snapshot in the journal, to replay from later, when it may have been put away. */
export async function startingPoint(journalFolder: string, log: Log): Promise<StartingPoint> {
  const journal = openJournalReader(journalFolder, log);
  try {
    const snapshot = await journal.newestSnapshot();
    if (snapshot === null) throw new Error(`${journalFolder} holds no snapshot`);
    return snapshot;
  } finally {
    await journal.close();
  }
}

/**
 * Replays the journal from a snapshot up to the instant: what the line knew when it was hit. Not from the newest
 * snapshot: a line that leaves in order writes another one, and without any no id of the replay would be the real one.
 */
export async function momentAt(
  journalFolder: string,
  from: StartingPoint,
  at: number,
  log: Log,
): Promise<Moment> {
  const state = await stateAt(journalFolder, from, at, log);
  const calls = [...state.calls.values()];
  const count = (isSo: (call: (typeof calls)[number]) => boolean): number => calls.filter(isSo).length;
  return {
    at,
    menu: count(({ activity }) => activity.kind === 'in-menu' || activity.kind === 'playing'),
    waiting: count(({ activity }) => activity.kind === 'waiting' && activity.visit.offers.length === 0),
    offered: count(({ activity }) => activity.kind === 'waiting' && activity.visit.offers.length > 0),
    answeredNotBridged: count(({ activity }) => activity.kind === 'connecting'),
    talking: count(({ activity }) => activity.kind === 'talking'),
    atPartner: count(({ activity }) => activity.kind === 'talking' && isPartner(activity.conversation.agent)),
    consulting: count((call) => askedOutside(call) !== null),
    outside: count(({ activity }) => activity.kind === 'outside'),
    recording: [...state.recordings.values()].filter(({ stage }) => stage.kind === 'running').length,
    rating: count(({ activity }) => activity.kind === 'rating'),
    wrapUp: [...state.agents.values()].filter(({ work }) => work.kind === 'wrap-up').length,
    queue: (state.queues.get(QUEUE)?.waiting ?? []).flatMap(({ call }) => state.calls.get(call)?.from ?? []),
  };
}

async function stateAt(journalFolder: string, from: StartingPoint, at: number, log: Log): Promise<State> {
  const journal = openJournalReader(journalFolder, log);
  try {
    const state = thaw(from.state);
    let { sequence } = from;
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
