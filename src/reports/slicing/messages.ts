import type { VoicemailFact } from '../../core/milestone.js';
import type { Instant } from '../../core/signal.js';
import type { FactReader, Period } from '../../ports/facts.js';
import { groupBy } from '../ratio.js';
import type { Origin, Slice } from './items.js';

/** Somebody who came to a voicemail box. */
export interface MessageItem {
  readonly origin: Origin;
  readonly fact: VoicemailFact;
  /** When somebody said last that he has heard it; null: nobody has. */
  readonly heardAt: Instant | null;
  readonly heardBy: string | null;
  /** Whether he was called back; `none`: nobody promised it. */
  readonly callback: 'none' | 'open' | 'reached' | 'not-reached';
  /** When he was reached; null: he was not. */
  readonly reachedAt: Instant | null;
}

/** There is one callback for a number: whoever was promised one before, also for a later day, comes to the box for the same. */
const ASKED_BEFORE_MS = 31 * 86_400_000;

/** Who came to a voicemail box in these calls, also after the period, in the order of time. */
export async function messagesOf(
  reader: FactReader,
  { from }: Period,
  { calls }: Slice,
  now: Instant,
): Promise<readonly MessageItem[]> {
  const since = { from, to: now + 1 };
  const origins = new Map(calls.map(({ origin }) => [origin.call, origin]));
  const marks = new Map((await reader.voicemailMarks(since)).map((mark) => [mark.voicemail, mark]));
  const asked = { from: from - ASKED_BEFORE_MS, to: now + 1 };
  const ends = groupBy(await reader.callbacks(asked), ({ callback }) => callback);
  const open = new Set((await reader.openCallbacks()).map(({ callback }) => callback));
  return (await reader.voicemails(since)).flatMap((fact): MessageItem[] => {
    const origin = origins.get(fact.call);
    if (origin === undefined) return [];
    const mark = marks.get(fact.voicemail);
    const heardBy = mark?.heardBy ?? null;
    const heard = { heardAt: heardBy === null ? null : (mark?.at ?? null), heardBy };
    const [end] = fact.callback === null ? [] : (ends.get(fact.callback) ?? []);
    const reachedAt = end?.end === 'reached' ? end.endedAt : null;
    return [{ origin, fact, ...heard, callback: standingOf(fact, end?.end ?? null, open), reachedAt }];
  });
}

function standingOf(
  { callback }: VoicemailFact,
  end: string | null,
  open: ReadonlySet<string>,
): MessageItem['callback'] {
  if (callback === null) return 'none';
  if (end !== null) return end === 'reached' ? 'reached' : 'not-reached';
  return open.has(callback) ? 'open' : 'none';
}
