import type { CallFact, ConversationFact, OutcomeFact, RatingFact } from '../../src/core/milestone.js';
import type { Plan, QueueId } from '../../src/core/plan.js';
import type { CallId, ConversationId, Instant } from '../../src/core/signal.js';
import { must } from './must.js';

/** What the codes of this plan mean. */
export function meaningsOf({ queues }: Plan): readonly string[] {
  return Object.entries(queues).flatMap(([queue, { outcomes }]) =>
    Object.entries(outcomes?.codes ?? {}).map(([code, { success }]) => meaningOf(queue, code, success)),
  );
}

function meaningOf(queue: QueueId | null, code: string, success: boolean): string {
  return JSON.stringify([queue, code, success]);
}

/**
 * Who is asked for a rating has talked, and what he says is told once, of that talk; what came of a conversation is told
 * once, after it, and is what was set last.
 */
export class AfterCallBook {
  readonly #talks = new Map<ConversationId, ConversationFact | 'goes-on'>();
  /** Of calls that were made, whose ends stand with their attempts. */
  readonly #made = new Map<ConversationId, Pick<ConversationFact, 'call' | 'agent' | 'startedAt'>>();
  readonly #lastTalkOf = new Map<CallId, ConversationFact>();
  /** Calls that are being asked, since when. */
  readonly #asked = new Map<CallId, Instant>();
  readonly #set = new Map<ConversationId, string>();
  readonly #settled = new Set<ConversationId>();

  talks(conversation: ConversationId): void {
    this.#talks.set(conversation, 'goes-on');
  }

  talksForCallback(
    conversation: ConversationId,
    talk: Pick<ConversationFact, 'call' | 'agent' | 'startedAt'>,
  ): void {
    this.#made.set(conversation, talk);
  }

  talked(talk: ConversationFact): void {
    this.#talks.set(talk.conversation, talk);
    this.#lastTalkOf.set(talk.call, talk);
  }

  /** He has talked with somebody outside since, whom nobody rates. */
  forgetTalk(call: CallId): void {
    this.#lastTalkOf.delete(call);
  }

  asked(call: CallId, now: Instant): void {
    const talk = this.#lastTalkOf.get(call);
    must(talk !== undefined, `call ${call} is asked to rate a talk that it never had`);
    must(talk.endedBy !== 'caller', `call ${call} is asked for a rating although its caller had hung up`);
    must(!this.#asked.has(call), `call ${call} is asked twice at once`);
    this.#asked.set(call, now);
  }

  rated(fact: RatingFact, now: Instant): void {
    const { call, rating, score, lowest, highest, result } = fact;
    must(this.#asked.get(call) === fact.askedAt, `rating ${rating} was asked at another time than it tells`);
    this.#asked.delete(call);
    const { conversation, queue, agent } = this.#lastTalkOf.get(call) ?? {};
    must(
      fact.conversation === conversation && fact.queue === queue && fact.agent === agent,
      `rating ${rating} is about another talk than the last one of call ${call}`,
    );
    must(fact.endedAt === now, `rating ${rating} ends at another time than now`);
    must((result === 'rated') === (score !== null), `rating ${rating} is ${result} with ${String(score)}`);
    must(score === null || (score >= lowest && score <= highest), `the score of ${rating} is off its scale`);
  }

  callEnded({ call }: CallFact): void {
    must(!this.#asked.has(call), `call ${call} ended and is asked for a rating still`);
  }

  /** The last word counts. */
  set(conversation: ConversationId, outcome: string): void {
    must(!this.#settled.has(conversation), `an outcome of ${conversation} is set when it is settled`);
    this.#set.set(conversation, outcome);
  }

  /** `meanings`: what codes may mean, by every plan that was ever in force. */
  settled(fact: OutcomeFact, now: Instant, meanings: ReadonlySet<string>): void {
    const { conversation, outcome, success } = fact;
    const talk = this.#made.get(conversation) ?? this.#talks.get(conversation);
    must(
      talk !== undefined && talk !== 'goes-on',
      `the outcome of ${conversation} is settled while it goes on`,
    );
    must(!this.#settled.has(conversation), `the outcome of ${conversation} is settled twice`);
    this.#settled.add(conversation);
    must(
      talk.call === fact.call && talk.agent === fact.agent && talk.startedAt === fact.startedAt,
      `the outcome of ${conversation} is that of another talk`,
    );
    must(fact.settledAt === now, `the outcome of ${conversation} is settled at another time than now`);
    const set = this.#set.get(conversation);
    must(set === undefined || outcome !== null, `the outcome ${String(set)} of ${conversation} is forgotten`);
    must(
      outcome === null ? !success : meanings.has(meaningOf(fact.queue, outcome, success)),
      `the outcome ${String(outcome)} counts as ${String(success)}`,
    );
  }

  end(): void {
    must(this.#asked.size === 0, `call ${[...this.#asked.keys()][0] ?? ''} is asked for ever`);
    for (const conversation of this.#set.keys())
      must(this.#settled.has(conversation), `the outcome of ${conversation} is set and never settled`);
  }
}
