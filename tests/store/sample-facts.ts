import type { Change } from '../../src/core/change.js';
import type {
  AgentStateBegan,
  AgentStateFact,
  CallArrived,
  CallbackAsked,
  CallbackAttemptFact,
  CallbackFact,
  CallEvent,
  CallFact,
  ConversationFact,
  DecisionFact,
  Gap,
  Milestone,
  OfferFact,
  OutcomeFact,
  OutgoingFact,
  PlanInForce,
  HoldFact,
  RatingFact,
  TransferFact,
  RecordingFact,
  ReviewFact,
  VisitFact,
  VoicemailFact,
} from '../../src/core/milestone.js';
import type { JournalRecord } from '../../src/ports/journal.js';
import type { Log } from '../../src/ports/log.js';

/** 2026-03-02 10:00:00.123 UTC. */
export const T0 = Date.UTC(2026, 2, 2, 10, 0, 0, 123);

export const silentLog: Log = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  with: () => silentLog,
};

export function aCall(change: Partial<CallFact> = {}): CallFact {
  return {
    call: 'call-1',
    direction: 'inbound',
    from: '+359880000001',
    fromName: 'Анна Петрова 😀',
    dialled: '+35920000001',
    tags: ['site', 'реклама'],
    marks: ['escalated'],
    arrivedAt: T0,
    answeredAt: T0 + 40,
    firstOfferedAt: T0 + 5_000,
    endedAt: T0 + 90_001,
    endedBy: 'caller',
    endPlace: 'conversation',
    lastExit: 'answered',
    waitMs: 12_345,
    conversations: 1,
    talkMs: 60_777,
    closed: false,
    inHours: true,
    informationHeard: 0.1 + 0.2,
    planVersion: 'plan-a',
    ...change,
  };
}

export function anArrival(change: Partial<CallArrived> = {}): CallArrived {
  return {
    kind: 'call-arrived',
    call: 'call-1',
    leg: 'PJSIP/trunk-00000001',
    from: '+359880000001',
    dialled: '+35920000001',
    at: T0,
    planVersion: 'plan-a',
    ...change,
  };
}

export function aVisit(change: Partial<VisitFact> = {}): VisitFact {
  return {
    visit: 'visit-1',
    call: 'call-1',
    queue: 'sales',
    step: null,
    enteredAt: T0 + 5_000,
    endedAt: T0 + 17_345,
    exit: 'answered',
    carriedMs: 0,
    waitMs: 12_345,
    agent: 'anna',
    offers: 2,
    planVersion: 'plan-a',
    ...change,
  };
}

export function anOffer(change: Partial<OfferFact> = {}): OfferFact {
  return {
    offer: 'offer-1',
    call: 'call-1',
    visit: 'visit-1',
    queue: 'sales',
    agent: 'anna',
    wave: 1,
    offeredAt: T0 + 9_000,
    endedAt: T0 + 17_300,
    result: 'answered',
    ...change,
  };
}

export function aDecision(change: Partial<DecisionFact> = {}): DecisionFact {
  return {
    ...{ decision: 'offer-1', call: 'call-1', visit: 'visit-1', queue: 'sales', wave: 1 },
    ...{ decidedAt: T0 + 9_000, strategy: 'least-calls', decidedBy: 'counter' },
    ...{ rung: 1, eligible: 2, leftOut: 3 },
    detail: {
      counting: { window: { kind: 'day' }, newcomers: 'first', talk: 'mean', calls: 'all-queues' },
      ranked: [
        { agent: 'anna', figure: 3, idleMs: 4_000 },
        { agent: 'boris', figure: 4.5, idleMs: null },
      ],
      leftOut: { paused: { count: 1, agents: ['vera'] }, talking: { count: 2, agents: ['ivan', 'ольга'] } },
    },
    ...change,
  };
}

export function aConversation(change: Partial<ConversationFact> = {}): ConversationFact {
  return {
    conversation: 'talk-1',
    call: 'call-1',
    visit: 'visit-1',
    offer: 'offer-1',
    queue: 'sales',
    agent: 'anna',
    startedAt: T0 + 17_345,
    endedAt: T0 + 78_122,
    talkMs: 60_777,
    waitMs: 12_345,
    ringMs: 8_300,
    endedBy: 'agent',
    ...change,
  };
}

