import type {
  CallArrived,
  CallFact,
  ConversationFact,
  CallExit,
  VisitFact,
} from '../../src/core/milestone.js';
import type { CallId, Instant, LegId } from '../../src/core/signal.js';
import { must } from './must.js';

interface Account {
  readonly leg: LegId;
  readonly arrivedAt: Instant;
  waitMs: number;
  talkMs: number;
  conversations: number;
  lastExit: CallExit | null;
  state: 'runs' | 'ended';
}

/** Latencies of the model that add up between a deed and its signal, beside the lateness of the day. */
const SLACK_MS = 60;

/** Every caller has one call with one end; its sums are those of its parts; its times are those of the caller. */
export class CallBook {
  readonly #accounts = new Map<CallId, Account>();
  readonly #callOf = new Map<LegId, CallId>();
  readonly #arrivedAt = new Map<LegId, Instant>();
  readonly #hungUpAt = new Map<LegId, Instant>();

  /** `isOfPhone`: a phone of ours has dialled on this leg, maybe a number that our callers dial. */
  constructor(
    private readonly lateMs: number,
    private readonly isOfPhone: (leg: LegId) => boolean,
  ) {}

  get count(): number {
    return this.#arrivedAt.size;
  }

  /** What the caller does. */
  arrives(leg: LegId, at: Instant): void {
    this.#arrivedAt.set(leg, at);
  }

  hangsUp(leg: LegId, at: Instant): void {
    if (!this.#hungUpAt.has(leg)) this.#hungUpAt.set(leg, at);
  }

  forgetWhatWasTold(): void {
    this.#accounts.clear();
    this.#callOf.clear();
  }

  // ---------------------------------------------------------------- what is told

  begin({ call, leg, at }: CallArrived, now: Instant): void {
    must(!this.#accounts.has(call), `call ${call} arrives twice`);
    must(this.#arrivedAt.has(leg) || this.isOfPhone(leg), `call ${call} has a leg that nobody made: ${leg}`);
    must(at === now, `call ${call} arrives at another time than now`);
    this.#accounts.set(call, {
      leg,
      arrivedAt: now,
      waitMs: 0,
      talkMs: 0,
      conversations: 0,
      lastExit: null,
      state: 'runs',
    });
    this.#callOf.set(leg, call);
  }

  mustRun(call: CallId): void {
    must(this.#accounts.get(call)?.state === 'runs', `something happens to call ${call}, which is not there`);
  }

  callOn(leg: LegId): CallId | undefined {
    return this.#callOf.get(leg);
  }

  waited(call: CallId): number {
    return this.#accounts.get(call)?.waitMs ?? 0;
  }

  addVisit({ call, waitMs, exit }: VisitFact): void {
    const account = this.#running(call);
    account.waitMs += waitMs;
    const isPromise = ['callback', 'voicemail', 'outside'].includes(account.lastExit ?? '');
    if (!isPromise || exit === 'answered') account.lastExit = exit;
  }

  /** A caller was promised a callback, left a message or talked with a number outside; one who has gone already is none of them. */
  leavesAs(call: CallId, exit: CallExit): void {
    const account = this.#accounts.get(call);
    if (account?.state !== 'runs') return;
    if (exit === 'callback' || account.lastExit !== 'callback') account.lastExit = exit;
  }

  addTalk({ call, talkMs }: ConversationFact): void {
    const account = this.#running(call);
    account.talkMs += talkMs;
    account.conversations += 1;
  }

  finish(fact: CallFact, now: Instant, losses: 'none' | 'some'): void {
    const account = this.#running(fact.call);
    account.state = 'ended';
    const told = {
      ...account,
      state: 'ended',
      arrivedAt: fact.arrivedAt,
      waitMs: fact.waitMs,
      talkMs: fact.talkMs,
    };
    const figures = { ...told, conversations: fact.conversations, lastExit: fact.lastExit };
    must(
      JSON.stringify(figures) === JSON.stringify(account),
      `call ${fact.call} tells ${JSON.stringify(figures)}, its parts say ${JSON.stringify(account)}`,
    );
    must(fact.endedAt === now, `call ${fact.call} ends at another time than now`);
    must(
      fact.endedBy !== 'agent' || fact.conversations > 0,
      `call ${fact.call} was ended by an agent it never met`,
    );
    if (losses === 'none') this.#compareWithCaller(fact, account);
  }

  /** A leg that is told to have ended has no call any more. */
  legHasEnded(leg: LegId): void {
    const call = this.#callOf.get(leg);
    must(
      call === undefined || this.#accounts.get(call)?.state === 'ended',
      `call ${call ?? ''} outlives its leg`,
    );
  }

  end(losses: 'none' | 'some'): void {
    for (const [call, { state }] of this.#accounts) must(state === 'ended', `call ${call} has no end`);
    if (losses === 'some') return;
    const told = [...this.#accounts.values()].filter(({ leg }) => !this.isOfPhone(leg)).length;
    must(told === this.#arrivedAt.size, `${this.#arrivedAt.size} callers came, ${told} calls were told`);
  }

  #compareWithCaller({ call, endedBy, endedAt }: CallFact, { leg, arrivedAt }: Account): void {
    if (this.isOfPhone(leg)) return;
    const slackMs = SLACK_MS + this.lateMs;
    const cameAt = this.#arrivedAt.get(leg) ?? 0;
    must(
      cameAt <= arrivedAt && arrivedAt <= cameAt + slackMs,
      `call ${call} arrived otherwise than its caller`,
    );
    if (endedBy !== 'caller') return;
    const wentAt = this.#hungUpAt.get(leg);
    must(
      wentAt !== undefined && wentAt <= endedAt && endedAt <= wentAt + slackMs,
      `call ${call} ended otherwise than its caller`,
    );
  }

  #running(call: CallId): Account {
    const account = this.#accounts.get(call);
    must(account?.state === 'runs', `something is told of call ${call}, which is not there`);
    return account;
  }
}
