import type {
  CallFact,
  ConversationFact,
  EndPlace,
  EndedBy,
  Milestone,
  OfferFact,
  VisitFact,
} from '../core/milestone.js';
import type { AgentId, QueueId } from '../core/plan.js';
import type { CallId, Instant } from '../core/signal.js';
import { IMPORTED } from '../ports/facts.js';

/** The id of a call that came on this channel then. */
export function importedId(channel: string, at: Instant): CallId {
  return `queue-log-${channel}-${at}`;
}

/** The channel on which an imported call came. */
export function channelOf(call: CallId): string {
  return /^queue-log-(.*)-\d+$/.exec(call)?.[1] ?? call;
}

interface Stay {
  readonly queue: QueueId;
  readonly enteredAt: Instant;
  readonly offers: OfferFact[];
}

interface Talk {
  readonly agent: AgentId;
  readonly startedAt: Instant;
  readonly visit: VisitFact;
  readonly offer: OfferFact;
}

/** How a call was left; the newest word on it counts. */
interface End {
  readonly at: Instant;
  readonly by: EndedBy;
  readonly place: EndPlace;
}

/**
 * A call as it is put together from its lines. Whatever the lines say, the facts that come out fit together: each answered
 * offer has its conversation, times do not run backwards, and what is missing is not known rather than made up.
 */
export class ImportedCall {
  /** Of its newest line. */
  lastAt: Instant;
  dialled = '';
  readonly #visits: VisitFact[] = [];
  readonly #offers: OfferFact[] = [];
  readonly #talks: ConversationFact[] = [];
  #stay: Stay | null = null;
  #talk: Talk | null = null;
  #end: End | null = null;

  constructor(
    readonly id: string,
    readonly arrivedAt: Instant,
    private readonly from: string | null,
  ) {
    this.lastAt = arrivedAt;
  }

  /** Whether it waits or talks. */
  get isUnderWay(): boolean {
    return this.#stay !== null || this.#talk !== null;
  }

  enters(queue: QueueId, at: Instant): void {
    this.breaksOff(at);
    this.#stay = { queue, enteredAt: this.#later(at), offers: [] };
    this.#end = null;
  }

  /** Somebody was rung for so long until now. */
  wasRung(agent: AgentId, ringMs: number, result: OfferFact['result'], at: Instant): OfferFact | null {
    const stay = this.#stay;
    if (stay === null) return null;
    const endedAt = this.#later(at);
    const number = this.#offers.length + stay.offers.length + 1;
    const offer: OfferFact = {
      ...{ offer: `${this.id}-o${number}`, call: this.id, visit: this.#visitId(), queue: stay.queue, agent },
      ...{ wave: stay.offers.length, offeredAt: Math.max(stay.enteredAt, endedAt - ringMs), endedAt, result },
    };
    stay.offers.push(offer);
    return offer;
  }

  isAnswered(agent: AgentId, ringMs: number, at: Instant): void {
    const offer = this.wasRung(agent, ringMs, 'answered', at);
    if (offer === null) return;
    const visit = this.#leaves('answered', agent, at);
    this.#talk = { agent, startedAt: this.#later(at), visit, offer };
  }

  /** The conversation ends, and with it the call unless it enters another queue. */
  hangsUp(by: EndedBy, at: Instant): void {
    const talk = this.#talk;
    if (talk === null) return;
    const endedAt = this.#later(at);
    const { agent, startedAt, visit, offer } = talk;
    this.#talks.push({
      ...{ conversation: `${this.id}-t${this.#talks.length + 1}`, call: this.id, visit: visit.visit },
      ...{ offer: offer.offer, queue: visit.queue, agent, startedAt, endedAt, talkMs: endedAt - startedAt },
      ...{ waitMs: visit.waitMs, ringMs: offer.endedAt - offer.offeredAt, endedBy: by },
    });
    this.#talk = null;
    this.#end = { at: endedAt, by, place: 'conversation' };
  }

  leaves(exit: Exclude<VisitFact['exit'], 'answered'>, end: Omit<End, 'at'>, at: Instant): void {
    if (this.#stay === null) return;
    this.#leaves(exit, null, at);
    this.#end = { ...end, at: this.#later(at) };
  }

  /** Its lines say nothing more of what it was in the middle of. */
  breaksOff(at: Instant): void {
    this.hangsUp('unknown', at);
    this.leaves('unknown', { by: 'unknown', place: 'gap' }, at);
  }

  /** Everything that is known of it; nothing where it never entered a queue. */
  milestones(): readonly Milestone[] {
    this.breaksOff(this.lastAt);
    const end = this.#end;
    if (end === null) return [];
    return [
      ...this.#visits.map((fact) => ({ kind: 'visit-ended', ...fact }) as const),
      ...this.#offers.map((fact) => ({ kind: 'offer-ended', ...fact }) as const),
      ...this.#talks.map((fact) => ({ kind: 'conversation-ended', ...fact }) as const),
      { kind: 'call-ended', ...this.#fact(end) },
    ];
  }

  #fact(end: End): CallFact {
    const [first] = this.#talks;
    const sum = (of: readonly number[]): number => of.reduce((total, each) => total + each, 0);
    return {
      ...{ call: this.id, direction: 'inbound', from: this.from, fromName: null, dialled: this.dialled },
      ...{ tags: [], marks: [IMPORTED], arrivedAt: this.arrivedAt, answeredAt: first?.startedAt ?? null },
      ...{ firstOfferedAt: this.#visits[0]?.enteredAt ?? null, endedAt: end.at, endedBy: end.by },
      ...{ endPlace: end.place, lastExit: this.#visits.at(-1)?.exit ?? null },
      ...{ waitMs: sum(this.#visits.map(({ waitMs }) => waitMs)), conversations: this.#talks.length },
      ...{ talkMs: sum(this.#talks.map(({ talkMs }) => talkMs)), closed: false, inHours: true },
      ...{ informationHeard: null, planVersion: '' },
    };
  }

  #leaves(exit: VisitFact['exit'], agent: AgentId | null, at: Instant): VisitFact {
    const { queue, enteredAt, offers } = this.#stay ?? { queue: '', enteredAt: at, offers: [] };
    const endedAt = this.#later(at);
    const visit: VisitFact = {
      ...{ visit: this.#visitId(), call: this.id, queue, step: null, enteredAt, endedAt, exit },
      ...{ carriedMs: 0, waitMs: endedAt - enteredAt, agent, offers: offers.length, planVersion: '' },
    };
    this.#visits.push(visit);
    this.#offers.push(...offers);
    this.#stay = null;
    return visit;
  }

  #visitId(): string {
    return `${this.id}-v${this.#visits.length + 1}`;
  }

  /** A clock that was set back does not turn a call around. */
  #later(at: Instant): Instant {
    this.lastAt = Math.max(this.lastAt, at);
    return this.lastAt;
  }
}
