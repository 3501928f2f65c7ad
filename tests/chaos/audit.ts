import type { FarCall, FarRing } from '../support/far-end/records.js';
import type { CallFact, ConversationFact, OfferFact, OutgoingFact } from '../../src/core/milestone.js';
import type { Aim } from './aim.js';
import type { Facts } from './facts.js';
import type { Moment } from './moment.js';
import { Instants, type Judged } from './instants.js';
import { offersFault, outsideFault, partnerFaults } from './offers.js';
import { nameOf, pairsOf } from './rings.js';
import { callerAt, EMERGENCY_PHONE, isOutside, isRecorded, PARTNER_NUMBER } from './routing.js';
import { JUST_NOW_MS, SAME_INSTANT_MS } from './tolerances.js';
import { isPartner } from '../../src/core/partner/partner.js';

/** So long must a talk have lasted while Callplane was there, or it need not have become a conversation. */
const TALK_MS = 1_500;
/** Two phones that ring so close to one another were rung together. */
const TOGETHER_MS = 500;

/** Without a line the watchdog sends who waits on after 30 s, counted from its last look, a second before the blow at most. */
const WAITED_ON_AT_LEAST_MS = 28_500;
/** The dialplan gives up a new caller after 20 s without a line, and after 25 s with one that is frozen. */
const KNOCKED_AT_LEAST_MS = 19_000;
/** The line is back before the harness sees it, and what the dialplan began goes on; later nobody is sent on any more. */
const SENT_ON_LATEST_MS = 1_000;

/** What was done and when; `backAt`: calls were taken again. */
export interface Incident {
  readonly name: string;
  readonly at: number;
  readonly backAt: number;
  /** What the blow met; null: it was not aimed. */
  readonly aim: Aim | null;
  readonly moment: Moment;
  /** Asterisk itself died: no talk could go on. */
  readonly asteriskDied: boolean;
}

/** What is wrong after one incident, each with a sentence that names it. */
export interface Findings {
  readonly droppedTalks: readonly string[];
  readonly lostCallers: readonly string[];
  /** Callers whom nobody came back for in time: the emergency destination had them. Not a fault, but told. */
  readonly sentOn: number;
  /** Callers who were taken there although a line was there, or before its time was over. */
  readonly sentOnWrongly: readonly string[];
  readonly reordered: readonly string[];
  readonly calls: readonly string[];
  readonly conversations: readonly string[];
  readonly recordings: readonly string[];
  /** Outcomes and ratings. */
  readonly afterCalls: readonly string[];
  readonly offers: readonly string[];
  /** Ends, arrivals and answers that differ from the far end's and say nothing of it. */
  readonly unmarked: readonly string[];
  /** Instants that fell into a gap and are marked as bounds. */
  readonly marked: number;
}

export interface Witness {
  readonly calls: readonly FarCall[];
  readonly rings: readonly FarRing[];
}

/** Compares what Callplane stored with the far end's own record, which Callplane never reads, incident by incident. */
export function audit(incidents: readonly Incident[], witness: Witness, facts: Facts): readonly Findings[] {
  const rings = witness.rings.map((ring) => ({
    ...ring,
    callerNumber: callerAt(ring.phone, ring.callerNumber),
  }));
  const book = new Book(incidents, { ...witness, rings }, facts);
  return incidents.map((incident, index) => book.findings(incident, index));
}

class Book {
  /** Without those of the emergency destination, which is no agent's. */
  readonly #rings: readonly FarRing[];
  /** When callers reached the emergency destination: by its phone's record, or by what is stored when it rang for nobody. */
  readonly #sentAt = new Map<string, number>();
  readonly #callerOf = new Map<string, string | null>();
  readonly #judge: Instants;
  readonly #factsOf: Map<string, CallFact[]>;
  readonly #ringsOf: Map<string, FarRing[]>;
  readonly #offersOf: Map<string, OfferFact[]>;
  readonly #talksOf: Map<string, ConversationFact[]>;
  readonly #outgoingTo: Map<string, OutgoingFact[]>;
  /** Talks whose callers were sent elsewhere. */
  readonly #handedOver: ReadonlySet<string>;
  /** Callers whom the partner has had. */
  readonly #partners: ReadonlySet<string>;

