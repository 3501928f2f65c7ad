import type {
  CallbackAttemptFact,
  OutgoingFact,
  ConversationFact,
  OfferFact,
  VisitFact,
} from '../../src/core/milestone.js';
import type { CallId, ConversationId, Instant, OfferId, VisitId } from '../../src/core/signal.js';
import type { Plan } from '../../src/core/plan.js';
import { must } from './must.js';
import { PartnerBook, type Standing } from './partner-book.js';
import { TransferBook } from './transfer-book.js';

export interface OpenVisit {
  readonly visit: VisitId;
  readonly call: CallId;
  readonly queue: string | null;
  readonly at: Instant;
  readonly carriedMs: number;
  /** Minutes of waiting that the call is ahead of others. */
  priority: number;
  /** What the call asks for, as it was told. */
  readonly needs: string;
  /** Order of entering among equal ages. */
  readonly entry: number;
  offers: number;
  standing: number;
  /** When the first of those that ring began. */
  waveAt: Instant;
}

interface OpenOffer {
  readonly offer: OfferId;
  readonly call: CallId;
  readonly agent: string;
  readonly at: Instant;
}

interface OpenTalk {
  readonly conversation: ConversationId;
  readonly call: CallId;
  readonly agent: string;
  readonly at: Instant;
}

const MINUTE_MS = 60_000;

/** What the plan in force says of an offer that is made now. */
export interface Rules {
  readonly now: Instant;
  /** Whether the agent may be given the call of a visit, and might have been at the step before. */
  readonly mayHave: (visit: OpenVisit, when: 'now' | 'before') => boolean;
  /** How many times as fast the visit ages beside those of other queues. */
  readonly weightOf: (visit: OpenVisit) => number;
  /** How many phones may ring for it now. */
  readonly mostOf: (visit: OpenVisit) => number;
}

/** Visits, offers and conversations: each begins once and ends once, nobody is in two, and age decides who is next. */
export class VisitBook {
  readonly transfers = new TransferBook();
  readonly partners = new PartnerBook();
  readonly #visits = new Map<CallId, OpenVisit>();
  readonly #offers = new Map<OfferId, OpenOffer>();
  readonly #offerOf = new Map<string, OfferId>();
  readonly #talks = new Map<CallId, OpenTalk>();
  readonly #talkOf = new Map<string, CallId>();
  readonly #priorities = new Map<CallId, number>();
  readonly #needs = new Map<CallId, string>();
  #entries = 0;
  #answered = 0;
  #begun = 0;

  /** A step or a supervisor has given the call a priority, for where it stands and every queue that it comes to. */
  prefer(call: CallId, priority: number): void {
    this.#priorities.set(call, priority);
    const open = this.#visits.get(call);
    if (open !== undefined) open.priority = priority;
  }

  /** A step has told what agents must be able to do for the call. */
  need(call: CallId, needs: string): void {
    this.#needs.set(call, needs);
  }

