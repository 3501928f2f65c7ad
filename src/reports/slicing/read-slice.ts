import type {
  AgentStateFact,
  CallEvent,
  CallEventName,
  CallFact,
  HoldFact,
  RatingFact,
  RecordingFact,
  ReviewFact,
} from '../../core/milestone.js';
import type { AgentId } from '../../core/plan.js';
import type { CallId, Instant } from '../../core/signal.js';
import type { CallInProgress, FactReader, Period } from '../../ports/facts.js';
import { spansOf } from '../agent-time.js';
import { judge } from '../call-figures.js';
import { isCutOff } from '../cut-off.js';
import type { DayFacts } from '../day-facts.js';
import { dispositionOf, type Disposition } from '../disposition.js';
import { isMisdirected } from '../misdirected.js';
import { oncePer } from '../once-per.js';
import { groupBy, sumOf } from '../ratio.js';
import { normalNumber, regionsBy, type Regions } from '../telephone-number.js';
import { USUAL_SERVICE_LEVEL, type ThresholdsOf } from '../thresholds.js';
import { madeByAgents } from './outgoing.js';
import { reviewsOf } from './reviews.js';
import type { Teams } from './teams.js';
import { wrapUpsOf, wrapUpsUntil } from './wrap-ups.js';
import type { CallItem, Counted, MadeFact, MenuItem, Origin, OutgoingItem, Slice } from './items.js';

const MENU_STAGES: readonly CallEventName[] = [
  'menu-entered',
  'menu-key',
  'menu-wrong-key',
  'menu-silence',
  'menu-given-up',
];

/** What has to be known to make items of facts. */
export interface Judging {
  readonly thresholds: ThresholdsOf;
  readonly teams: Pick<Teams, 'teamOf'>;
  readonly country: string | null;
  readonly regions: Regions;
  /** Who stands behind a number in E.164, for counting. */
  readonly clientOf: (normal: string) => string;
  readonly now: Instant;
  readonly counted: Counted;
}

/**
 * What `DayFacts` leaves out: stages of menus, times on hold, recordings, ratings, reviews, calls that agents make, and
 * wrap-ups after the period.
 */
export interface Aside {
  readonly stages: readonly CallEvent[];
  readonly laterWrapUps: readonly AgentStateFact[];
  /** Of the conversations of the period, also after it. */
  readonly holds: readonly HoldFact[];
  /** Also those of conversations that calls of the period had after it. */
  readonly recordings: readonly RecordingFact[];
  readonly ratings: readonly RatingFact[];
  readonly outgoing: readonly MadeFact[];
  /** Those given since the period began, oldest first. */
  readonly reviews: readonly ReviewFact[];
}

export async function readAside(
  reader: FactReader,
  period: Period,
  facts: DayFacts,
  now: Instant,
): Promise<Aside> {
  const endOf = (ended: readonly { readonly endedAt: Instant }[]): Instant =>
    ended.reduce((latest, { endedAt }) => Math.max(latest, endedAt), period.to);
  const outgoing = madeByAgents(await reader.outgoing(period));
  return {
    stages: await reader.stages(period, MENU_STAGES),
    laterWrapUps: await reader.agentStates(
      { from: period.to, to: wrapUpsUntil([...facts.conversations, ...outgoing], period.to) },
      ['wrap-up'],
    ),
    holds: await reader.holds({ from: period.from, to: endOf(facts.conversations) + 1 }),
    recordings: await reader.recordings({ from: period.from, to: endOf([...facts.calls, ...outgoing]) + 1 }),
    ratings: await reader.ratings(period),
    outgoing,
    reviews: await reader.reviews({ from: period.from, to: Math.max(now, period.to) + 1 }),
  };
}

/** Everything that happened in the period, each fact with what is known about its call. Pure. */
export function sliceOf(facts: DayFacts, aside: Aside, judging: Judging): Slice {
  const { teamOf } = judging.teams;
  const judged = new Map(judge(facts, judging.thresholds).map((one) => [one.call.call, one]));
  const originOf = origins(facts, judging, (call) => judged.get(call)?.disposition ?? null);
  const wrapUpOf = wrapUpsOf([...facts.states, ...aside.laterWrapUps, ...facts.openStates], judging.now);
  const heldOf = holds(aside);
  const recordingsOf = recordings(aside);
  const over = facts.calls.map((fact): CallItem => {
    const rule = judged.get(fact.call)?.rule ?? USUAL_SERVICE_LEVEL;
    const item = { origin: originOf(fact.call), arrivedAt: fact.arrivedAt, fact, rule };
    return { ...item, misdirected: isMisdirected(fact, facts), recordings: recordingsOf(fact.call) };
  });
  const open = facts.openCalls.map((call): CallItem => {
    const item = {
      origin: originOf(call.call),
      arrivedAt: call.arrivedAt,
      fact: null,
      rule: USUAL_SERVICE_LEVEL,
    };
    return { ...item, misdirected: false, recordings: recordingsOf(call.call) };
  });
  const calls = [...over, ...open];
  const outgoing = aside.outgoing.map((fact): OutgoingItem => {
    const wrapUpMs = wrapUpOf(fact.conversation);
    return { ...personCalled(fact, judging), fact, wrapUpMs, recordings: recordingsOf(fact.call) };
  });
  return {
    counted: judging.counted,
    calls,
    visits: facts.visits.map((fact) => {
      const rule = judging.thresholds(fact.queue, fact.planVersion);
      const { call, queue, visit, agent } = fact;
      const team = agent === null ? null : teamOf({ call, queue, visit, agent });
      return { origin: originOf(call), fact, rule, team };
    }),
    offers: facts.offers.map((fact) => ({ origin: originOf(fact.call), fact, team: teamOf(fact) })),
    conversations: facts.conversations.map((fact) => ({
      ...{ origin: originOf(fact.call), fact, wrapUpMs: wrapUpOf(fact.conversation), team: teamOf(fact) },
      holdMs: heldOf(fact.conversation, 'hold'),
      consultMs: heldOf(fact.conversation, 'consult'),
    })),
    states: spansOf(facts),
    menus: menusOf(facts, aside, originOf),
    ratings: aside.ratings.map((fact) => ({ origin: originOf(fact.call), fact, team: teamOf(fact) })),
    outcomes: facts.outcomes.map((fact) => ({ origin: originOf(fact.call), fact, team: teamOf(fact) })),
    outgoing,
    reviews: reviewsOf(aside.reviews, calls, outgoing, teamsOfTalks(facts, teamOf)),
  };
}

