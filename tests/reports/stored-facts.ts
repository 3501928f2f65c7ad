import type { AgentStateFact, Milestone } from '../../src/core/milestone.js';
import { stateOf, type Facts } from './day-of-calls.js';

/** The time in which the facts of tests lie. */
const ALL_TIME = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 5, 1) };

/**
 * The facts as the line tells them, to be stored, and that agents of whom nothing else is said were there all the time. Calls and
 * callbacks that are not over are not among them.
 */
export function milestonesOf(facts: Facts): readonly Milestone[] {
  const as = <Kind extends Milestone['kind'], Fact extends object>(kind: Kind, list: readonly Fact[]) =>
    list.map((fact) => ({ kind, ...fact }));
  const plans = [...facts.plans].map(([version, plan], index) => {
    return { kind: 'plan-in-force', version, at: ALL_TIME.from + index, by: 'test', plan } as const;
  });
  return [
    ...plans,
    ...facts.gaps,
    ...facts.stages,
    ...as('visit-ended', facts.visits),
    ...as('offer-ended', facts.offers),
    ...as('conversation-ended', facts.conversations),
    ...as('recording-ended', facts.recordings),
    ...as('voicemail-ended', facts.voicemails),
    ...as('voicemail-marked', facts.voicemailMarks),
    ...as('rating-ended', facts.ratings),
    ...as('outcome-settled', facts.outcomes),
    ...as('transfer-ended', facts.transfers),
    ...as('hold-ended', facts.holds),
    ...as('callback-ended', facts.callbacks),
    ...as('outgoing-ended', facts.outgoing),
    ...as('call-ended', facts.calls),
    ...as('call-reviewed', facts.reviews),
    ...as('agent-state-ended', [...facts.states, ...statesOfOthers(facts)]),
    ...facts.openStates,
  ];
}

function statesOfOthers(facts: Facts): readonly AgentStateFact[] {
  const told = new Set(facts.states.map(({ agent }) => agent));
  const busy = new Set([...facts.offers, ...facts.conversations].map(({ agent }) => agent));
  return [...busy]
    .filter((agent) => !told.has(agent))
    .map((agent) => stateOf(agent, 'available', ALL_TIME.from, ALL_TIME.to));
}