  enter(visit: Omit<OpenVisit, 'priority' | 'needs' | 'entry' | 'offers' | 'standing' | 'waveAt'>): void {
    must(this.isClear(visit.call), `call ${visit.call} comes to wait and waits, rings or talks already`);
    this.#entries += 1;
    this.#visits.set(visit.call, {
      ...visit,
      priority: this.#priorities.get(visit.call) ?? 0,
      needs: this.#needs.get(visit.call) ?? 'nothing',
      entry: this.#entries,
      // Whoever was rung while the agent still talked rings on for the caller.
      ...this.transfers.handsOver(visit.call),
      waveAt: visit.at,
    });
  }

  leave(fact: VisitFact, now: Instant, waitedMs: number): void {
    const open = this.#visits.get(fact.call);
    must(open?.visit === fact.visit, `visit ${fact.visit} ends and never began`);
    const isRung = open.standing > 0 || this.partners.ringsAt(fact.call);
    must(!isRung, `visit ${fact.visit} ends while phones ring for it`);
    must(
      open.offers === fact.offers,
      `visit ${fact.visit} tells ${fact.offers} offers, there were ${open.offers}`,
    );
    const isRight =
      fact.enteredAt === open.at &&
      fact.endedAt === now &&
      fact.waitMs === now - open.at &&
      fact.carriedMs === waitedMs &&
      fact.queue === open.queue;
    must(
      isRight,
      `visit ${fact.visit} is told wrongly: ${JSON.stringify(fact)}, it was ${JSON.stringify(open)}`,
    );
    must((fact.exit === 'answered') === (fact.agent !== null), `visit ${fact.visit} is answered by nobody`);
    this.#visits.delete(fact.call);
  }

  offer(offer: OpenOffer, rules: Rules): void {
    const { agent, call } = offer;
    must(!this.#offerOf.has(agent), `agent ${agent} has two offers`);
    must(!this.#talkOf.has(agent), `agent ${agent} is offered a call while he talks`);
    const visit = this.#visits.get(call);
    const isAsked = visit === undefined && this.#talks.has(call) && this.transfers.rings(call);
    if (isAsked) {
      this.#offers.set(offer.offer, offer);
      this.#offerOf.set(agent, offer.offer);
      return;
    }
    must(visit !== undefined, `a phone rings for call ${call}, which does not wait`);
    this.#offers.set(offer.offer, offer);
    this.#offerOf.set(agent, offer.offer);
    if (visit.standing === 0) visit.waveAt = rules.now;
    visit.offers += 1;
    visit.standing += 1;
    if (visit.queue === null) return;
    must(rules.mayHave(visit, 'now'), `agent ${agent} rings for call ${call}, which he may not be given`);
    must(visit.standing <= rules.mostOf(visit), `${visit.standing} phones ring at once for call ${call}`);
    this.#mustBeOldest(visit, agent, rules);
  }

  /** A caller rings at a partner, and waits on. */
  ringAtPartner(
    call: CallId,
    offer: OfferId,
    plan: Plan | null,
    rules: Pick<Rules, 'now' | 'weightOf'>,
  ): void {
    const visit = this.#visits.get(call);
    must(visit !== undefined && visit.standing === 0, `call ${call} rings at a partner and does not wait`);
    visit.offers += 1;
    const standing = this.waitingIn(visit.queue, rules.now).find((one) => one.call === call);
    must(standing !== undefined, `call ${call} rings at a partner and stands nowhere`);
    this.#mustGoFirst(visit, plan, rules);
    this.partners.rings(offer, visit.queue, standing, plan);
  }

  /** Nobody who waits longer, in whichever queue, might go to the same partner now. */
  #mustGoFirst(mine: OpenVisit, plan: Plan | null, rules: Pick<Rules, 'now' | 'weightOf'>): void {
    const to = plan?.queues[mine.queue ?? '']?.overflow?.to;
    for (const [queue, { overflow }] of Object.entries(plan?.queues ?? {})) {
      if (overflow === undefined || overflow.to !== to || !this.partners.isOpen(queue)) continue;
      for (const standing of this.waitingIn(queue, rules.now)) {
        const other = this.#visits.get(standing.call);
        const isRung = other === undefined || other.standing > 0 || this.partners.ringsAt(other.call);
        if (isRung || !PartnerBook.isAbove(standing, overflow.closes)) continue;
        const [age, than] = [ageOf(other, rules), ageOf(mine, rules)];
        must(
          age < than || (age === than && !isBefore(other, mine)),
          `call ${mine.call} rings at partner ${to} although ${other.call} waits longer`,
        );
      }
    }
  }

  /** Who waits in a queue, in the order of age. */
  waitingIn(queue: string | null, now: Instant): readonly Standing[] {
    return [...this.#visits.values()]
      .filter((one) => one.queue === queue)
      .sort((a, b) => (isBefore(a, b) ? -1 : 1))
      .map(({ call, at }, ahead) => ({ call, ahead, waitedMs: now - at }));
  }

  closeOffer(fact: OfferFact, now: Instant): void {
    if (PartnerBook.isPartner(fact.agent)) {
      this.partners.ringsNoMore(fact);
      if (fact.result === 'answered') this.#answered += 1;
      return;
    }

    const open = this.#offers.get(fact.offer);
    must(open?.agent === fact.agent && open.call === fact.call, `offer ${fact.offer} ends and never began`);
    must(fact.offeredAt === open.at && fact.endedAt <= now, `offer ${fact.offer} is told with wrong times`);
    this.#offers.delete(fact.offer);
    this.#offerOf.delete(fact.agent);
    const visit = this.#visits.get(fact.call);
    if (visit !== undefined) visit.standing -= 1;
    else this.transfers.ringsNoMore(fact.call);
    if (fact.result === 'answered') this.#answered += 1;
  }

  talk(talk: OpenTalk): void {
    const isPartner = PartnerBook.isPartner(talk.agent);
    if (isPartner) this.partners.talks(talk.call, talk.conversation, talk.agent);
    must(!this.#talkOf.has(talk.agent), `agent ${talk.agent} is in two conversations`);
    must(!this.#talks.has(talk.call), `call ${talk.call} is in two conversations`);
    this.#talks.set(talk.call, talk);
    if (!isPartner) this.#talkOf.set(talk.agent, talk.call);
    this.#begun += 1;
    must(this.#begun === this.#answered, 'as many conversations begin as offers are answered');
  }

  stopTalking(fact: ConversationFact, now: Instant): void {
    const open = this.#talks.get(fact.call);
    must(open?.conversation === fact.conversation, `conversation ${fact.conversation} ends and never began`);
    const consultedMs = this.transfers.takeConsulted(fact.call);
    const isRight =
      fact.startedAt === open.at && fact.endedAt === now && fact.talkMs === now - open.at - consultedMs;
    must(isRight && fact.agent === open.agent, `conversation ${fact.conversation} is told wrongly`);
    this.#talks.delete(fact.call);
    this.#talkOf.delete(fact.agent);
    if (PartnerBook.isPartner(fact.agent)) this.partners.stopsTalking(fact);
  }

  // ---------------------------------------------------------------- for callbacks, which tell of themselves

  priorityOf(call: CallId): number {
    return this.#priorities.get(call) ?? 0;
  }

  /** `ageMs`: of the callback, as its queue weighs it. */
  offerForCallback(offer: OfferId, agent: string, ageMs: number, rules: Rules): void {
    must(!this.#offerOf.has(agent), `agent ${agent} has two offers`);
    must(!this.#talkOf.has(agent), `agent ${agent} is offered a callback while he talks`);
    this.#offerOf.set(agent, offer);
    for (const other of this.#visits.values()) {
      if (other.queue === null || this.#isServed(other) || !rules.mayHave(other, 'before')) continue;
      must(
        ageOf(other, rules) <= ageMs,
        `agent ${agent} rings for a callback although ${other.call} waits longer`,
      );
    }
  }

  talkForCallback(agent: string, call: CallId): void {
    must(!this.#talkOf.has(agent), `agent ${agent} is in two conversations`);
    this.#offerOf.delete(agent);
    this.#talkOf.set(agent, call);
  }

  /** From dialling on he is as good as talking. */
  startsCalling(agent: string, call: CallId): void {
    must(!this.#talkOf.has(agent), `agent ${agent} makes a call and is in another`);
    must(!this.#offerOf.has(agent), `agent ${agent} makes a call while his phone rings for another`);
    this.#talkOf.set(agent, call);
  }

  stopsCalling({ agent, call }: OutgoingFact): void {
    if (agent === null) return;
    must(this.#talkOf.get(agent) === call, `agent ${agent} ends call ${call}, which he is not in`);
    this.#talkOf.delete(agent);
  }

  closeAttempt({ attempt, agent, conversation, call }: CallbackAttemptFact): void {
    if (conversation === null)
      must(this.#offerOf.get(agent) === attempt, `attempt ${attempt} ends and never began`);
    if (conversation !== null)
      must(this.#talkOf.get(agent) === call, `attempt ${attempt} ends and never talked`);
    if (conversation === null) this.#offerOf.delete(agent);
    else this.#talkOf.delete(agent);
  }

  /** The call neither waits nor talks. */
  isClear(call: CallId): boolean {
    return !this.#visits.has(call) && !this.#talks.has(call);
  }

  /** What the agent must show because of his work; null: his work says nothing. */
  workOf(agent: string): 'offered' | 'talking' | null {
    if (this.#talkOf.has(agent) || this.transfers.isConsulted(agent)) return 'talking';
    return this.#offerOf.has(agent) ? 'offered' : null;
  }

  end(): void {
    must(this.#visits.size === 0, `${this.#visits.size} visits have no end`);
    this.partners.end();
    must(this.#offers.size === 0, `${this.#offers.size} offers have no end`);
    this.transfers.end();
    must(this.#talks.size === 0, `${this.#talks.size} conversations have no end`);
  }

  /** An agent's phone rings for him, or a partner has answered. */
  #isServed({ call, standing }: OpenVisit): boolean {
    return standing > 0 || this.partners.isConnecting(call);
  }

  /** Nobody who waits longer, where this agent may be given calls, is still without a ringing phone. */
  #mustBeOldest(mine: OpenVisit, agent: string, rules: Rules): void {
    for (const other of this.#visits.values()) {
      if (other.queue === null || this.#isServed(other) || !rules.mayHave(other, 'before')) continue;
      const [age, than] = [ageOf(other, rules), ageOf(mine, rules)];
      must(
        age < than || (age === than && !isBefore(other, mine)),
        `agent ${agent} rings for call ${mine.call} although ${other.call} waits longer`,
      );
    }
  }
}

function ageOf(one: OpenVisit, { now, weightOf }: Pick<Rules, 'now' | 'weightOf'>): number {
  const age = now - one.at + one.carriedMs + one.priority * MINUTE_MS;
  return age < 0 ? age / weightOf(one) : age * weightOf(one);
}

function isBefore(a: OpenVisit, b: OpenVisit): boolean {
  const [since, than] = [a, b].map((one) => one.at - one.carriedMs - one.priority * MINUTE_MS) as [
    number,
    number,
  ];
  return since < than || (since === than && a.entry < b.entry);
}