export function aRecording(change: Partial<RecordingFact> = {}): RecordingFact {
  return {
    recording: '2026/03/02/talk-1',
    call: 'call-1',
    conversation: 'talk-1',
    queue: 'sales',
    agent: 'anna',
    startedAt: T0 + 17_345,
    endedAt: T0 + 78_200,
    durationMs: 60_000,
    result: 'recorded',
    failure: null,
    ...change,
  };
}

export function aReview(change: Partial<ReviewFact> = {}): ReviewFact {
  return {
    ...{ review: 'review-1', call: 'call-1', agent: 'anna', score: 5, reviewer: 'Ольга' },
    ...{ conclusion: 'назвала другую цену 🙂', reviewedAt: T0 + 600_000, ...change },
  };
}

export function aTransfer(change: Partial<TransferFact> = {}): TransferFact {
  return {
    transfer: 'transfer-1',
    call: 'call-1',
    way: 'consult',
    by: 'keys',
    agent: 'anna',
    conversation: 'talk-1',
    queue: 'sales',
    target: 'chain:up',
    reason: 'refund',
    level: 2,
    takenBy: 'mark',
    offers: 0,
    askedAt: T0 + 20_001,
    answeredAt: T0 + 25_002,
    handedOverAt: T0 + 30_003,
    endedAt: T0 + 30_104,
    result: 'connected',
    ...change,
  };
}

export function aHold(change: Partial<HoldFact> = {}): HoldFact {
  return {
    conversation: 'talk-1',
    startedAt: T0 + 20_001,
    why: 'consult',
    call: 'call-1',
    agent: 'anna',
    queue: 'sales',
    endedAt: T0 + 30_003,
    ...change,
  };
}

export function aRating(change: Partial<RatingFact> = {}): RatingFact {
  return {
    rating: 'rating-1',
    call: 'call-1',
    conversation: 'talk-1',
    queue: 'sales',
    agent: 'anna',
    recording: '2026/03/02/talk-1',
    question: 'rating',
    lowest: 1,
    highest: 5,
    askedAt: T0 + 78_122,
    endedAt: T0 + 84_122,
    tries: 2,
    result: 'rated',
    score: 4,
    ...change,
  };
}

export function aVoicemail(change: Partial<VoicemailFact> = {}): VoicemailFact {
  return {
    ...{ voicemail: 'voicemail-1', call: 'call-1', box: 'evening', enteredAt: T0 + 60_000 },
    ...{ recordedAt: T0 + 64_321, endedAt: T0 + 80_000, durationMs: 15_000, spokenMs: 12_000 },
    ...{ result: 'left', failure: null, recording: '2026/03/04/voicemail-1', callback: 'callback-1' },
    mail: ['sales@example.com', 'ночь@example.com'],
    ...change,
  };
}

export function aCallbackAsked(change: Partial<CallbackAsked> = {}): CallbackAsked {
  return {
    ...{ callback: 'callback-2', number: '+359880000002', name: 'Борис', queue: 'sales', origin: 'request' },
    ...{ call: null, askedAt: T0 + 7, notBefore: T0 + 3_600_000 },
    ...change,
  };
}

export function anOutcome(change: Partial<OutcomeFact> = {}): OutcomeFact {
  return {
    conversation: 'talk-1',
    call: 'call-1',
    queue: 'sales',
    agent: 'anna',
    startedAt: T0 + 17_345,
    settledAt: T0 + 98_122,
    outcome: 'sale',
    success: true,
    resolution: 'resolved',
    required: false,
    setAt: T0 + 88_122,
    setBy: 'request',
    wrongNumber: false,
    ...change,
  };
}

export function aCallback(change: Partial<CallbackFact> = {}): CallbackFact {
  return {
    ...{ callback: 'callback-1', number: '+359880000001', name: null, queue: 'sales', origin: 'caller' },
    ...{ call: 'call-1', askedAt: T0 + 5, notBefore: null, asks: 2, tries: 1, endedAt: T0 + 900_001 },
    ...{ end: 'reached', reason: null, agent: 'anna' },
    ...change,
  };
}

