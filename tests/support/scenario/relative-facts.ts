import type { HappenedFacts } from './happened.js';

/**
 * The facts with instants since `zeroAt`. What began after `endAt` is left out: it comes from everybody going home
 * when the scenario is over.
 */
export function relativeFacts(facts: HappenedFacts, zeroAt: number, endAt: number): HappenedFacts {
  const since = (at: number): number => at - zeroAt;
  const maybeSince = (at: number | null): number | null => (at === null ? null : since(at));
  return {
    calls: facts.calls.map((call) => ({
      ...call,
      arrivedAt: since(call.arrivedAt),
      answeredAt: maybeSince(call.answeredAt),
      firstOfferedAt: maybeSince(call.firstOfferedAt),
      endedAt: since(call.endedAt),
    })),
    visits: facts.visits
      .filter(({ enteredAt }) => enteredAt <= endAt)
      .map((visit) => ({ ...visit, enteredAt: since(visit.enteredAt), endedAt: since(visit.endedAt) })),
    offers: facts.offers
      .filter(({ offeredAt }) => offeredAt <= endAt)
      .map((offer) => ({ ...offer, offeredAt: since(offer.offeredAt), endedAt: since(offer.endedAt) })),
    conversations: facts.conversations
      .filter(({ startedAt }) => startedAt <= endAt)
      .map((talk) => ({ ...talk, startedAt: since(talk.startedAt), endedAt: since(talk.endedAt) })),
    recordings: facts.recordings
      .filter(({ startedAt }) => startedAt <= endAt)
      .map((file) => ({ ...file, startedAt: since(file.startedAt), endedAt: since(file.endedAt) })),
    voicemails: facts.voicemails
      .filter(({ enteredAt }) => enteredAt <= endAt)
      .map((one) => ({
        ...one,
        enteredAt: since(one.enteredAt),
        recordedAt: maybeSince(one.recordedAt),
        endedAt: since(one.endedAt),
      })),
    ratings: facts.ratings
      .filter(({ askedAt }) => askedAt <= endAt)
      .map((rating) => ({ ...rating, askedAt: since(rating.askedAt), endedAt: since(rating.endedAt) })),
    outcomes: facts.outcomes
      .filter(({ startedAt }) => startedAt <= endAt)
      .map((each) => ({
        ...each,
        startedAt: since(each.startedAt),
        settledAt: since(each.settledAt),
        setAt: maybeSince(each.setAt),
      })),
    ...transfersSince(facts, zeroAt, endAt),
    callbacks: facts.callbacks
      .filter(({ endedAt }) => endedAt <= endAt)
      .map((one) => ({ ...one, askedAt: since(one.askedAt), endedAt: since(one.endedAt) })),
    outgoing: outgoingSince(facts, zeroAt, endAt),
    callbackAttempts: facts.callbackAttempts
      .filter(({ offeredAt }) => offeredAt <= endAt)
      .map((one) => ({
        ...one,
        offeredAt: since(one.offeredAt),
        offerEndedAt: since(one.offerEndedAt),
        dialledAt: maybeSince(one.dialledAt),
        answeredAt: maybeSince(one.answeredAt),
        endedAt: since(one.endedAt),
      })),
    agentStates: facts.agentStates
      .filter(({ from }) => from <= endAt)
      .map((stay) => ({ ...stay, from: since(stay.from), to: since(stay.to) })),
    events: facts.events.filter(({ at }) => at <= endAt).map((event) => ({ ...event, at: since(event.at) })),
  };
}

function outgoingSince(facts: HappenedFacts, zeroAt: number, endAt: number): HappenedFacts['outgoing'] {
  const since = (at: number): number => at - zeroAt;
  const maybeSince = (at: number | null): number | null => (at === null ? null : since(at));
  return facts.outgoing
    .filter(({ askedAt }) => askedAt <= endAt)
    .map((one) => ({
      ...one,
      askedAt: since(one.askedAt),
      dialledAt: maybeSince(one.dialledAt),
      answeredAt: maybeSince(one.answeredAt),
      endedAt: since(one.endedAt),
      talkStartedAt: maybeSince(one.talkStartedAt),
      talkEndedAt: maybeSince(one.talkEndedAt),
    }));
}

/** Those of who is handed over and put on hold. */
function transfersSince(
  facts: HappenedFacts,
  zeroAt: number,
  endAt: number,
): Pick<HappenedFacts, 'transfers' | 'holds'> {
  const since = (at: number): number => at - zeroAt;
  const maybeSince = (at: number | null): number | null => (at === null ? null : since(at));
  return {
    transfers: facts.transfers
      .filter(({ askedAt }) => askedAt <= endAt)
      .map((one) => ({
        ...one,
        askedAt: since(one.askedAt),
        answeredAt: maybeSince(one.answeredAt),
        handedOverAt: maybeSince(one.handedOverAt),
        endedAt: since(one.endedAt),
      })),
    holds: facts.holds
      .filter(({ startedAt }) => startedAt <= endAt)
      .map((one) => ({ ...one, startedAt: since(one.startedAt), endedAt: since(one.endedAt) })),
  };
}
