import { type Plan, STRATEGIES } from '../../src/core/plan.js';
import type { Instant, Signal } from '../../src/core/signal.js';
import { createState, nextDeadline, type State, step } from '../../src/core/step.js';
import { plan, queue } from '../../tests/core/plan-builder.js';
import { AsteriskModel } from '../../tests/support/model/asterisk.js';
import { PLAIN_OPTIONS } from '../../tests/support/model/options.js';
import { randomNumbers } from '../../tests/support/model/random.js';

export interface Recorded {
  readonly signal: Signal;
  readonly at: Instant;
}

export const MORNING = Date.parse('2026-03-04T08:00:00Z');
const AGENTS_A_QUEUE = 15;
/** Mean time between two callers, so that agents are busy about nine tenths of the day. */
const EVERY_MS = 900;
const TALK_MS = 70_000;

/** Seven queues, one for each strategy, with music, positions, messages and wrap-up, behind a menu. */
export function dayPlan(): Plan {
  const agents = STRATEGIES.flatMap((_, index) =>
    Array.from({ length: AGENTS_A_QUEUE }, (__, place) => `agent-${index * AGENTS_A_QUEUE + place}`),
  );
  return plan({
    agents,
    prompts: ['welcome', 'choose', 'channels'],
    queues: STRATEGIES.map((strategy, index) =>
      queue(strategy, agents.slice(index * AGENTS_A_QUEUE, (index + 1) * AGENTS_A_QUEUE), {
        strategy,
        wrapUp: { timeMs: 10_000, extendToMs: 10_000 },
        waiting: {
          music: 'default',
          position: { firstAfterMs: 15_000, everyMs: 45_000, onlyWhenBetter: true },
          messages: [{ prompt: 'channels', firstAfterMs: 5_000, everyMs: 30_000 }],
        },
      }),
    ),
    blocks: {
      greet: [
        { do: 'play', prompt: 'welcome', information: false },
        {
          do: 'menu',
          id: 'greet[1]',
          prompt: 'choose',
          keys: Object.fromEntries(STRATEGIES.map((strategy, index) => [String(index), `to-${strategy}`])),
          timeoutMs: 5_000,
          tries: 2,
          otherwise: 'to-parallel',
        },
      ],
      ...Object.fromEntries(
        STRATEGIES.map((strategy) => [`to-${strategy}`, [{ do: 'queue', queue: strategy }]]),
      ),
    },
    numbers: { '100': 'greet' },
  });
}

/** Every signal of a busy day with so many calls, as the core would meet it, in the order of time. */
export function recordDay(calls: number): readonly Recorded[] {
  const taken: Recorded[] = [];
  const state = freshState();
  const dice = randomNumbers(1);
  let now = MORNING;
  const take = (signal: Signal, at: Instant): void => {
    now = at;
    taken.push({ signal, at });
    model.carryOut(step(state, signal, at).commands);
  };
  const model = new AsteriskModel({ ...PLAIN_OPTIONS, remembers: 'nothing' }, MORNING, take);
  const planned = dayPlan();
  take({ kind: 'plan-loaded', plan: planned, by: 'bench' }, now);
  for (const { id, phone } of Object.values(planned.agents)) {
    model.setBehaviour(phone ?? '', {
      kind: 'answers',
      afterMs: 2_000 + 4_000 * dice(),
      hangsUpAfterMs: null,
    });
    take({ kind: 'request', id, request: { ask: 'sign-in', agent: id } }, now);
  }
  const goTo = (until: Instant): void => {
    for (;;) {
      const next = Math.min(model.nextAt() ?? Infinity, nextDeadline(state) ?? Infinity);
      if (next > until) break;
      model.runUntil(next);
      if ((nextDeadline(state) ?? Infinity) <= next) take({ kind: 'time-passed' }, next);
    }
    model.runUntil(until);
    now = until;
  };
  const later: { readonly at: Instant; readonly act: () => void }[] = [];
  for (let call = 0; call < calls; call++) {
    const at = Math.round(MORNING + 1_000 + call * EVERY_MS);
    const queueKey = String(Math.floor(dice() * STRATEGIES.length));
    let leg = '';
    later.push({
      at,
      act: () => (leg = model.placeCall({ from: '3590001', fromName: null, dialled: '100' })),
    });
    later.push({ at: at + 2_500, act: () => model.pressKey(leg, queueKey) });
    later.push({ at: at + 10_000 + TALK_MS * 2 * dice(), act: () => model.hangUp(leg) });
  }
  for (const { at, act } of later.sort((a, b) => a.at - b.at)) {
    goTo(at);
    act();
  }
  goTo(now + 120_000);
  return taken;
}

export function freshState(): State {
  return createState({ prefix: 'b', seed: 1 });
}
