import type { Milestone } from '../../src/core/milestone.js';
import type { CallId } from '../../src/core/signal.js';
import type { CallRecord } from '../../src/ports/story.js';
import { callOfOutgoing } from '../../src/store/outgoing-calls.js';

type Of<K extends Milestone['kind']> = Extract<Milestone, { readonly kind: K }>;

/** What is stored of a call when these milestones were told. */
export function recordOf(milestones: readonly Milestone[], call: CallId): CallRecord {
  const all = <K extends Milestone['kind']>(kind: K): readonly Of<K>[] =>
    milestones.filter((one): one is Of<K> => one.kind === kind && 'call' in one && one.call === call);
  const arrived = all('call-arrived')[0];
  const outgoing = all('outgoing-ended')[0] ?? null;
  const over = all('call-ended')[0] ?? (outgoing === null ? null : callOfOutgoing(outgoing));
  return {
    call,
    over,
    outgoing,
    open:
      over !== null || arrived === undefined
        ? null
        : { call, from: arrived.from, dialled: arrived.dialled, arrivedAt: arrived.at },
    stages: all('call-event'),
    visits: all('visit-ended'),
    decisions: all('offer-decided'),
    offers: all('offer-ended'),
    attempts: all('callback-attempt-ended'),
    conversations: all('conversation-ended'),
    recordings: all('recording-ended'),
    ratings: all('rating-ended'),
    outcomes: all('outcome-settled'),
    voicemails: all('voicemail-ended'),
  };
}
