import type { AgentStateFact } from '../../../src/core/milestone.js';
import { type Check, every, hasSpan, near, type Span } from './check.js';
import { spoken } from './duration.js';
import type { Happened } from './happened.js';
import type { SentenceForm } from './sentence.js';

/** The states agents were in, as stored, and what they asked for. */
export const AGENT_EXPECTATIONS: readonly SentenceForm<Check>[] = [
  {
    form: '{agents} is {state:word} from {from:time} to {to:time}',
    make: (c) => {
      const [state, from, to] = [c.text('state'), c.time('from'), c.time('to')];
      return every(c.agents(), (agent) =>
        inState(agent, state, (spans, toleranceMs) => hasSpan(spans, from, to, toleranceMs)),
      );
    },
  },
  {
    form: '{agents} is {state:word} from {from:time} on',
    make: (c) => {
      const [state, from] = [c.text('state'), c.time('from')];
      return every(c.agents(), (agent) =>
        inState(agent, state, (spans, toleranceMs) => lastsFrom(spans, from, toleranceMs)),
      );
    },
  },
  {
    form: '{agents} is never {state:word}',
    make: (c) => {
      const state = c.text('state');
      return every(c.agents(), (agent) => inState(agent, state, (spans) => spans.length === 0));
    },
  },
  {
    form: "{agent}'s wrap-up lasts {length:time} and is ended by {by:word}",
    make: (c) => wrapUp(c.agent(), c.time('length'), c.text('by')),
  },
  {
    form: "{agent}'s request at {at:time} is refused as {code:word}",
    make: (c) => refused(c.agent(), c.time('at'), c.text('code')),
  },
];

function inState(
  agent: string,
  state: string,
  holds: (spans: readonly Span[], toleranceMs: number) => boolean,
): Check {
  return (happened, toleranceMs) => {
    const stays = staysOf(happened, agent);
    const spans = stays
      .filter((stay) => stateOf(stay) === state)
      .map(({ from, to }) => ({ fromAt: from, toAt: to }));
    if (holds(spans, toleranceMs)) return null;
    const told = stays.map((stay) => `${stateOf(stay)} ${spoken(stay.from)}-${spoken(stay.to)}`).join(', ');
    return `${agent} was: ${told}`;
  };
}

/** `paused:lunch` or the plain name. */
function stateOf({ state, reason }: AgentStateFact): string {
  return state === 'paused' ? `paused:${reason ?? ''}` : state;
}

/** The last of the spans began there. */
function lastsFrom(spans: readonly Span[], from: number, toleranceMs: number): boolean {
  const last = spans.at(-1);
  return last !== undefined && near(last.fromAt, from, toleranceMs);
}

function wrapUp(agent: string, lengthMs: number, by: string): Check {
  return (happened, toleranceMs) => {
    const stays = staysOf(happened, agent).filter(({ state }) => state === 'wrap-up');
    const found = stays.some(
      ({ from, to, endedBy }) => near(to - from, lengthMs, toleranceMs) && endedBy === by,
    );
    if (found) return null;
    const told = stays.map(({ from, to, endedBy }) => `${spoken(to - from)} ended by ${endedBy}`);
    return `wrap-ups of ${agent}: ${told.join(', ') || 'none'}`;
  };
}

function refused(agent: string, at: number, code: string): Check {
  return ({ refusals }, toleranceMs) => {
    const found = refusals.some(
      (refusal) => refusal.agent === agent && refusal.code === code && near(refusal.at, at, toleranceMs),
    );
    if (found) return null;
    const told = refusals.map((refusal) => `${refusal.agent} at ${spoken(refusal.at)} as ${refusal.code}`);
    return `refused requests: ${told.join(', ') || 'none'}`;
  };
}

function staysOf({ facts }: Happened, agent: string): readonly AgentStateFact[] {
  return facts.agentStates.filter((fact) => fact.agent === agent).sort((a, b) => a.from - b.from);
}
