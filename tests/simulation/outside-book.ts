import type { CallEvent, OutgoingFact } from '../../src/core/milestone.js';
import type { DialPolicy } from '../../src/core/plan.js';
import type { CallId, ConversationId, Instant } from '../../src/core/signal.js';
import { must } from './must.js';

/** What is told of it when it is over. */
interface Dialled {
  readonly forCall: CallId;
  readonly dialledAt: Instant;
  conversation: ConversationId | null;
  talkStartedAt: Instant | null;
}

/** Every number outside that is rung for a caller is over once, before he is at anything else, and tells what became of it. */
export class OutsideBook {
  #dialled = new Map<CallId, Dialled>();
  #over = new Set<CallId>();
  /** When an agent who asked there heard it. */
  #asked = new Map<CallId, Instant>();

  forgetWhatWasTold(): void {
    this.#dialled = new Map();
    this.#over = new Set();
    this.#asked = new Map();
  }

  event({ call, event, detail }: CallEvent, now: Instant): void {
    const outgoing = String(detail['outgoing']);
    if (event === 'dial-asked') {
      must(!this.#isBusy(call), `two numbers outside are rung for call ${call}`);
      must(!this.#dialled.has(outgoing), `${outgoing} is dialled twice`);
      this.#dialled.set(outgoing, { forCall: call, dialledAt: now, conversation: null, talkStartedAt: null });
    } else if (event === 'consulted' && detail['outgoing'] !== undefined) {
      const isRung = this.#dialled.get(outgoing)?.conversation === null && !this.#asked.has(outgoing);
      must(isRung, `${outgoing} is asked, and was not rung or is asked already`);
      this.#asked.set(outgoing, now);
    } else if (event === 'handed-over') {
      // From here on it is rung for the caller, or talks with him.
      for (const [one, { forCall }] of this.#dialled) if (forCall === call) this.#asked.delete(one);
    } else if (event === 'dial-connected') {
      const dialled = this.#dialled.get(outgoing);
      must(
        dialled?.conversation === null,
        `${outgoing} is connected, and was not rung or is talking already`,
      );
      dialled.conversation = String(detail['conversation']);
      dialled.talkStartedAt = now;
    } else if (this.#isBusy(call) && (event === 'queue-entered' || event === 'connected'))
      must(false, `call ${call} is ${event} while a number outside is rung for it or talks`);
  }

  ended(fact: OutgoingFact, policy: DialPolicy | undefined, now: Instant): void {
    const { call, forCall, result, refusal } = fact;
    must(!this.#over.has(call), `${call} ends twice`);
    this.#over.add(call);
    must(fact.endedAt === now && forCall !== null, `${call} ends at another time than now, or for nobody`);
    must((result === 'blocked-by-policy') === (refusal !== null), `${call} is blocked for no reason`);
    const dialled = this.#dialled.get(call);
    const askedAt = this.#asked.get(call);
    this.#dialled.delete(call);
    this.#asked.delete(call);
    if (refusal !== null) {
      must(dialled === undefined && fact.dialledAt === null, `${call} is blocked and dialled`);
      return;
    }
    const { dialledAt, conversation, talkStartedAt } = fact;
    const told = JSON.stringify({ forCall, dialledAt, conversation, talkStartedAt });
    must(told === JSON.stringify(dialled), `${call} tells ${told}, and was ${JSON.stringify(dialled)}`);
    must(
      askedAt === undefined || fact.answeredAt === askedAt,
      `${call} was asked, and answered at another time`,
    );
    must(
      (result === 'answered') === (conversation !== null || askedAt !== undefined),
      `${call} was ${result} with ${String(conversation)}`,
    );
    const talkMs = talkStartedAt === null ? 0 : now - talkStartedAt;
    must(fact.talkMs === talkMs, `${call} talked for ${fact.talkMs} ms of ${talkMs}`);
    const isAllowed = policy?.allow.some((prefix) => fact.number.startsWith(prefix)) !== false;
    must(isAllowed, `${fact.number} was called, which no policy allows`);
  }

  callEnded(call: CallId): void {
    must(!this.#isBusy(call), `call ${call} is over, and a number outside is rung for it or talks`);
  }

  #isBusy(call: CallId): boolean {
    return [...this.#dialled.values()].some(({ forCall }) => forCall === call);
  }
}
