import type { CallArrived, CallFact, VisitFact } from '../../src/core/milestone.js';
import type { CallId, Instant } from '../../src/core/signal.js';
import { must } from './must.js';

interface Dropped {
  readonly ageMs: number;
  readonly until: Instant;
}

/** Who drops a call while he waits may keep his age in the next one: once, and no more than he had. */
export class DropBook {
  readonly #numbers = new Map<CallId, string | null>();
  /** Where he was last, if he hung up there. */
  readonly #hungUpIn = new Map<CallId, string | null>();
  readonly #kept = new Map<CallId, number>();
  readonly #dropped = new Map<string, Dropped[]>();

  begin({ call, from }: CallArrived): void {
    this.#numbers.set(call, from);
  }

  keeps(call: CallId, ageMs: number, now: Instant): void {
    const number = this.#numbers.get(call) ?? '';
    const dropped = this.#dropped.get(number) ?? [];
    const mine = dropped.findIndex((one) => one.ageMs === ageMs && now <= one.until);
    must(mine >= 0, `call ${call} keeps ${ageMs} ms at ${now}; dropped were ${JSON.stringify(dropped)}`);
    dropped.splice(mine, 1);
    this.#kept.set(call, ageMs);
  }

  keptBy(call: CallId): number {
    return this.#kept.get(call) ?? 0;
  }

  leave({ call, queue, exit }: VisitFact): void {
    this.#hungUpIn.set(call, exit === 'hung-up' ? queue : null);
  }

  /** `redialMs`: for how long a queue keeps the age of who drops his call there. */
  end({ call, from, waitMs, endedAt }: CallFact, redialMs: (queue: string) => number): void {
    const queue = this.#hungUpIn.get(call) ?? null;
    if (from === null || queue === null) return;
    const dropped = { ageMs: this.keptBy(call) + waitMs, until: endedAt + redialMs(queue) };
    this.#dropped.set(from, [...(this.#dropped.get(from) ?? []), dropped]);
  }
}
