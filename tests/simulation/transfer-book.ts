import type { CallEvent, HoldFact, TransferFact } from '../../src/core/milestone.js';
import type { CallId, Instant } from '../../src/core/signal.js';
import { must } from './must.js';

interface OpenTransfer {
  readonly transfer: string;
  readonly way: string;
  readonly at: Instant;
  /** Whoever was asked has answered. */
  consulted: string | null;
  /** Phones that were rung while the agent still talked, and those that ring. */
  offers: number;
  standing: number;
}

interface OpenHold {
  readonly why: string;
  readonly at: Instant;
}

/** Transfers and times on hold: each begins once and ends once, before the call does. */
export class TransferBook {
  readonly #transfers = new Map<CallId, OpenTransfer>();
  readonly #holds = new Map<CallId, OpenHold>();
  readonly #consultedMs = new Map<CallId, number>();
  #asked = 0;
  #ended = 0;

  event({ call, event, detail }: CallEvent, now: Instant): void {
    const open = this.#transfers.get(call);
    if (event === 'transfer-asked') {
      must(open === undefined, `call ${call} is handed over twice at once`);
      this.#asked += 1;
      const [transfer, way] = [String(detail['transfer']), String(detail['way'])];
      this.#transfers.set(call, { transfer, way, at: now, consulted: null, offers: 0, standing: 0 });
    } else if (event === 'consulted' && detail['outgoing'] !== undefined) {
      must(open?.way === 'consult' && open.offers === 0, `call ${call} asks nobody outside, and he answers`);
    } else if (event === 'consulted') {
      must(open !== undefined && open.standing === 1, `call ${call} asks nobody, and he answers`);
      open.consulted = String(detail['agent']);
    } else if (event === 'held') {
      must(!this.#holds.has(call), `call ${call} is put on hold twice`);
      this.#holds.set(call, { why: String(detail['why']), at: now });
    }
  }

  /** A phone rings beside a talk; false: the call asks nobody. */
  rings(call: CallId): boolean {
    const open = this.#transfers.get(call);
    if (open?.way !== 'consult') return false;
    must(open.standing === 0, `two phones ring for who is asked about ${call}`);
    open.offers += 1;
    open.standing += 1;
    return true;
  }

  /** It does not ring any more, or whoever answered has the caller or is let go. */
  ringsNoMore(call: CallId): void {
    const open = this.#transfers.get(call);
    if (open === undefined) return;
    open.standing = 0;
    open.consulted = null;
  }

  /** The agent has left: what rings goes on as the caller's own. */
  handsOver(call: CallId): { readonly offers: number; readonly standing: number } {
    const open = this.#transfers.get(call);
    if (open === undefined || open.offers === 0) return { offers: 0, standing: 0 };
    const { offers, standing } = open;
    Object.assign(open, { way: 'blind', consulted: null, offers: 0, standing: 0 });
    return { offers, standing };
  }

  isConsulted(agent: string): boolean {
    return [...this.#transfers.values()].some(({ consulted }) => consulted === agent);
  }

  transferred(fact: TransferFact, now: Instant): void {
    const open = this.#transfers.get(fact.call);
    const isRight = open?.transfer === fact.transfer && fact.askedAt === open.at && fact.endedAt === now;
    must(isRight, `transfer ${fact.transfer} ends and never began, or is told with wrong times`);
    const isTaken = ['connected', 'returned', 'elsewhere'].includes(fact.result);
    // Whoever answers a number outside has no name.
    const hasTaker = isTaken && !(fact.target === 'outside' && fact.result === 'connected');
    must(hasTaker === (fact.takenBy !== null), `transfer ${fact.transfer} is taken by nobody`);
    must(!isTaken || fact.handedOverAt !== null, `transfer ${fact.transfer} was never handed over`);
    this.#ended += 1;
    this.#transfers.delete(fact.call);
  }

  held(fact: HoldFact, now: Instant): void {
    const open = this.#holds.get(fact.call);
    const isRight = open?.at === fact.startedAt && open.why === fact.why && fact.endedAt === now;
    must(isRight, `a hold of call ${fact.call} ends and never began, or is told wrongly`);
    this.#holds.delete(fact.call);
    if (fact.why !== 'consult') return;
    this.#consultedMs.set(fact.call, (this.#consultedMs.get(fact.call) ?? 0) + now - open.at);
  }

  /** How long others were asked in the conversation that is over now. */
  takeConsulted(call: CallId): number {
    const consultedMs = this.#consultedMs.get(call) ?? 0;
    this.#consultedMs.delete(call);
    return consultedMs;
  }

  callEnded(call: CallId): void {
    must(!this.#transfers.has(call), `call ${call} ended while it was handed over`);
    must(!this.#holds.has(call), `call ${call} ended on hold`);
  }

  end(): void {
    must(this.#asked === this.#ended, `${this.#asked} transfers began, ${this.#ended} ended`);
  }
}
