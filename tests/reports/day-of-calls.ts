import type {
  AgentStateFact,
  CallbackAttemptFact,
  CallbackFact,
  CallEvent,
  CallFact,
  ConversationFact,
  HoldFact,
  Milestone,
  OfferFact,
  OfferResult,
  OutcomeFact,
  OutgoingFact,
  RatingFact,
  RecordingFact,
  ReviewFact,
  TransferFact,
  VisitFact,
  VoicemailFact,
  VoicemailMark,
} from '../../src/core/milestone.js';
import type { Instant } from '../../src/core/signal.js';
import type { CalledBack, FactReader, OpenCall, OpenCallback, Period } from '../../src/ports/facts.js';

const MINUTE = 60_000;

/** What became of one caller who pressed his way into a queue (or, with `queue` null, into a ring step). */
export interface Caller {
  readonly at: Instant;
  readonly waitMs: number;
  readonly queue?: string | null;
  /** Answered by whom, and how long they talked; nobody: he hung up while waiting, or left by `exit`. */
  readonly answeredBy?: string;
  readonly talkMs?: number;
  readonly exit?: 'hung-up' | 'full' | 'nobody' | 'wait-limit' | 'key' | 'ran-out';
  /** Rung before the one who answered, with their results. */
  readonly rungBefore?: readonly (readonly [string, OfferResult])[];
  readonly plan?: string;
}

/** Facts by kind, as the reader hands them out. */
export interface Facts {
  calls: CallFact[];
  outgoing: OutgoingFact[];
  openCalls: OpenCall[];
  stages: CallEvent[];
  visits: VisitFact[];
  offers: OfferFact[];
  conversations: ConversationFact[];
  /** Who was reached by a call of ours. */
  calledBack: CalledBack[];
  callbacks: CallbackFact[];
  callbackAttempts: CallbackAttemptFact[];
  openCallbacks: OpenCallback[];
  recordings: RecordingFact[];
  voicemails: VoicemailFact[];
  voicemailMarks: VoicemailMark[];
  ratings: RatingFact[];
  outcomes: OutcomeFact[];
  reviews: ReviewFact[];
  transfers: TransferFact[];
  holds: HoldFact[];
  states: AgentStateFact[];
  openStates: Extract<Milestone, { kind: 'agent-state-began' }>[];
  gaps: Extract<Milestone, { kind: 'gap' }>[];
  plans: Map<string, string>;
}

export function noFacts(): Facts {
  return {
    calls: [],
    outgoing: [],
    openCalls: [],
    stages: [],
    visits: [],
    offers: [],
    conversations: [],
    calledBack: [],
    callbacks: [],
    callbackAttempts: [],
    openCallbacks: [],
    recordings: [],
    voicemails: [],
    voicemailMarks: [],
    ratings: [],
    outcomes: [],
    reviews: [],
    transfers: [],
    holds: [],
    states: [],
    openStates: [],
    gaps: [],
    plans: new Map(),
  };
}

/** The facts that these callers leave behind, worked out by hand and not by the core. */
export function factsOf(callers: readonly Caller[]): Facts {
  const facts = noFacts();
  callers.forEach((caller, index) => {
    addCaller(facts, caller, String(index + 1));
  });
  return facts;
}

function addCaller(facts: Facts, caller: Caller, id: string): void {
  const { at, waitMs, queue = 'sales', answeredBy = null, talkMs = MINUTE, rungBefore = [] } = caller;
  const planVersion = caller.plan ?? 'plan-1';
  const left = at + waitMs;
  const exit = answeredBy === null ? (caller.exit ?? 'hung-up') : 'answered';
  const rung = [...rungBefore, ...(answeredBy === null ? [] : [[answeredBy, 'answered'] as const])];
  rung.forEach(([agent, result], index) => {
    const offer = `o${id}.${index}`;
    facts.offers.push({
      ...{ offer, call: `c${id}`, visit: `v${id}`, queue, agent, wave: index },
      ...{ offeredAt: at + index, endedAt: left, result },
    });
  });
  facts.visits.push({
    ...{ visit: `v${id}`, call: `c${id}`, queue, step: queue === null ? 'flows.main[0]' : null },
    ...{ enteredAt: at, endedAt: left, exit, carriedMs: 0, waitMs, agent: answeredBy },
    ...{ offers: rung.length, planVersion },
  });
  if (answeredBy !== null) {
    facts.conversations.push({
      ...{ conversation: `t${id}`, call: `c${id}`, visit: `v${id}`, offer: `o${id}.${rung.length - 1}` },
      ...{ queue, agent: answeredBy, startedAt: left, endedAt: left + talkMs, talkMs, waitMs },
      ...{ ringMs: waitMs, endedBy: 'caller' },
    });
  }
  facts.calls.push(callOf(`c${id}`, { at, left, waitMs, exit, planVersion, queue, talkMs }));
}

function callOf(
  call: string,
  end: {
    at: Instant;
    left: Instant;
    waitMs: number;
    exit: VisitFact['exit'];
    planVersion: string;
    queue: string | null;
    talkMs: number;
  },
): CallFact {
  const isAnswered = end.exit === 'answered';
  const place = end.queue === null ? 'ring' : 'queue';
  return {
    ...{ call, direction: 'inbound', from: '+359880000001', fromName: null, dialled: '+35920000001' },
    ...{ tags: [], marks: [], arrivedAt: end.at, answeredAt: end.at, firstOfferedAt: end.at },
    endedAt: isAnswered ? end.left + end.talkMs : end.left,
    endedBy: isAnswered || end.exit === 'hung-up' ? 'caller' : 'callplane',
    endPlace: isAnswered ? 'conversation' : end.exit === 'hung-up' ? place : 'flow',
    ...{ lastExit: end.exit, waitMs: end.waitMs, conversations: isAnswered ? 1 : 0 },
    ...{ talkMs: isAnswered ? end.talkMs : 0, closed: false, inHours: true, informationHeard: null },
    planVersion: end.planVersion,
  };
}

