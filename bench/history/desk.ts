import { nextChance, type Chance } from '../../src/core/chance.js';
import type { AgentStateName, Milestone } from '../../src/core/milestone.js';
import { agentNames, queueNames, queuesOf } from './company.js';
import type { Day, Shape } from './shape.js';

const HOUR_MS = 3_600_000;
const SHIFT_MS = 8.5 * HOUR_MS;
/** When shifts begin, in hours of the day; one agent in twenty has the first, which is at night. */
const SHIFTS = { night: 0.5, day: [7, 7.5, 8, 8, 8.5, 9, 10, 12, 14.5] };
const NIGHT_SHARE = 0.05;
const ABSENT_SHARE = 0.2;

interface Worker {
  readonly name: string;
  /** Where his last state ended; signed out since then unless he works. */
  since: number;
  /** The shift of the day; null: he does not come. */
  shift: { readonly from: number; readonly to: number } | null;
}

/** What an agent did from where he stood. */
export interface Stretch {
  readonly state: AgentStateName;
  readonly to: number;
  readonly conversation?: string;
  readonly queue?: string;
  readonly endedBy?: 'agent' | 'limit';
}

/** The agents and what they do, state after state without hole or overlap. */
export class Desk {
  readonly #workers: readonly Worker[];
  readonly #byName: ReadonlyMap<string, Worker>;
  /** By the queue's place. */
  readonly #inQueue: readonly (readonly Worker[])[];
  #told: Milestone[] = [];

  constructor(shape: Shape, from: number) {
    this.#workers = agentNames(shape).map((name) => ({ name, since: from, shift: null }));
    this.#byName = new Map(this.#workers.map((worker) => [worker.name, worker]));
    this.#inQueue = queueNames(shape).map((_, queue) =>
      this.#workers.filter((_worker, agent) => queuesOf(agent, shape).includes(queue)),
    );
  }

  /** Draws who comes when. */
  open({ period }: Day, chance: Chance): void {
    for (const worker of this.#workers) {
      const drawn = nextChance(chance);
      const start = drawn < NIGHT_SHARE ? SHIFTS.night : SHIFTS.day[Math.floor(drawn * SHIFTS.day.length)];
      const from = period.from + (start ?? 8) * HOUR_MS + Math.floor(nextChance(chance) * 300_000);
      worker.shift = nextChance(chance) < ABSENT_SHARE ? null : { from, to: from + SHIFT_MS };
      if (worker.shift !== null) this.#put(worker, { state: 'signed-out', to: from });
    }
  }

  /** Who of the queue is free first from `at` on, before `limit`; null: nobody. */
  firstFree(
    queue: number,
    at: number,
    limit: number,
    not: string | null,
  ): { readonly agent: string; readonly at: number } | null {
    let [first, soonest]: [Worker | null, number] = [null, limit];
    for (const worker of this.#inQueue[queue] ?? []) {
      const { shift, since, name } = worker;
      if (shift === null || name === not) continue;
      const free = Math.max(at, since, shift.from);
      if (free >= shift.to || free > soonest) continue;
      // Of several who are free the one who has been so longest.
      if (first !== null && free === soonest && since >= first.since) continue;
      [first, soonest] = [worker, free];
    }
    return first === null ? null : { agent: first.name, at: soonest };
  }

  /** He was available until `at`, then did this. */
  busy(agent: string, at: number, stretches: readonly Stretch[]): void {
    const worker = this.#byName.get(agent);
    if (worker === undefined) return;
    this.#put(worker, { state: 'available', to: at });
    for (const stretch of stretches) this.#put(worker, stretch);
  }

  /** Signs everybody out at the end of his shift; what the day tells of agents. */
  close(): Milestone[] {
    for (const worker of this.#workers) {
      if (worker.shift !== null) this.#put(worker, { state: 'available', to: worker.shift.to });
      worker.shift = null;
    }
    const told = this.#told;
    this.#told = [];
    return told;
  }

  /** The states in which the past ends. */
  goingOn(): Milestone[] {
    return this.#workers.map(({ name, since }) => ({
      kind: 'agent-state-began',
      ...{ agent: name, state: 'signed-out', reason: null, from: since, conversation: null, queue: null },
    }));
  }

  #put(worker: Worker, { state, to, conversation, queue, endedBy }: Stretch): void {
    if (to <= worker.since) return;
    this.#told.push({
      kind: 'agent-state-ended',
      ...{ agent: worker.name, state, reason: null, from: worker.since, to },
      ...{ conversation: conversation ?? null, queue: queue ?? null, endedBy: endedBy ?? 'event' },
    });
    worker.since = to;
  }
}
