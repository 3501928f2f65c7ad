import type { Instant, LookupOutcome, Signal } from '../../../src/core/signal.js';
import type { LookUp, WebRequest } from '../../../src/core/web-request.js';

/** What the other system does with a question; null: it never answers, and nobody tells so in time. */
export type Answering = (
  lookUp: LookUp,
) => { readonly afterMs: number; readonly outcome: LookupOutcome } | null;

/** The systems that flows ask, in virtual time; whoever asks for us gives up when the time of the step is over. */
export class OtherSystem {
  #due: { readonly at: Instant; readonly signal: Signal }[] = [];

  constructor(public answering: Answering) {}

  /** What is asked now is answered later. */
  ask(requests: readonly WebRequest[], now: Instant): void {
    for (const request of requests) {
      const answer = request.kind === 'look-up' ? this.answering(request) : null;
      if (request.kind !== 'look-up' || answer === null) continue;
      const isLate = answer.afterMs > request.timeoutMs;
      const outcome: LookupOutcome = isLate ? { ok: false, failure: 'timeout' } : answer.outcome;
      const { lookup, call, timeoutMs } = request;
      const at = now + Math.min(answer.afterMs, timeoutMs);
      this.#due.push({ at, signal: { kind: 'looked-up', lookup, call, outcome } });
    }
  }

  nextAt(): Instant | null {
    return this.#due.length === 0 ? null : Math.min(...this.#due.map(({ at }) => at));
  }

  /** The answers that are due, each once. */
  takeDue(now: Instant): readonly Signal[] {
    const due = this.#due.filter(({ at }) => at <= now);
    this.#due = this.#due.filter(({ at }) => at > now);
    return due.map(({ signal }) => signal);
  }

  /** The process that had asked is gone. */
  forgetAll(): void {
    this.#due = [];
  }
}