/** A state of an agent that is over. */
export function stateOf(
  agent: string,
  state: AgentStateFact['state'],
  from: Instant,
  to: Instant,
): AgentStateFact {
  return { agent, state, reason: null, from, to, conversation: null, queue: null, endedBy: 'event' };
}

/** A plan with one queue and its service level, as JSON. */
export function planOf(
  queue: string,
  serviceLevel: { target: number; withinMs: number; shortAbandonMs: number },
  agents: Record<string, { name: string }> = {},
): string {
  return JSON.stringify({ queues: { [queue]: { serviceLevel } }, agents });
}

/** A reader over facts in memory, half open as the port says. */
export function readerOf(facts: Facts): FactReader {
  const within =
    <Fact>(list: readonly Fact[], at: (fact: Fact) => Instant) =>
    (period: Period): Promise<Fact[]> =>
      Promise.resolve(list.filter((fact) => at(fact) >= period.from && at(fact) < period.to));
  return {
    calls: within(facts.calls, (call) => call.arrivedAt),
    callsGoingOn: async (period) =>
      (await within(facts.calls, (call: CallFact) => call.arrivedAt)(period)).filter(
        ({ endedAt }) => endedAt >= period.to,
      ),
    callsWanted: (_wanted, period) => within(facts.calls, (call: CallFact) => call.arrivedAt)(period),
    partsOf: (calls) => {
      const of = <Fact extends { readonly call: string }>(list: readonly Fact[]): Fact[] =>
        list.filter(({ call }) => calls.includes(call));
      return Promise.resolve({
        visits: of(facts.visits),
        offers: of(facts.offers),
        conversations: of(facts.conversations),
        transfers: of(facts.transfers),
        recordings: of(facts.recordings),
      });
    },
    namesIn: () =>
      Promise.resolve({
        queues: [...facts.visits, ...facts.conversations].flatMap(({ queue }) => queue ?? []),
        agents: [...facts.offers, ...facts.conversations, ...facts.states].map(({ agent }) => agent),
        numbers: [...facts.calls, ...facts.openCalls].map(({ dialled }) => dialled),
        tags: facts.calls.flatMap(({ tags }) => tags),
        plans: [...facts.calls, ...facts.openCalls].map(({ planVersion }) => planVersion),
      }),
    openCalls: within(facts.openCalls, (call) => call.arrivedAt),
    visits: within(facts.visits, (visit) => visit.enteredAt),
    offers: within(facts.offers, (offer) => offer.offeredAt),
    conversations: within(facts.conversations, (talk) => talk.startedAt),
    calledBack: within(facts.calledBack, ({ at }) => at),
    outgoing: within(facts.outgoing, ({ askedAt }) => askedAt),
    outgoingWanted: (_wanted, period) => within(facts.outgoing, (call: OutgoingFact) => call.askedAt)(period),
    callbacks: within(facts.callbacks, ({ askedAt }) => askedAt),
    callbackAttempts: within(facts.callbackAttempts, ({ offeredAt }) => offeredAt),
    openCallbacks: () => Promise.resolve(facts.openCallbacks),
    recordings: within(facts.recordings, (recording) => recording.startedAt),
    voicemails: within(facts.voicemails, (voicemail) => voicemail.enteredAt),
    voicemailMarks: async (period) => {
      const came = await within(facts.voicemails, (each: VoicemailFact) => each.enteredAt)(period);
      return facts.voicemailMarks.filter((mark) =>
        came.some(({ voicemail }) => voicemail === mark.voicemail),
      );
    },
    ratings: within(facts.ratings, (rating) => rating.askedAt),
    outcomes: within(facts.outcomes, (outcome) => outcome.startedAt),
    reviews: within(facts.reviews, ({ reviewedAt }) => reviewedAt),
    transfers: within(facts.transfers, (transfer) => transfer.askedAt),
    holds: within(facts.holds, (hold) => hold.startedAt),
    agentStates: (period, only) =>
      Promise.resolve(overlapping(facts.states, period).filter(({ state }) => only?.includes(state) ?? true)),
    agentsWithStates: (period) =>
      Promise.resolve(overlapping(facts.states, period).map(({ agent }) => agent)),
    openAgentStates: () => Promise.resolve(facts.openStates),
    gaps: (period) => Promise.resolve(overlapping(facts.gaps, period)),
    stages: (period, kinds) =>
      Promise.resolve(
        facts.stages.filter(({ at, event }) => at >= period.from && at < period.to && kinds.includes(event)),
      ),
    numbersDeletedBefore: () => Promise.resolve(null),
    olderKeyBefore: () => Promise.resolve(null),
    plan: (version) => Promise.resolve(facts.plans.get(version) ?? null),
    newestPlan: () => Promise.resolve([...facts.plans.values()].at(-1) ?? null),
  };
}

function overlapping<Fact extends Period>(facts: readonly Fact[], { from, to }: Period): readonly Fact[] {
  return facts.filter((fact) => fact.from < to && fact.to > from);
}
