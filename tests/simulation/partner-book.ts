import type { Change } from '../../src/core/change.js';
import type { ConversationFact, OfferFact } from '../../src/core/milestone.js';
import type { OverflowLimits, OverflowRule } from '../../src/core/partner/partner.js';
import type { Plan } from '../../src/core/plan.js';
import type { CallId, ConversationId, OfferId } from '../../src/core/signal.js';
import { must } from './must.js';

/** One who waits in a queue: how many stand before him there, and how long he has waited. */
export interface Standing {
  readonly call: CallId;
  readonly ahead: number;
  readonly waitedMs: number;
}

/** Who is at a partner, and whether he may be: only above the limits of a queue that is open, and on so many lines. */
export class PartnerBook {
  readonly #rings = new Map<CallId, { readonly offer: OfferId; readonly partner: string }>();
  readonly #talks = new Map<CallId, { readonly conversation: ConversationId; readonly partner: string }>();
  /** Whom the partner has answered. */
  readonly #connecting = new Set<CallId>();
  /** Queue → the partner to which it flows over. */
  readonly #open = new Map<string, string>();

  static isPartner(agent: string): boolean {
    return agent.startsWith('partner:');
  }

  /** Whether the queue flows over. */
  isOpen(queue: string): boolean {
    return this.#open.has(queue);
  }

  /** He stands where callers go to a partner, or has waited so long. */
  static isAbove({ ahead, waitedMs }: Standing, { waiting, longestMs }: OverflowLimits): boolean {
    return (waiting !== null && ahead >= waiting) || (longestMs !== null && waitedMs >= longestMs);
  }

  ringsAt(call: CallId): boolean {
    return this.#rings.has(call);
  }

  /** Nobody is rung for him any more. */
  isConnecting(call: CallId): boolean {
    return this.#connecting.has(call);
  }

  /** A caller is brought into a bridge with somebody. */
  connects(call: CallId): void {
    if (this.#rings.has(call)) this.#connecting.add(call);
  }

  rings(offer: OfferId, queue: string | null, standing: Standing, plan: Plan | null): void {
    const { call, ahead, waitedMs } = standing;
    const rule = plan?.queues[queue ?? '']?.overflow;
    must(rule !== undefined && queue !== null, `call ${call} rings at a partner, and its queue has none`);
    must(this.#open.get(queue) === rule.to, `call ${call} rings at a partner to whom its queue is not open`);
    must(!this.#rings.has(call), `call ${call} rings twice at a partner`);
    must(
      PartnerBook.isAbove(standing, rule.closes),
      `call ${call} rings at a partner with ${ahead} before it, after ${waitedMs} ms`,
    );
    this.#rings.set(call, { offer, partner: rule.to });
    const lines = plan?.partners?.[rule.to]?.lines ?? 0;
    const there = [...this.#rings.values(), ...this.#talks.values()];
    const used = there.filter(({ partner }) => partner === rule.to).length;
    must(used <= lines, `${used} callers are at a partner that has ${lines} lines`);
  }

  ringsNoMore({ call, offer }: OfferFact): void {
    must(this.#rings.get(call)?.offer === offer, `offer ${offer} to a partner ends and never began`);
    this.#rings.delete(call);
    this.#connecting.delete(call);
  }

  talks(call: CallId, conversation: ConversationId, agent: string): void {
    this.#talks.set(call, { conversation, partner: agent.replace('partner:', '') });
  }

  stopsTalking({ call, conversation }: ConversationFact): void {
    must(
      this.#talks.get(call)?.conversation === conversation,
      `talk ${conversation} with a partner ends and never began`,
    );
    this.#talks.delete(call);
  }

  /** A queue opens or closes. */
  switches({ what, about, after }: Change, waiting: readonly Standing[], plan: Plan | null): void {
    if (what !== 'overflow-opens' && what !== 'overflow-closes') return;
    const opens = what === 'overflow-opens';
    must(this.#open.has(about) !== opens, `queue ${about} ${opens ? 'opens' : 'closes'} twice`);
    const rule: OverflowRule | undefined = plan?.queues[about]?.overflow;
    const partner = String(after['partner']);
    const was = this.#open.get(about) ?? partner;
    if (opens) this.#open.set(about, partner);
    else this.#open.delete(about);
    must(was === partner, `queue ${about} closes towards ${partner} and was open towards ${was}`);
    if (rule?.to !== partner) must(!opens, `queue ${about} opens towards ${partner} without a rule`);
    else if (opens) must(exceeds(waiting, rule.opens), `queue ${about} opens below its limit`);
    else must(!exceeds(waiting, rule.closes), `queue ${about} closes above its limit`);
  }

  end(): void {
    must(this.#rings.size === 0, `${this.#rings.size} callers ring at a partner for ever`);
    must(this.#talks.size === 0, `${this.#talks.size} callers talk with a partner for ever`);
    must(this.#open.size === 0, `queue ${[...this.#open.keys()][0] ?? ''} stays open with nobody in it`);
  }
}

function exceeds(waiting: readonly Standing[], { waiting: most, longestMs }: OverflowLimits): boolean {
  const isCrowded = most !== null && waiting.length > most;
  return isCrowded || (longestMs !== null && waiting.some(({ waitedMs }) => waitedMs >= longestMs));
}
