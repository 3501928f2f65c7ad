import type { CallArrived, CallFact } from '../../src/core/milestone.js';
import type { CallId, Instant } from '../../src/core/signal.js';
import { must } from './must.js';

interface Dropped {
  readonly ageMs: number;
  readonly at: Instant;
}

/** No queue of the simulator keeps an age for longer. */
const LONGEST_MS = 60_000;

/** Who drops a call while he waits may keep his age in the next one: once, and no more than he had. */
export class DropBook {
  readonly #numbers = new Map<CallId, string | null>();
  readonly #kept = new Map<CallId, number>();
  readonly #dropped = new Map<string, Dropped>();

  begin({ call, from }: CallArrived): void {
    this.#numbers.set(call, from);
  }

  keeps(call: CallId, ageMs: number, now: Instant): void {
    const number = this.#numbers.get(call) ?? '';
    const dropped = this.#dropped.get(number);
    must(dropped !== undefined, `call ${call} keeps an age although nobody dropped a call from ${number}`);
    const isRight = dropped.ageMs === ageMs && now <= dropped.at + LONGEST_MS;
    must(isRight, `call ${call} keeps ${ageMs} ms, it was ${JSON.stringify(dropped)} before ${now}`);
    this.#dropped.delete(number);
    this.#kept.set(call, ageMs);
  }

  keptBy(call: CallId): number {
    return this.#kept.get(call) ?? 0;
  }

  end({ call, from, waitMs, lastExit, endedAt }: CallFact): void {
    if (from === null || lastExit !== 'hung-up') return;
    this.#dropped.set(from, { ageMs: this.keptBy(call) + waitMs, at: endedAt });
  }
}
