import type { AgentId, Phone } from '../plan.js';
import type { StateIndex } from '../state.js';

/** Notes who is signed in at a phone, in the order of the ids; how many they are now. */
export function addUser(index: StateIndex, phone: Phone, agent: AgentId): number {
  const users = new Set([...usersOf(index, phone), agent].sort());
  index.signedInAt.set(phone, users);
  return users.size;
}

/** How many are left; null: this agent was not among them. */
export function removeUser(index: StateIndex, phone: Phone, agent: AgentId): number | null {
  const users = index.signedInAt.get(phone);
  if (users?.delete(agent) !== true) return null;
  if (users.size === 0) index.signedInAt.delete(phone);
  return users.size;
}

/** Everybody who is signed in at the phone. */
export function usersOf(index: StateIndex, phone: Phone): ReadonlySet<AgentId> {
  return index.signedInAt.get(phone) ?? NOBODY;
}

const NOBODY: ReadonlySet<AgentId> = new Set();