export function anAttempt(change: Partial<CallbackAttemptFact> = {}): CallbackAttemptFact {
  return {
    ...{ attempt: 'offer-9', callback: 'callback-1', call: 'call-9', queue: 'sales', agent: 'anna' },
    ...{ offeredAt: T0 + 800_000, offerEndedAt: T0 + 803_000, offerResult: 'answered' },
    ...{ dialledAt: T0 + 806_000, answeredAt: T0 + 809_000, endedAt: T0 + 900_001, result: 'answered' },
    ...{ conversation: 'talk-9', talkMs: 91_001 },
    ...change,
  };
}

/** A call that an agent made, to whom has called. */
export function anOutgoing(change: Partial<OutgoingFact> = {}): OutgoingFact {
  return {
    ...{ call: 'call-11', agent: 'anna', origin: 'phone', forCall: null },
    ...{ number: '+359880000001', shown: '+35920000001' },
    ...{ askedAt: T0 + 200_000, dialledAt: T0 + 200_002, answeredAt: T0 + 206_000, endedAt: T0 + 250_000 },
    ...{ endedBy: 'agent', result: 'answered', refusal: null, conversation: 'talk-11' },
    ...{ talkStartedAt: T0 + 206_100, talkEndedAt: T0 + 249_900, talkMs: 43_800, planVersion: 'plan-a' },
    ...change,
  };
}

/** A number outside that was called for a caller, and talked with him. */
export function aConnection(change: Partial<OutgoingFact> = {}): OutgoingFact {
  return anOutgoing({
    ...{ call: 'call-12', agent: null, origin: 'flow', forCall: 'call-1', number: '+359880000777' },
    ...{ conversation: 'talk-12', endedBy: 'caller', ...change },
  });
}

/** One that was not made. */
export function aBlockedOutgoing(change: Partial<OutgoingFact> = {}): OutgoingFact {
  return anOutgoing({
    ...{ shown: null, dialledAt: null, answeredAt: null, endedAt: T0 + 200_000, endedBy: 'callplane' },
    ...{ result: 'blocked-by-policy', refusal: 'not-allowed', conversation: null },
    ...{ talkStartedAt: null, talkEndedAt: null, talkMs: 0 },
    ...change,
  });
}

export function aState(change: Partial<AgentStateFact> = {}): AgentStateFact {
  return {
    agent: 'anna',
    state: 'paused',
    reason: 'обед 🍲',
    from: T0 - 60_000,
    to: T0,
    conversation: null,
    queue: null,
    endedBy: 'agent',
    ...change,
  };
}

export function anOpenState(change: Partial<AgentStateBegan> = {}): AgentStateBegan {
  return {
    agent: 'anna',
    state: 'wrap-up',
    reason: null,
    from: T0 + 78_122,
    conversation: 'talk-1',
    queue: 'sales',
    ...change,
  };
}

export function anEvent(change: Partial<CallEvent> = {}): CallEvent {
  return {
    kind: 'call-event',
    call: 'call-1',
    at: T0 + 3_000,
    event: 'menu-key',
    detail: { menu: 'flows.main[1]', key: '1', try: 2, bargedIn: true, heardMs: 1_250.5, reason: null },
    ...change,
  };
}

export function aPlan(change: Partial<PlanInForce> = {}): PlanInForce {
  return {
    kind: 'plan-in-force',
    version: 'plan-a',
    at: T0 - 3_600_000,
    by: 'start',
    plan: '{"version":"plan-a","company":{"name":"Свайп"}}',
    ...change,
  };
}

export function aChange(change: Partial<Change> = {}): Change {
  return {
    id: '12-1',
    at: T0 + 4,
    by: { name: 'Ольга 😀', role: 'supervisor', request: 'r-7' },
    what: 'pause',
    about: 'anna',
    before: { pause: null },
    after: { pause: 'обед 🍲', teams: ['en', 'ru'] },
    ...change,
  };
}

export function aGap(change: Partial<Gap> = {}): Gap {
  return { kind: 'gap', from: T0, to: T0 + 5_000, cause: 'asterisk-away', ...change };
}

/** One journal record per list of milestones, from sequence `first` upwards. */
export function recordsOf(first: number, ...steps: (readonly Milestone[])[]): JournalRecord[] {
  return steps.map((milestones, index) => ({
    sequence: first + index,
    at: T0 + index,
    signal: { kind: 'time-passed' },
    milestones,
  }));
}
