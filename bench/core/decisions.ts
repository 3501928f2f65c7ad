import type { StrategyName } from '../../src/core/plan.js';
import type { Instant, Signal } from '../../src/core/signal.js';
import { type Reaction, type State, step } from '../../src/core/step.js';
import { plan, queue, WHOLE_DAY } from '../../tests/core/plan-builder.js';
import { quantiles } from '../wire/quantiles.js';
import { freshState, MORNING } from './day.js';
import type { DecisionTimes, StepTimes } from './figures.js';

export const AGENTS = 1_000;
export const WAITING = 10_000;
/** Conversations that every agent has had before: what the counters have to look at. */
const TALKS_BEFORE = 40;

/** A centre in which everybody is signed in. */
class Centre {
  readonly state: State = freshState();
  readonly #agents = Array.from({ length: AGENTS }, (_, index) => `agent-${index}`);
  #now: Instant = MORNING;

  constructor(strategy: StrategyName) {
    this.use(strategy);
  }

  /** From now on the one queue rings by this strategy. */
  use(strategy: StrategyName): void {
    const one = queue('all', this.#agents, {
      strategy,
      counting: { ...WHOLE_DAY, window: { kind: 'day' } },
      wrapUp: { timeMs: 3_600_000, extendToMs: 3_600_000 },
      waiting: {
        music: 'default',
        position: { firstAfterMs: 600_000, everyMs: 600_000, onlyWhenBetter: true },
        messages: [],
      },
    });
    this.take({
      kind: 'plan-loaded',
      plan: plan({ version: strategy, agents: this.#agents, queues: [one] }),
      by: 'bench',
    });
    for (const agent of this.#agents) this.ask('sign-in', agent);
    for (const agent of this.state.agents.values())
      for (let talk = 0; talk < TALKS_BEFORE; talk++)
        agent.history.push({
          endedAt: MORNING - 60_000 * (TALKS_BEFORE - talk),
          talkMs: 60_000,
          talks: 1,
          queue: 'all',
        });
  }

  take(signal: Signal): Reaction {
    this.#now += 1;
    return step(this.state, signal, this.#now);
  }

  ask(ask: 'sign-in' | 'end-wrap-up', agent: string): Reaction {
    return this.take({ kind: 'request', id: agent, request: { ask, agent } });
  }

  call(name: string): Reaction {
    return this.take({ kind: 'call-arrived', leg: name, from: null, fromName: null, dialled: '100' });
  }

  /** Everybody talks, then is in wrap-up. */
  makeEverybodyWrapUp(): void {
    for (let call = 0; call < AGENTS; call++) this.call(`first-${call}`);
    for (const { leg } of [...this.state.offers.values()]) this.take({ kind: 'leg-answered', leg });
    for (const { id, legs } of [...this.state.bridges].map(([key, bridge]) => ({
      id: key,
      legs: [...bridge.legs],
    })))
      for (const leg of legs) this.take({ kind: 'leg-joined', leg, bridge: id });
    for (const leg of [...this.state.legs.keys()]) this.take({ kind: 'leg-ended', leg, end: 'normal' });
  }

  get agents(): readonly string[] {
    return this.#agents;
  }
}

/**
 * What one decision costs with 1,000 agents: one who becomes free before 10,000 who wait; one caller before all free.
 * Each is measured so often, the first for at most all agents.
 */
export function measureDecisions(strategy: StrategyName, times: number): DecisionTimes {
  return {
    strategy,
    freed: inMicroseconds(whenFreed(strategy, times)),
    arrived: inMicroseconds(whenArrived(strategy, times)),
  };
}

function whenFreed(strategy: StrategyName, times: number): readonly number[] {
  const centre = new Centre('sequential');
  centre.makeEverybodyWrapUp();
  centre.use(strategy);
  for (let call = 0; call < WAITING; call++) centre.call(`waiting-${call}`);
  return centre.agents.slice(0, times).map((agent) => timed(() => centre.ask('end-wrap-up', agent)));
}

/** The caller leaves again before the next one comes. */
function whenArrived(strategy: StrategyName, times: number): readonly number[] {
  const centre = new Centre(strategy);
  return Array.from({ length: times }, (_, index) => {
    const ms = timed(() => centre.call(`caller-${index}`));
    for (const leg of [...centre.state.legs.keys()]) centre.take({ kind: 'leg-ended', leg, end: 'normal' });
    return ms;
  });
}

function timed(act: () => Reaction): number {
  const since = performance.now();
  const reaction = act();
  const ms = performance.now() - since;
  if (!reaction.commands.some(({ kind }) => kind === 'ring')) throw new Error('nobody was rung');
  return ms;
}

function inMicroseconds(ms: readonly number[]): StepTimes {
  const each = ms.map((one) => one * 1_000);
  return { ...quantiles(each), longest: Math.max(...each) };
}
