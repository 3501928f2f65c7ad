import type { CallEvent, DecisionFact } from '../../src/core/milestone.js';
import { NAMED_AT_MOST } from '../../src/core/ringing/decision.js';
import type { AgentId } from '../../src/core/plan.js';
import { must } from './must.js';

/** Reasons that are states which an agent shows. */
const SHOWN = ['signed-out', 'talking', 'wrap-up', 'paused', 'busy-elsewhere', 'unreachable'] as const;

/** Every offer has been decided by a rule that is told with it, and everybody who serves there is accounted for once. */
export class DecisionBook {
  /** Agents rung in this step, by offer, that no decision has been told for yet. */
  readonly #rung = new Map<string, AgentId>();

  offered({ detail }: CallEvent): void {
    this.#rung.set(String(detail['offer']), String(detail['agent']));
  }

  /** `stateOf`: what each agent shows. */
  decided(fact: DecisionFact, stateOf: (agent: AgentId) => string | null): void {
    const { decision, rung, eligible, leftOut, detail } = fact;
    const offers = [...this.#rung];
    must(offers[0]?.[0] === decision, `decision ${decision} is not about the offers that were made`);
    must(offers.length === rung, `decision ${decision} tells ${rung} offers, there were ${offers.length}`);
    const first = detail.ranked.slice(0, rung).map(({ agent }) => agent);
    const made = offers.slice(0, NAMED_AT_MOST).map(([, agent]) => agent);
    must(
      first.join() === made.join(),
      `decision ${decision} tells ${first.join()}, rung were ${made.join()}`,
    );
    const left = Object.values(detail.leftOut);
    must(left.reduce((sum, { count }) => sum + count, 0) === leftOut, `decision ${decision} loses somebody`);
    must(rung <= eligible, `decision ${decision} rings more than could be`);
    const named = [...detail.ranked.map(({ agent }) => agent), ...left.flatMap(({ agents }) => agents)];
    must(new Set(named).size === named.length, `decision ${decision} names somebody twice`);
    for (const reason of SHOWN)
      for (const agent of detail.leftOut[reason]?.agents ?? [])
        must(
          stateOf(agent) === reason,
          `agent ${agent} is told to be ${reason} and is ${stateOf(agent) ?? 'nothing'}`,
        );
    this.#rung.clear();
  }

  /** The step is over. */
  mustBeComplete(): void {
    must(this.#rung.size === 0, `nobody told why ${[...this.#rung.values()].join()} was rung`);
  }
}