function personCalled(
  fact: MadeFact,
  { country, clientOf }: Judging,
): Pick<OutgoingItem, 'number' | 'client'> {
  // Of a deleted number nothing stands there.
  const number = fact.number === '' ? null : normalNumber(fact.number, country);
  return { number, client: number === null ? null : clientOf(number) };
}

function origins(
  facts: DayFacts,
  { country, regions, clientOf, teams }: Judging,
  dispositionIn: (call: CallId) => Disposition | null,
): (call: CallId) => Origin {
  const visits = groupBy([...facts.visits, ...facts.beyond.visits], (visit) => visit.call);
  const talks = talksOf(facts);
  const known = new Map<CallId, CallFact | CallInProgress>([
    ...facts.beyond.earlierCalls,
    ...[...facts.calls, ...facts.openCalls].map((call) => [call.call, call] as const),
  ]);
  const made = new Map<CallId, Origin>();
  const regionOf = regionsBy(regions);
  const make = (call: CallId): Origin => {
    const fact = known.get(call);
    const from = fact?.from ?? null;
    const normal = from === null ? null : normalNumber(from, country);
    return {
      call,
      from: normal,
      client: normal === null ? null : clientOf(normal),
      region: normal === null ? null : regionOf(normal),
      dialled: fact?.dialled ?? null,
      tags: fact !== undefined && 'tags' in fact ? fact.tags : [],
      queues: new Set((visits.get(call) ?? []).map((visit) => visit.queue)),
      agents: new Set((talks.get(call) ?? []).map((talk) => talk.agent)),
      teams: (talks.get(call) ?? []).flatMap((talk) => teams.teamOf(talk) ?? []),
      disposition: dispositionIn(call) ?? earlierDisposition(fact),
    };
  };
  return (call) => {
    const origin = made.get(call) ?? make(call);
    made.set(call, origin);
    return origin;
  };
}

/** The conversations of each call, also those that it had after the period. */
const talksOf = oncePer(({ conversations, beyond }: DayFacts) =>
  groupBy([...conversations, ...beyond.conversations], (talk) => talk.call),
);

function teamsOfTalks(
  facts: DayFacts,
  teamOf: Teams['teamOf'],
): (call: CallId, agent: AgentId) => string | null {
  return (call, agent) => {
    const first = talksOf(facts)
      .get(call)
      ?.find((talk) => talk.agent === agent);
    return first === undefined ? null : teamOf(first);
  };
}

/** Of a call that arrived before the period. */
function earlierDisposition(fact: CallFact | CallInProgress | undefined): Disposition {
  if (fact === undefined) return 'unknown';
  return 'endPlace' in fact ? dispositionOf(fact, USUAL_SERVICE_LEVEL) : 'in-progress';
}

function holds(aside: Aside): (conversation: string, why: HoldFact['why']) => number {
  const byConversation = groupBy(aside.holds, (hold) => hold.conversation);
  return (conversation, why) =>
    sumOf(byConversation.get(conversation) ?? [], (hold) =>
      hold.why === why ? hold.endedAt - hold.startedAt : 0,
    );
}

function recordings(aside: Aside): (call: CallId) => CallItem['recordings'] {
  const recorded = aside.recordings.filter(({ result }) => result === 'recorded');
  const byCall = groupBy(recorded, ({ call }) => call);
  return (call) => (byCall.get(call) ?? []).map(({ recording }) => recording);
}

function menusOf(facts: DayFacts, aside: Aside, originOf: (call: CallId) => Origin): MenuItem[] {
  const known = new Map<CallId, CallFact | CallInProgress>([
    ...facts.beyond.earlierCalls,
    ...facts.calls.map((call) => [call.call, call] as const),
  ]);
  return aside.stages.map(({ call, at, event, detail }) => ({
    origin: originOf(call),
    at,
    event,
    menu: String(detail['menu'] ?? ''),
    key: typeof detail['key'] === 'string' ? detail['key'] : null,
    askedFor: askedForIn(known.get(call), originOf(call).disposition),
  }));
}

/** Of a call that is not over nobody knows yet. */
function askedForIn(
  call: CallFact | CallInProgress | undefined,
  disposition: Disposition,
): MenuItem['askedFor'] {
  if (call === undefined || !('endPlace' in call)) return 'nobody';
  if (call.firstOfferedAt !== null) return 'agent';
  return isCutOff(call, disposition) ? 'cut-off' : 'nobody';
}
