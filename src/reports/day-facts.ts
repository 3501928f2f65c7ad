import type {
  AgentStateBegan,
  AgentStateFact,
  CallFact,
  ConversationFact,
  Gap,
  OfferFact,
  OutcomeFact,
  TransferFact,
  VisitFact,
} from '../core/milestone.js';
import type { AgentId } from '../core/plan.js';
import type { CallId, Instant } from '../core/signal.js';
import type { FactReader, OpenCall, Period } from '../ports/facts.js';

/** So far is looked back for the call of a visit that began long after it, and for agents' earlier states. */
const LOOK_BACK_MS = 24 * 3_600_000;

/** Everything that a report over a period is computed from. */
export interface DayFacts {
  readonly period: Period;
  /** Up to here agents' open states count; the end of the period, or now when that is earlier. */
  readonly until: Instant;
  readonly calls: readonly CallFact[];
  readonly openCalls: readonly OpenCall[];
  readonly visits: readonly VisitFact[];
  readonly offers: readonly OfferFact[];
  readonly conversations: readonly ConversationFact[];
  readonly transfers: readonly TransferFact[];
  /** What came of conversations that began in the period. */
  readonly outcomes: readonly OutcomeFact[];
  readonly states: readonly AgentStateFact[];
  readonly openStates: readonly AgentStateBegan[];
  readonly gaps: readonly Gap[];
  readonly beyond: Beyond;
}

/** What lies outside the period and belongs to what lies in it: read for the checks, and for what it says of calls in it. */
export interface Beyond {
  /** Visits, offers, conversations, transfers and outcomes after the period, of calls that arrived in it. */
  readonly visits: readonly VisitFact[];
  readonly offers: readonly OfferFact[];
  readonly conversations: readonly ConversationFact[];
  readonly transfers: readonly TransferFact[];
  readonly outcomes: readonly OutcomeFact[];
  /** Calls that arrived before the period and went on into it, over or not. */
  readonly earlierCalls: ReadonlyMap<CallId, CallFact | OpenCall>;
  /** Agents who had a state in the day before the period: theirs must go on into it. */
  readonly earlierAgents: ReadonlySet<AgentId>;
}

/** Reads the facts of a period; best from a reader that shows one moment. */
export async function readDayFacts(reader: FactReader, period: Period, now: Instant): Promise<DayFacts> {
  const calls = await reader.calls(period);
  return {
    period,
    until: Math.max(period.from, Math.min(period.to, now)),
    calls,
    openCalls: await reader.openCalls(period),
    visits: await reader.visits(period),
    offers: await reader.offers(period),
    conversations: await reader.conversations(period),
    transfers: await reader.transfers(period),
    outcomes: await reader.outcomes(period),
    states: await reader.agentStates(period),
    openStates: (await reader.openAgentStates()).filter((state) => state.from < period.to),
    gaps: await reader.gaps(period),
    beyond: await readBeyond(reader, period, calls),
  };
}

async function readBeyond(reader: FactReader, period: Period, calls: readonly CallFact[]): Promise<Beyond> {
  const lastEnd = calls.reduce((latest, call) => Math.max(latest, call.endedAt), period.to);
  const after = { from: period.to, to: lastEnd + 1 };
  const before = { from: period.from - LOOK_BACK_MS, to: period.from };
  const mine = new Set(calls.map((call) => call.call));
  const isMine = (fact: { readonly call: CallId }): boolean => mine.has(fact.call);
  const earlier = [...(await reader.callsGoingOn(before)), ...(await reader.openCalls(before))];
  return {
    visits: (await reader.visits(after)).filter(isMine),
    offers: (await reader.offers(after)).filter(isMine),
    conversations: (await reader.conversations(after)).filter(isMine),
    transfers: (await reader.transfers(after)).filter(isMine),
    outcomes: (await reader.outcomes(after)).filter(isMine),
    earlierCalls: new Map(earlier.map((call) => [call.call, call])),
    earlierAgents: new Set(await reader.agentsWithStates(before)),
  };
}
