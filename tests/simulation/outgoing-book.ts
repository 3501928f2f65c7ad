import type { CallEvent, OutgoingFact } from '../../src/core/milestone.js';
import type { CallId, ConversationId, Instant } from '../../src/core/signal.js';
import { must } from './must.js';

interface Made {
  readonly agent: string;
  readonly askedAt: Instant;
  dialledAt: Instant | null;
  conversation: ConversationId | null;
  talkStartedAt: Instant | null;
}

/** Every call that an agent makes ends once, and tells what became of it as it was. */
export class OutgoingBook {
  #made = new Map<CallId, Made>();
  #ended = new Set<CallId>();

  isMade(call: CallId): boolean {
    return this.#made.has(call) || this.#ended.has(call);
  }

  forgetWhatWasTold(): void {
    this.#made = new Map();
    this.#ended = new Set();
  }

  event({ call, event, detail }: CallEvent, now: Instant): void {
    const agent = String(detail['agent']);
    if (event === 'outgoing-asked') {
      must(!this.isMade(call), `agent ${agent} begins call ${call} twice`);
      const made = { agent, askedAt: now, dialledAt: null, conversation: null, talkStartedAt: null };
      this.#made.set(call, made);
      return;
    }
    const made = this.#made.get(call);
    // What came of its recording may be told afterwards.
    if (made === undefined) return;
    if (event === 'dialled') {
      must(made.dialledAt === null, `the phone outside is rung twice by ${call}`);
      made.dialledAt = now;
    } else if (event === 'connected') {
      must(made.dialledAt !== null, `${call} is connected and never dialled`);
      made.conversation = String(detail['conversation']);
      made.talkStartedAt = now;
    }
  }

  ended(fact: OutgoingFact, now: Instant): void {
    const { call, result, refusal } = fact;
    must(!this.#ended.has(call), `call ${call} ends twice`);
    this.#ended.add(call);
    must(fact.endedAt === now, `call ${call} ends at another time than now`);
    must((result === 'blocked-by-policy') === (refusal !== null), `call ${call} is blocked for no reason`);
    const made = this.#made.get(call);
    if (result === 'blocked-by-policy' && made === undefined) return;
    must(result !== 'blocked-by-policy' || fact.dialledAt === null, `call ${call} is blocked and dialled`);
    must(made !== undefined, `call ${call} ends and was never asked for`);
    this.#made.delete(call);
    const { agent, askedAt, dialledAt, conversation, talkStartedAt } = fact;
    const told = { agent, askedAt, dialledAt, conversation, talkStartedAt };
    must(
      JSON.stringify(told) === JSON.stringify(made),
      `call ${call} tells ${JSON.stringify(told)}, and was ${JSON.stringify(made)}`,
    );
    must(result !== 'answered' || conversation !== null, `call ${call} was answered and nobody talked`);
    const talkMs = (fact.talkEndedAt ?? 0) - (talkStartedAt ?? 0);
    must(fact.talkMs === talkMs && talkMs >= 0, `call ${call} talked for ${fact.talkMs} ms of ${talkMs}`);
    must(/^\+359\d+$/.test(fact.number), `${fact.number} was called, which no policy allows`);
  }

  end(): void {
    for (const call of this.#made.keys()) must(false, `call ${call}, which an agent makes, has no end`);
  }
}
