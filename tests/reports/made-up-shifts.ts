import type { AgentStateFact, ConversationFact } from '../../src/core/milestone.js';
import type { Instant } from '../../src/core/signal.js';
import type { Period } from '../../src/ports/facts.js';
import { stateOf, type Facts } from './day-of-calls.js';

/** Who works on the made-up day. */
export const AGENTS = ['anna', 'boris', 'georgi', 'vera'] as const;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type State = AgentStateFact['state'];
interface Piece {
  readonly state: State;
  readonly from: Instant;
  readonly to: Instant;
  readonly conversation: string | null;
}

/** The agent's day: what his calls made him, and around it available, paused at midday, signed out before and after. */
export function addStates(facts: Facts, agent: (typeof AGENTS)[number], day: Period): void {
  const within = (at: Instant): boolean => at >= day.from && at < day.to;
  const busy = [
    ...facts.offers.filter((offer) => offer.agent === agent && within(offer.offeredAt)).map(offered),
    ...facts.conversations.filter((talk) => talk.agent === agent && within(talk.startedAt)).flatMap(talked),
    ...facts.outgoing
      .filter((call) => call.agent === agent && within(call.askedAt) && call.dialledAt !== null)
      .map(({ askedAt: from, endedAt: to }) => piece('talking', from, to)),
  ].sort((a, b) => a.from - b.from);
  const shift = AGENTS.indexOf(agent) * 10 * MINUTE;
  const clock = (hours: number): Instant => day.from + hours * HOUR;
  const around = [
    piece('signed-out', day.from, clock(8.75) + shift / 10),
    piece('available', clock(8.75) + shift / 10, clock(12.5) + shift),
    piece('paused', clock(12.5) + shift, clock(12.9) + shift),
    piece('available', clock(12.9) + shift, clock(18.5)),
    piece('signed-out', clock(18.5), day.to),
  ];
  for (const { state, from, to, conversation } of [...busy, ...around.flatMap((each) => outside(each, busy))])
    facts.states.push({ ...stateOf(agent, state, from, to), conversation });
}

function piece(state: State, from: Instant, to: Instant, conversation: string | null = null): Piece {
  return { state, from, to, conversation };
}

function offered({ offeredAt, endedAt }: Facts['offers'][number]): Piece {
  return piece('offered', offeredAt, endedAt);
}

function talked({ startedAt, endedAt, conversation }: ConversationFact): Piece[] {
  const wrapUpMs = 20_000 + (startedAt % 4) * 10_000;
  return [piece('talking', startedAt, endedAt), piece('wrap-up', endedAt, endedAt + wrapUpMs, conversation)];
}

/** What is left of a piece where nothing else was. `busy` in the order of time. */
function outside({ state, from, to }: Piece, busy: readonly Piece[]): Piece[] {
  const left: Piece[] = [];
  let at = from;
  for (const other of busy) {
    if (other.to <= at || other.from >= to) continue;
    if (other.from > at) left.push(piece(state, at, other.from));
    at = Math.max(at, other.to);
  }
  return at < to ? [...left, piece(state, at, to)] : left;
}
