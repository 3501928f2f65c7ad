import { differentCallers } from './callers.js';
import type { OutgoingFact } from '../../core/milestone.js';
import type { MadeFact, OutgoingItem } from './items.js';

/** A talk longer than this is one in which something was said, and nobody was told that he has dialled wrong. */
const LONG_MS = 30_000;

/** Calls that agents made; those that were made to connect callers with numbers outside are in no figure of agents. */
export function madeByAgents(facts: readonly OutgoingFact[]): readonly MadeFact[] {
  return facts.flatMap((fact) => (fact.agent === null ? [] : [{ ...fact, agent: fact.agent }]));
}

/** Whether the phone outside was called: a call that the policy forbids was never made. */
export function isMade({ fact }: OutgoingItem): boolean {
  return fact.dialledAt !== null;
}

export function isSuccessful(item: OutgoingItem): boolean {
  return isMade(item) && item.fact.result === 'answered';
}

/** Whether agent and client were connected. */
export function isTalkedIn({ fact }: OutgoingItem): boolean {
  return fact.conversation !== null;
}

export function isLong({ fact }: OutgoingItem): boolean {
  return fact.talkMs > LONG_MS;
}

/** Different people who were called, each once. */
export function peopleCalled(items: readonly OutgoingItem[]): readonly string[] {
  return differentCallers(items.filter(isMade).map(({ fact: { call }, client }) => ({ call, client })));
}