  constructor(
    private readonly incidents: readonly Incident[],
    private readonly witness: Witness,
    private readonly facts: Facts,
  ) {
    for (const call of facts.calls) this.#callerOf.set(call.call, call.from);
    this.#factsOf = grouped(facts.calls, ({ from }) => from ?? 'hidden');
    this.#rings = witness.rings.filter(({ phone }) => phone !== EMERGENCY_PHONE);
    for (const { from, endPlace, endedAt } of facts.calls)
      if (from !== null && endPlace === 'dialplan') this.#sentAt.set(from, endedAt);
    for (const { phone, callerNumber, rangAt } of witness.rings)
      if (phone === EMERGENCY_PHONE && callerNumber !== null) this.#sentAt.set(callerNumber, rangAt);
    this.#ringsOf = grouped(this.#rings, ({ phone, callerNumber }) => `${phone} ${callerNumber ?? ''}`);
    this.#judge = new Instants(facts.gaps, incidents);
    this.#offersOf = grouped(facts.offers, (offer) => this.#pairOf(offer));
    this.#talksOf = grouped(facts.conversations, (talk) => this.#pairOf(talk));
    this.#outgoingTo = grouped(
      facts.outgoing.filter(({ dialledAt }) => dialledAt !== null),
      ({ number, forCall }) => `${number} ${this.#callerOf.get(forCall ?? '') ?? ''}`,
    );
    this.#handedOver = new Set(
      facts.transfers.flatMap(({ conversation, handedOverAt }) =>
        handedOverAt === null ? [] : conversation,
      ),
    );
    const atPartner = facts.conversations.filter(({ agent }) => isPartner(agent));
    this.#partners = new Set(atPartner.flatMap(({ call }) => this.#callerOf.get(call) ?? []));
  }

  findings(incident: Incident, index: number): Findings {
    const calls = this.witness.calls.filter((call) => this.#indexAt(call.endedAt ?? call.placedAt) === index);
    const rings = this.#rings.filter((ring) => this.#indexAt(ring.rangAt) === index);
    const sent = [...this.#sentAt].filter(([, at]) => this.#indexAt(at) === index);
    const pairs = [...pairsOf(rings.filter(({ phone }) => !isOutside(phone))), ...this.#neverRung(index)];
    const instants = this.#instants(calls, index);
    const outside = pairsOf(rings.filter(({ phone }) => isOutside(phone) && phone !== PARTNER_NUMBER));
    return {
      droppedTalks: this.#rings
        .filter((ring) => this.#indexAt(ring.endedAt ?? ring.rangAt) === index && this.#isDropped(ring))
        .map((ring) => `${nameOf(ring)} (${this.#storedOf(ring)})`),
      lostCallers: calls.filter((call) => this.#isLost(call)).map(({ id, from }) => from ?? id),
      sentOn: sent.length,
      sentOnWrongly: sent.flatMap((each) => this.#sendingFault(incident, each)),
      reordered: incident.asteriskDied ? [] : this.#reordered(incident.moment),
      calls: [...calls.flatMap((call) => this.#callFault(call)), ...this.#ghosts(index)],
      conversations: pairs.flatMap((each) => this.#talkFault(each)),
      recordings: this.facts.conversations
        .filter(({ endedAt }) => this.#indexAt(endedAt) === index)
        .flatMap((talk) => this.#recordingFault(talk)),
      afterCalls: this.facts.conversations
        .filter(({ endedAt }) => this.#indexAt(endedAt) === index)
        .flatMap((talk) => this.#afterCallFault(talk)),
      offers: [
        ...pairs.flatMap((each) => this.#offersFault(each)),
        ...outside.flatMap((each) =>
          outsideFault(each, this.#ringsOf.get(each) ?? [], this.#outgoingTo.get(each) ?? []),
        ),
        ...(index === this.incidents.length - 1 ? partnerFaults(this.#rings, this.facts) : []),
      ],
      unmarked: instants.flatMap(({ verdict, told }) => (verdict === 'unmarked' ? [told] : [])),
      marked: instants.filter(({ verdict }) => verdict === 'marked').length,
    };
  }

  #pairOf({ agent, call }: { readonly agent: string; readonly call: string }): string {
    return `${agent} ${this.#callerOf.get(call) ?? ''}`;
  }

  /** Agents and callers of whom offers or talks are stored, and for whom no phone has rung. */
  #neverRung(index: number): readonly string[] {
    const stored = [
      ...this.facts.offers.map((offer) => ({ ...offer, at: offer.offeredAt })),
      ...this.facts.conversations.map((talk) => ({ ...talk, at: talk.startedAt })),
    ];
    const unrung = stored.filter((each) => !isPartner(each.agent) && !this.#ringsOf.has(this.#pairOf(each)));
    return [
      ...new Set(unrung.flatMap((each) => (this.#indexAt(each.at) === index ? this.#pairOf(each) : []))),
    ];
  }

  #indexAt(at: number): number {
    const index = this.incidents.findLastIndex((incident) => incident.at <= at);
    return Math.max(0, index);
  }

  /**
   * Neither the caller nor the phone hung up: both were cut off together, or he went on as if the agent had left, and no
   * other phone was answered for him.
   */
  #isDropped(ring: FarRing): boolean {
    if (ring.outcome !== 'answered' || ring.endedBy !== 'pbx' || ring.endedAt === null) return false;
    const { endedAt } = ring;
    if (this.#isOfAsterisksDeath(endedAt) || this.#isAnsweredUnheard({ ...ring, endedAt })) return false;
    if (this.#isAtPartnerAfter(ring)) return false;
    return this.witness.calls.some(
      (call) =>
        call.from === ring.callerNumber &&
        call.endedBy === 'pbx' &&
        call.endedAt !== null &&
        call.endedAt > endedAt - SAME_INSTANT_MS &&
        !this.#isAnsweredAfter(ring),
    );
  }

  /**
   * Answered outside while nobody was there to take the answer, so that Asterisk let it go, and the caller is with the agent
   * who had asked there again.
   */
  #isAnsweredUnheard({
    phone,
    callerNumber,
    stoppedAt,
    endedAt,
  }: FarRing & { readonly endedAt: number }): boolean {
    const isUnheard = this.incidents.some(
      ({ at, backAt }) => (stoppedAt ?? 0) >= at - JUST_NOW_MS && endedAt <= backAt + SAME_INSTANT_MS,
    );
    const goesOn = ({ endedAt: end }: FarRing): boolean => (end ?? Infinity) > endedAt + SAME_INSTANT_MS;
    const ofCaller = this.witness.rings.filter((ring) => ring.callerNumber === callerNumber);
    const isBack = ofCaller.some(
      (ring) => !isOutside(ring.phone) && ring.outcome === 'answered' && goesOn(ring),
    );
    return isOutside(phone) && isUnheard && isBack;
  }

  /** Somebody at the partner, where nobody's number is shown, lifted in the same moment or later. */
  #isAtPartnerAfter({ callerNumber, rangAt }: FarRing): boolean {
    return this.facts.conversations.some(
      ({ agent, call, startedAt }) =>
        isPartner(agent) && this.#callerOf.get(call) === callerNumber && startedAt >= rangAt,
    );
  }

  /** What Callplane says of it, for whoever looks for the cause. */
  #storedOf({ phone, callerNumber, rangAt }: FarRing): string {
    const calls = (this.#factsOf.get(callerNumber ?? 'hidden') ?? []).map(
      (call) =>
        `the call ended by ${call.endedBy} in ${call.endPlace}, ${String(call.endedAt - rangAt)} ms after it rang`,
    );
    const outside = (this.#outgoingTo.get(`${phone} ${callerNumber ?? ''}`) ?? []).map(
      (call) =>
        `the call outside ${call.result}, ended by ${call.endedBy}, ${String(call.endedAt - rangAt)} ms`,
    );
    return [...calls, ...outside].join('; ') || 'nothing is stored';
  }

  #isAnsweredAfter({ id, callerNumber, rangAt }: FarRing): boolean {
    return this.witness.rings.some(
      (ring) =>
        ring.id !== id &&
        ring.callerNumber === callerNumber &&
        ring.outcome === 'answered' &&
        ring.rangAt >= rangAt,
    );
  }

  /** Let go by us although no phone, also none of the emergency destination, was ever answered for him. */
  #isLost({ from, endedBy, endedAt }: FarCall): boolean {
    if (endedAt !== null && this.#isOfAsterisksDeath(endedAt)) return false;
    const isServed = this.witness.rings.some(
      (ring) => ring.callerNumber === from && ring.outcome === 'answered',
    );
    return endedBy === 'pbx' && !isServed && !this.#partners.has(from ?? '');
  }

  /** From the death of Asterisk until calls are taken again no call can last. */
  #isOfAsterisksDeath(endedAt: number): boolean {
    return this.incidents.some(
      ({ asteriskDied, at, backAt }) => asteriskDied && endedAt >= at && endedAt <= backAt,
    );
  }

  #isSentOn(from: string): boolean {
    return this.#sentAt.has(from);
  }

  #sendingFault(
    { at, backAt, moment }: Incident,
    [from, sentAt]: readonly [string, number],
  ): readonly string[] {
    const placedAt = this.witness.calls.find((call) => call.from === from)?.placedAt ?? at;
    const patienceMs = moment.queue.includes(from) ? WAITED_ON_AT_LEAST_MS : KNOCKED_AT_LEAST_MS;
    const afterMs = sentAt - Math.max(at, placedAt);
    if (afterMs >= patienceMs && sentAt <= backAt + SENT_ON_LATEST_MS) return [];
    return [`${from} after ${afterMs} ms; calls were taken again ${backAt - at} ms after the blow`];
  }

  /** Somebody behind was rung for clearly before somebody in front who was still there. */
  #reordered({ queue, at }: Moment): readonly string[] {
    const first = queue.map((from) => ({ from, ring: this.#firstRing(from, at) }));
    return first.flatMap(({ from, ring }, index) => {
      // Somebody at the partner may have answered for him, where nobody's number is shown.
      if (this.#partners.has(from)) return [];
      const behind = first.slice(index + 1).find((other) => {
        if (other.ring === null) return false;
        const wasThere = !this.#isSentOn(from) && this.#leftAt(from) > other.ring + TOGETHER_MS;
        return wasThere && other.ring + TOGETHER_MS < (ring ?? Infinity);
      });
      return behind === undefined ? [] : [`${behind.from} was served before ${from}`];
    });
  }

  /** A phone that rang or had just answered in that moment counts, too. */
  #firstRing(from: string, after: number): number | null {
    const rings = this.witness.rings.filter(
      (ring) =>
        ring.callerNumber === from &&
        !isOutside(ring.phone) &&
        (ring.stoppedAt ?? Infinity) >= after - JUST_NOW_MS,
    );
    return rings.length === 0 ? null : Math.min(...rings.map(({ rangAt }) => rangAt));
  }

  #leftAt(from: string): number {
    return this.witness.calls.find((each) => each.from === from)?.endedAt ?? Infinity;
  }

  /** Every call is stored once, whether or not it was answered. With Asterisk dies also who has not come to us yet. */
  #callFault({ id, from, answeredAt, endedAt }: FarCall): readonly string[] {
    const found = this.#factsOf.get(from ?? 'hidden')?.length ?? 0;
    const neverCame = answeredAt === null && endedAt !== null && this.#isOfAsterisksDeath(endedAt);
    if (found === 1 || (found === 0 && neverCame)) return [];
    return [`${from ?? id}${answeredAt === null ? ', never answered,' : ''} is stored ${found} times`];
  }

  /** Calls that nobody made. */
  #ghosts(index: number): readonly string[] {
    const known = new Set(this.witness.calls.map(({ from }) => from));
    return this.facts.calls
      .filter(({ from, endedAt }) => !known.has(from) && this.#indexAt(endedAt) === index)
      .map(({ call, from }) => `${call} from ${from ?? 'nobody'} was never made`);
  }

  #offersFault(pair: string): readonly string[] {
    const rings = this.#ringsOf.get(pair)?.length ?? 0;
    return offersFault(pair, rings, this.#offersOf.get(pair) ?? [], this.incidents);
  }

  #talkFault(pair: string): readonly string[] {
    const answered = (this.#ringsOf.get(pair) ?? []).filter(({ outcome }) => outcome === 'answered');
    const needed = answered.filter((ring) => this.#heardMs(ring) > TALK_MS).length;
    const stored = this.#talksOf.get(pair)?.length ?? 0;
    if (stored >= needed && stored <= answered.length) return [];
    return [`${pair}: ${answered.length} answers, ${needed} talks, ${stored} conversations stored`];
  }

  /** Of a talk that is to be recorded it is told once what became of the file; of one that is not, never. */
  #recordingFault({ conversation, agent }: ConversationFact): readonly string[] {
    const stored = this.facts.recordings.filter((each) => each.conversation === conversation).length;
    const expected = isRecorded(agent) ? 1 : 0;
    return stored === expected ? [] : [`${conversation} of ${agent} has ${stored} recordings stored`];
  }

  /** What came of a talk is settled once, behind its wrap-up; whose agent has hung up is asked for a rating, once. */
  #afterCallFault({ conversation, agent, queue, endedBy }: ConversationFact): readonly string[] {
    const isOf = (each: { readonly conversation: string }): boolean => each.conversation === conversation;
    const [outcomes, ratings] = [
      this.facts.outcomes.filter(isOf).length,
      this.facts.ratings.filter(isOf).length,
    ];
    // Whoever has his caller back goes on with what he noted; nobody at the partner notes anything for us.
    const noted = queue === null || isPartner(agent) ? 0 : 1;
    const asked = endedBy === 'agent' && queue !== null && !this.#handedOver.has(conversation) ? 1 : 0;
    if (outcomes === noted && (ratings === asked || endedBy === 'unknown')) return [];
    return [
      `${conversation} of ${agent}, ended by ${endedBy}, has ${outcomes} outcomes and ${ratings} ratings`,
    ];
  }

  /** How long both ends of a talk were there while Callplane was, too. */
  #heardMs(ring: FarRing): number {
    const from = ring.stoppedAt ?? ring.rangAt;
    const to = Math.min(ring.endedAt ?? from, this.#leftAt(ring.callerNumber ?? ''));
    const away = this.incidents.map(({ at, backAt }) =>
      Math.max(0, Math.min(backAt, to) - Math.max(at, from)),
    );
    return to - from - away.reduce((sum, ms) => sum + ms, 0);
  }

  /** The instants of these calls, and of the answers that are stored for after this blow, beside the far end's. */
  #instants(calls: readonly FarCall[], index: number): readonly Judged[] {
    const ofCalls = calls.flatMap((call) => {
      const [fact, ...others] = this.#factsOf.get(call.from ?? 'hidden') ?? [];
      if (fact === undefined || others.length > 0) return [];
      return [this.#judge.end(call, fact), this.#judge.arrival(call, fact)];
    });
    const answered = this.facts.offers.filter(
      ({ result, agent, endedAt }) =>
        result === 'answered' && !isPartner(agent) && this.#indexAt(endedAt) === index,
    );
    const ofAnswers = answered.map((offer) =>
      this.#judge.answer(offer, this.#ringsOf.get(this.#pairOf(offer)) ?? []),
    );
    return [...ofCalls, ...ofAnswers];
  }
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(item);
  }
  return groups;
}
