import assert from 'node:assert/strict';
import type { AgentStateFact, CallFact, OutgoingFact } from '../../../src/core/milestone.js';
import type { Instant } from '../../../src/core/signal.js';
import { anOutgoing, aCall } from '../../store/sample-facts.js';
import { stateOf, type Caller, type Facts } from '../day-of-calls.js';
import { at, DAY, DAY_MS, MINUTE } from './centre.js';

export type Person = Omit<Caller, 'at'>;

export function times<Item>(count: number, item: Item): Item[] {
  return Array.from({ length: count }, () => item);
}

/** Callers one after the other. */
export function oneByOne(people: readonly Person[], from = at('09:00'), stepMs = MINUTE): readonly Caller[] {
  return people.map((person, index) => ({ ...person, at: from + index * stepMs }));
}

export const answered = (waitMs: number, change: Partial<Person> = {}): Person => ({
  ...{ waitMs, answeredBy: 'anna' },
  ...change,
});
export const hungUp = (waitMs: number, change: Partial<Person> = {}): Person => ({ waitMs, ...change });

/** The number of a client, in E.164. */
export function numberOf(person: number): string {
  return `+35988${String(person).padStart(7, '0')}`;
}

/** The calls with a change of each. */
export function changed(facts: Facts, change: (call: CallFact, index: number) => Partial<CallFact>): void {
  facts.calls = facts.calls.map((call, index) => ({ ...call, ...change(call, index) }));
}

/** Somebody who hung up in the menu; nobody was rung for him. */
export function inMenu(call: string, arrivedAt: Instant, change: Partial<CallFact> = {}): CallFact {
  return aCall({
    ...{ call, arrivedAt, answeredAt: arrivedAt, firstOfferedAt: null, endedAt: arrivedAt + 9_000 },
    ...{ endPlace: 'menu', lastExit: null, waitMs: 0, conversations: 0, talkMs: 0, informationHeard: null },
    ...{ marks: [], tags: [], fromName: null, planVersion: 'plan-1', ...change },
  });
}

/** A call that an agent made; without a talk: what came of it. */
export function made(
  index: number,
  came: number | Exclude<OutgoingFact['result'], 'answered'>,
  change: Partial<OutgoingFact> = {},
): OutgoingFact {
  const askedAt = change.askedAt ?? at('09:00') + index * MINUTE;
  const common = { call: `made-${index}`, askedAt, dialledAt: askedAt + 1_000, number: numberOf(index) };
  if (typeof came === 'string') {
    const never = { answeredAt: null, conversation: null, talkStartedAt: null, talkEndedAt: null, talkMs: 0 };
    return anOutgoing({ ...common, ...never, result: came, endedAt: askedAt + 9_000, ...change });
  }
  const talkStartedAt = askedAt + 5_000;
  const talk = { talkStartedAt, talkEndedAt: talkStartedAt + came, talkMs: came };
  return anOutgoing({
    ...{ ...common, ...talk, answeredAt: talkStartedAt, endedAt: talkStartedAt + came },
    ...{ conversation: `made-talk-${index}`, ...change },
  });
}

/** What an agent did by the clock of a day, from midnight to midnight: each state until the next one. */
export function dayOf(
  agent: string,
  states: readonly (readonly [string, AgentStateFact['state']])[],
  date = DAY,
): AgentStateFact[] {
  const midnight = at('00:00', date);
  return states.map(([clock, state], index) => {
    const [next] = states[index + 1] ?? [];
    const to = next === undefined ? midnight + DAY_MS : at(next, date);
    assert.ok(to > at(clock, date), `${clock} ${state}`);
    return stateOf(agent, state, at(clock, date), to);
  });
}
