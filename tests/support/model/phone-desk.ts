import type { Command, ReferAnswer } from '../../../src/core/command.js';
import type { LegId } from '../../../src/core/signal.js';
import type { Behaviour } from '../scenario/scenario.js';
import type { Channels } from './channels.js';
import type { ModelLeg } from './leg.js';
import type { ModelOptions } from './options.js';
import { ModelPhones, type ModelPhone, phoneState } from './phones.js';
import type { Post } from './post.js';

export interface DeskContext {
  readonly options: ModelOptions;
  readonly after: (ms: number, run: () => void) => void;
  readonly now: () => number;
  readonly post: Post;
}

type RingCommand = Extract<Command, { kind: 'ring' }>;

/** The phones of the agents: who rings, who answers, and what Asterisk says about their state. */
export class PhoneDesk {
  readonly #phones = new ModelPhones();
  /** Legs that were asked for and do not exist yet. */
  readonly #beingMade = new Set<LegId>();

  constructor(
    private readonly channels: Channels,
    private readonly context: DeskContext,
  ) {
    channels.onEnd((leg) => this.#ended(leg));
  }

  get(name: string): ModelPhone {
    return this.#phones.get(name);
  }

  /** The leg was asked for; it exists from `made` on. */
  expect(leg: LegId): void {
    this.#beingMade.add(leg);
  }

  made(leg: LegId): void {
    this.#beingMade.delete(leg);
  }

  isBeingMade(leg: LegId): boolean {
    return this.#beingMade.has(leg);
  }

  /** Rings the phone; `unreachable` when it is not registered. */
  ring(command: RingCommand): 'unreachable' | null {
    const phone = this.get(command.phone);
    if (phone.behaviour.kind === 'is-not-registered') return 'unreachable';
    // An id that is taken means that an earlier try worked.
    if (this.channels.isThere(command.leg)) return null;
    const leg = this.channels.make(command.leg, phone.name);
    this.context.after(this.context.options.setUpMs, () => this.#reached(leg, phone, command));
    return null;
  }

  /** The phone has dialled: it is in use until this leg ends. */
  dials(name: string, leg: LegId): void {
    const phone = this.get(name);
    phone.legs.set(leg, 'up');
    phone.dials.push(leg);
    this.#tell(phone);
  }

  /** The phone asks that who talks with it goes on elsewhere. */
  refers(leg: LegId, to: string, beside: LegId | null): void {
    if (this.channels.isThere(leg)) this.context.post.ofLeg(leg, { kind: 'phone-refers', leg, to, beside });
  }

  hearsAnswer(name: string, leg: LegId, answer: ReferAnswer): void {
    if (this.context.options.remembers === 'everything')
      this.get(name).referAnswers.push({ leg, answer, at: this.context.now() });
  }

  setBehaviour(name: string, behaviour: Behaviour): void {
    const phone = this.get(name);
    phone.behaviour = behaviour;
    this.#tell(phone);
  }

  changeOtherCalls(name: string, by: 1 | -1): void {
    const phone = this.get(name);
    phone.otherCalls = Math.max(0, phone.otherCalls + by);
    this.#tell(phone);
  }

  watch(name: string): void {
    const phone = this.get(name);
    phone.isWatched = true;
    phone.toldState = null;
    this.#tell(phone);
  }

  unwatch(name: string): void {
    this.get(name).isWatched = false;
  }

  /** Tells the state of every watched phone, as after a reconnect. */
  tellPhones(): void {
    for (const phone of this.#phones.all()) {
      phone.toldState = null;
      this.#tell(phone);
    }
  }

  forgetAll(): void {
    this.#beingMade.clear();
    for (const phone of this.#phones.all()) {
      for (const leg of phone.legs.keys()) this.#stopRing(phone, leg, false);
      phone.legs.clear();
    }
  }

  #reached(leg: ModelLeg, phone: ModelPhone, command: RingCommand): void {
    if (leg.state === 'gone') return;
    if (phone.behaviour.kind === 'is-busy' || phone.legs.size + phone.otherCalls >= phone.lines) {
      this.channels.end(leg.id, 'busy');
      return;
    }
    leg.state = 'ringing';
    phone.legs.set(leg.id, 'ringing');
    if (this.context.options.remembers === 'everything')
      phone.rings.push({
        leg: leg.id,
        callerNumber: command.callerNumber,
        callerName: command.callerName,
        fromAt: this.context.now(),
        toAt: null,
        isAnswered: false,
      });
    this.#tell(phone);
    this.#react(leg, phone);
    this.context.after(Math.ceil(command.timeoutMs / 1000) * 1000, () => {
      if (leg.state === 'ringing') this.channels.end(leg.id, 'no-answer');
    });
  }

  #react(leg: ModelLeg, phone: ModelPhone): void {
    const { behaviour } = phone;
    if (behaviour.kind === 'answers')
      this.context.after(behaviour.afterMs, () => this.#answer(leg, phone, behaviour.hangsUpAfterMs));
    if (behaviour.kind === 'declines')
      this.context.after(behaviour.afterMs, () => {
        if (leg.state === 'ringing') this.channels.end(leg.id, 'declined');
      });
  }

  #answer(leg: ModelLeg, phone: ModelPhone, hangsUpAfterMs: number | null): void {
    if (leg.state !== 'ringing') return;
    phone.legs.set(leg.id, 'up');
    this.#stopRing(phone, leg.id, true);
    this.channels.answer(leg);
    if (!phone.legs.has(leg.id)) return;
    this.#tell(phone);
    if (hangsUpAfterMs !== null)
      this.context.after(hangsUpAfterMs, () => this.channels.end(leg.id, 'normal'));
  }

  #ended(leg: ModelLeg): void {
    if (leg.phone === '') return;
    const phone = this.get(leg.phone);
    this.#stopRing(phone, leg.id, false);
    if (phone.legs.delete(leg.id)) this.#tell(phone);
  }

  #stopRing(phone: ModelPhone, leg: LegId, isAnswered: boolean): void {
    const ring = phone.rings.find((one) => one.leg === leg && one.toAt === null);
    if (ring === undefined) return;
    ring.toAt = this.context.now();
    ring.isAnswered = isAnswered;
  }

  #tell(phone: ModelPhone): void {
    const state = phoneState(phone);
    if (!phone.isWatched || state === phone.toldState) return;
    phone.toldState = state;
    this.context.post.ofPhone(phone.name, { kind: 'phone-changed', phone: phone.name, state });
  }
}
