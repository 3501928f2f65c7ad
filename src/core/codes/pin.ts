import type { Agent } from '../agent/agent.js';
import type { Actor } from '../change.js';
import type { AgentId, Phone } from '../plan.js';
import { mint, planInForce } from '../state.js';
import { agentOf, type Work } from '../work.js';
import type { PinLock } from './rule.js';

/** Wrong PINs of an agent in a row, and until when his is locked by them. */
export interface PinStanding {
  wrong: number;
  lockedUntil: number | null;
}

/** Where a program before knew no PINs, or nobody has tried his. */
export function untriedPin(): PinStanding {
  return { wrong: 0, lockedUntil: null };
}

/** One wrong PIN more, keyed at this phone; too many in a row lock it. */
export function pinWasWrong(work: Work, agent: Agent, phone: Phone, lock: PinLock): void {
  agent.pin.wrong += 1;
  if (agent.pin.wrong < lock.wrong) return;
  const before = { pinLocked: false, wrong: agent.pin.wrong };
  agent.pin.lockedUntil = work.now + lock.forMs;
  work.state.deadlines.set('pin-lock', agent.id, agent.pin.lockedUntil);
  const by: Actor = { name: 'callplane', role: 'system', request: null };
  work.milestones.push({
    ...{
      kind: 'changed',
      id: mint(work.state, 'change'),
      at: work.now,
      by,
      what: 'lock-pin',
      about: agent.id,
    },
    ...{ before, after: { pinLocked: true, phone } },
  });
}

/** Its time is over. */
export function pinLockDue(work: Work, id: AgentId): void {
  unlockPin(work, id);
}

/** The lock is over, or taken off; false: there is none. */
export function unlockPin(work: Work, id: AgentId): boolean {
  const agent = agentOf(work, id);
  const isLocked = agent.pin.lockedUntil !== null;
  work.state.deadlines.cancel('pin-lock', id);
  agent.pin = untriedPin();
  return isLocked;
}

/** The agent may show who he is; null: he is in no plan, or locked out. */
export function mayBe(work: Work, id: AgentId | null): Agent | null {
  if (id === null || planInForce(work.state).agents[id] === undefined) return null;
  const agent = agentOf(work, id);
  return agent.pin.lockedUntil === null ? agent : null;
}
