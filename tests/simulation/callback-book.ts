import type { AttemptResult } from '../../src/core/callback/callback.js';
import type { CallbackAsked, CallbackAttemptFact, CallbackFact } from '../../src/core/milestone.js';
import type { Plan } from '../../src/core/plan.js';
import type { CallbackId, CallId, Instant } from '../../src/core/signal.js';
import { must } from './must.js';

interface Open {
  readonly number: string;
  queue: string;
  /** The oldest wait that was told for it. */
  since: Instant;
  priority: number | null;
  /** How often he was called, and how often in vain since he was asked for last. */
  tries: number;
  inVain: number;
  askedAt: Instant;
  reached: boolean;
}

/** A call that is made: an agent is rung, and then perhaps the client. */
interface Made {
  readonly callback: CallbackId;
  dialledAt: Instant | null;
  /** Agents of whom it is not told yet what came of ringing them. */
  standing: number;
}

/**
 * Nobody who is to be called back is lost: each is asked for once, ends once, and is called by one agent at a time, no
 * more often than the plan says and never before somebody who waits longer.
 */
export class CallbackBook {
  #open = new Map<CallbackId, Open>();
  #made = new Map<CallId, Made>();
  /** All of them; who has talked may say afterwards what came of it. */
  #everMade = new Set<CallId>();
  #ended = new Set<CallbackId>();

  /** Those that somebody would have to cancel. */
  get open(): readonly CallbackId[] {
    return [...this.#open.keys()];
  }

  isMade(call: CallId): boolean {
    return this.#everMade.has(call);
  }

  forgetWhatWasTold(): void {
    this.#open = new Map();
    this.#made = new Map();
    this.#everMade = new Set();
    this.#ended = new Set();
  }

  asked(told: CallbackAsked, now: Instant): void {
    must(!this.#ended.has(told.callback), `callback ${told.callback} is asked for after its end`);
    const known = this.#open.get(told.callback);
    if (known !== undefined) {
      known.queue = told.queue;
      known.inVain = 0;
      known.askedAt = now;
      known.since = Math.min(known.since, Math.max(now, told.notBefore ?? 0));
      return;
    }
    for (const [other, { number }] of this.#open)
      must(number !== told.number, `${told.callback} is asked for beside ${other}, for the same number`);
    const since = Math.max(now, told.notBefore ?? 0);
    const { number, queue } = told;
    this.#open.set(told.callback, {
      ...{
        number,
        queue,
        since,
        priority: told.call === null ? 0 : null,
        tries: 0,
        inVain: 0,
        askedAt: now,
        reached: false,
      },
    });
  }

  /** A caller has asked, or hung up waiting, who has waited so long. */
  askedInCall(callback: CallbackId, waitedMs: number, priority: number, now: Instant): void {
    const open = this.#open.get(callback);
    if (open === undefined) return;
    // The first to ask brings his priority.
    open.priority ??= priority;
    open.since = Math.min(open.since, now - waitedMs);
  }

  /** An agent is rung for it, which has waited so long; its age, with what its priority is worth, and its queue. */
  offered(
    callback: CallbackId,
    call: CallId,
    waitedMs: number,
    now: Instant,
  ): { readonly ageMs: number; readonly queue: string } {
    const open = this.#open.get(callback);
    must(open !== undefined, `an agent is rung for callback ${callback}, which is not there`);
    must(!open.reached, `an agent is rung for callback ${callback}, who was reached`);
    must(
      open.since === now - waitedMs,
      `callback ${callback} waits since ${open.since} and stands at ${now - waitedMs}`,
    );
    for (const [other, made] of this.#made)
      must(made.callback !== callback || other === call, `callback ${callback} is made twice at once`);
    const known = this.#made.get(call) ?? { callback, dialledAt: null, standing: 0 };
    known.standing += 1;
    this.#made.set(call, known);
    this.#everMade.add(call);
    return { ageMs: waitedMs + (open.priority ?? 0) * MINUTE_MS, queue: open.queue };
  }

  dialled(call: CallId, now: Instant, plan: Plan | null): void {
    const made = this.#made.get(call);
    const open = made === undefined ? undefined : this.#open.get(made.callback);
    must(made !== undefined && open !== undefined, `a client is called by ${call}, which nobody makes`);
    must(made.dialledAt === null, `the client's phone is rung twice by ${call}`);
    made.dialledAt = now;
    open.tries += 1;
    const { allow = [], refuse = [], own = [] } = plan?.dialPolicy ?? {};
    const begins = (prefix: string): boolean => open.number.startsWith(prefix);
    must(!own.includes(open.number), `${open.number}, which is our own, is called`);
    must(allow.some(begins) && !refuse.some(begins), `${open.number} is called against the dial policy`);
    const rule = plan?.queues[open.queue]?.callback;
    if (rule === undefined) return;
    must(
      open.inVain < rule.tries + TRIES_OF_OTHER_PLANS,
      `callback ${made.callback} is tried after ${open.inVain} times in vain`,
    );
  }

  reached(call: CallId): void {
    const open = this.#open.get(this.#made.get(call)?.callback ?? '');
    if (open !== undefined) open.reached = true;
  }

  /** The agent is rung no more; with an answer the attempt is over. */
  attemptEnded(fact: CallbackAttemptFact, now: Instant): void {
    must(
      fact.offeredAt <= fact.offerEndedAt && fact.offerEndedAt <= now,
      `attempt ${fact.attempt} has strange times`,
    );
    must(
      (fact.result === null) === (fact.dialledAt === null),
      `attempt ${fact.attempt} has a result of nothing`,
    );
    must(
      fact.result !== 'answered' || fact.conversation !== null,
      `attempt ${fact.attempt} talked with nobody`,
    );
    const made = this.#made.get(fact.call);
    must(made !== undefined, `attempt ${fact.attempt} ends and never began`);
    made.standing -= 1;
    const open = this.#open.get(made.callback);
    const isInVain = fact.result !== null && IN_VAIN.includes(fact.result);
    if (open !== undefined && isInVain && (fact.dialledAt ?? 0) >= open.askedAt) open.inVain += 1;
    if (fact.offerResult === 'answered')
      must(made.dialledAt === fact.dialledAt, `attempt ${fact.attempt} was dialled at another time`);
    if (made.standing === 0) this.#made.delete(fact.call);
  }

  ended(fact: CallbackFact): void {
    must(!this.#ended.has(fact.callback), `callback ${fact.callback} ends twice`);
    this.#ended.add(fact.callback);
    if (fact.reason !== null && !this.#open.has(fact.callback)) return;
    const open = this.#open.get(fact.callback);
    must(open !== undefined, `callback ${fact.callback} ends and nobody asked for it`);
    must(
      open.tries === fact.tries,
      `callback ${fact.callback} tells ${fact.tries} tries, there were ${open.tries}`,
    );
    must((fact.end === 'reached') === open.reached, `callback ${fact.callback} ends as ${fact.end}`);
    this.#open.delete(fact.callback);
  }

  end(): void {
    must(this.#open.size === 0, `${this.#open.size} callbacks are forgotten`);
  }
}

const MINUTE_MS = 60_000;
const IN_VAIN: readonly AttemptResult[] = ['busy', 'no-answer', 'refused'];

/** A plan with fewer tries may come when there were more already: one more is made before it is seen. */
const TRIES_OF_OTHER_PLANS = 3;
