import type { AgentStateBegan, AgentStateFact, AgentStateName } from '../../src/core/milestone.js';
import type { Instant } from '../../src/core/signal.js';
import { must } from './must.js';
import type { VisitBook } from './visit-book.js';

interface Running {
  readonly state: AgentStateName;
  readonly reason: string | null;
  readonly from: Instant;
}

/** Every second of every agent has one state, and it fits what he does. */
export class StaffBook {
  readonly #running = new Map<string, Running>();
  readonly #since = new Map<string, Instant>();
  readonly #toldMs = new Map<string, number>();
  readonly #changed = new Set<string>();

  employ(agents: readonly string[], now: Instant): void {
    for (const agent of agents) {
      if (this.#running.has(agent)) continue;
      this.#running.set(agent, { state: 'signed-out', reason: null, from: now });
      this.#since.set(agent, now);
    }
  }

  stateOf(agent: string): AgentStateName | null {
    return this.#running.get(agent)?.state ?? null;
  }

  ended(fact: AgentStateFact, now: Instant): void {
    const running = this.#running.get(fact.agent);
    const isRight =
      running?.state === fact.state &&
      running.reason === fact.reason &&
      running.from === fact.from &&
      fact.to === now;
    must(
      isRight,
      `the state of ${fact.agent} ends as ${JSON.stringify(fact)}, it was ${JSON.stringify(running)}`,
    );
    must(fact.to > fact.from, `the state ${fact.state} of ${fact.agent} has no length`);
    this.#toldMs.set(fact.agent, (this.#toldMs.get(fact.agent) ?? 0) + fact.to - fact.from);
    this.#running.set(fact.agent, { state: fact.state, reason: fact.reason, from: now });
  }

  began({ agent, state, reason, from }: AgentStateBegan, now: Instant): void {
    const running = this.#running.get(agent);
    must(running !== undefined, `agent ${agent} has a state and is in no plan`);
    must(
      from === now && running.from === now,
      `the state ${state} of ${agent} begins before the one before has ended`,
    );
    this.#running.set(agent, { state, reason, from });
    this.#changed.add(agent);
  }

  /** After a step: who has an offer shows it, who talks shows it, and nobody else does. */
  agree(work: VisitBook, now: Instant): void {
    if (this.#changed.size === 0) return;
    this.#changed.clear();
    for (const [agent, { state }] of this.#running) {
      const does = state === 'offered' || state === 'talking' ? state : null;
      must(
        does === work.workOf(agent),
        `at ${now} agent ${agent} shows ${state} and does ${work.workOf(agent) ?? 'nothing'}`,
      );
    }
  }

  end(now: Instant): void {
    for (const [agent, { state, from }] of this.#running) {
      must(state === 'signed-out', `agent ${agent} is ${state} at the end`);
      const lived = now - (this.#since.get(agent) ?? now);
      const told = (this.#toldMs.get(agent) ?? 0) + now - from;
      must(told === lived, `the states of ${agent} sum to ${told} ms of ${lived} ms`);
    }
  }
}
