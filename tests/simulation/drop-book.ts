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
  readonly #dropped = new Map<string, Dropped[]>();

  begin({ call, from }: CallArrived): void {
    this.#numbers.set(call, from);
  }

  keeps(call: CallId, ageMs: number, now: Instant): void {
    const number = this.#numbers.get(call) ?? '';
    const dropped = this.#dropped.get(number) ?? [];
    const mine = dropped.findIndex((one) => one.ageMs === ageMs && now <= one.at + LONGEST_MS);
    must(mine >= 0, `call ${call} keeps ${ageMs} ms at ${now}; dropped were ${JSON.stringify(dropped)}`);
    dropped.splice(mine, 1);
    this.#kept.set(call, ageMs);
  }

  keptBy(call: CallId): number {
    return this.#kept.get(call) ?? 0;
  }

  end({ call, from, waitMs, lastExit, endedAt }: CallFact): void {
    if (from === null || lastExit !== 'hung-up') return;
    const dropped = { ageMs: this.keptBy(call) + waitMs, at: endedAt };
    this.#dropped.set(from, [...(this.#dropped.get(from) ?? []), dropped]);
  }
}
