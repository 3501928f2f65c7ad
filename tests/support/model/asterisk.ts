import type { Command, HangUpReason } from '../../../src/core/command.js';
import type { BridgeId, Existing, Failure, LegId, Signal } from '../../../src/core/signal.js';
import type { Behaviour } from '../scenario/scenario.js';
import { Channels } from './channels.js';
import { carryOut } from './commands.js';
import { Hearing, type HeardSound } from './hearing.js';
import { Heap } from './heap.js';
import type { CallerFacts, ModelLeg } from './leg.js';
import { COMMANDS, FAILURES, kindsOf } from './faults.js';
import { type Disobedience, type ModelOptions, OBEDIENT } from './options.js';
import { PhoneDesk } from './phone-desk.js';
import type { ModelPhone } from './phones.js';
import { Post } from './post.js';
import { randomNumbers } from './random.js';
import { Recordings } from './recordings.js';
import { WorkLists } from './work-lists.js';

/** The adapter waits so long for a reply. */
const REPLY_WITHIN_MS = 10_000;

/** How a leg ended. */
export interface Fate {
  readonly endedAt: number;
  readonly wasAnswered: boolean;
  /** null: it hung up itself. */
  readonly hungUpAs: HangUpReason | null;
}

/**
 * A model of Asterisk with the phones and callers around it, in virtual time: takes the core's commands, keeps
 * channels, bridges, playbacks and music, and hands back signals. The same seed and the same input give the same
 * output.
 */
export class AsteriskModel {
  readonly #heap = new Heap();
  readonly #random: () => number;
  readonly #post: Post;
  readonly #lists = new WorkLists();
  readonly #hearing = new Hearing();
  readonly #channels: Channels;
  readonly #desk: PhoneDesk;
  readonly recordings: Recordings;
  #now: number;
  readonly #fates = new Map<LegId, Fate>();
  readonly #dialled = new Set<LegId>();
  #calls = 0;
  #isRestarted = false;
  /** Until then Asterisk is not there at all. */
  #downUntil = 0;
  #disobedience: Disobedience;

  /** `tell` is called at the instant a signal arrives, from within `runUntil`. */
  constructor(
    private readonly options: ModelOptions,
    startsAt: number,
    tell: (signal: Signal, now: number) => void,
  ) {
    this.#now = startsAt;
    this.#random = randomNumbers(options.seed);
    const now = (): number => this.#now;
    const after = (ms: number, run: () => void): void => this.#heap.put(this.#now + ms, run);
    this.#disobedience = options.disobedience;
    this.#post = new Post(
      options,
      () => this.#disobedience,
      this.#heap,
      this.#random,
      now,
      (signal) => tell(signal, this.#now),
    );
    const hearing = options.remembers === 'everything' ? this.#hearing : null;
    this.#channels = new Channels({ mediaMs: options.mediaMs, after, now, post: this.#post, hearing });
    if (hearing !== null) this.#channels.onEnd((leg) => this.#fates.set(leg.id, fateOf(leg, this.#now)));
    const recordings = new Recordings({ after, now, post: this.#post });
    this.#channels.onBridge((bridge, what) => {
      if (what === 'empty') recordings.bridgeIsEmpty(bridge);
      else recordings.bridgeIsRemoved(bridge);
    });
    this.#channels.onEnd((leg) => recordings.legIsGone(leg.id));
    this.recordings = recordings;
    this.#desk = new PhoneDesk(this.#channels, { options, after, now, post: this.#post });
  }

  /** When something happens next; null: never, unless somebody acts. */
  nextAt(): number | null {
    return this.#heap.nextAt();
  }

  /** Lets everything happen that is due at `until` or before. */
  runUntil(until: number): void {
    for (let at = this.#heap.nextAt(); at !== null && at <= until; at = this.#heap.nextAt()) {
      this.#now = Math.max(this.#now, at);
      this.#heap.take()?.run();
    }
    this.#now = Math.max(this.#now, until);
  }

  /** Takes commands in the order given; they take effect later. */
  carryOut(commands: readonly Command[]): void {
    for (const command of commands) this.#take(command);
  }

  // ---------------------------------------------------------------- the far end

  /** Somebody calls; the id of the channel. */
  placeCall(caller: CallerFacts): LegId {
    this.#calls += 1;
    const leg = `caller-${this.#calls}`;
    if (!this.#isDown) this.#channels.arrive(leg, caller);
    return leg;
  }

  /** A phone of ours dials; the id of the channel. */
  dialAt(phone: string, dialled: string): LegId {
    this.#calls += 1;
    const leg = `phone-${this.#calls}`;
    this.#dialled.add(leg);
    if (this.#isDown) return leg;
    this.#desk.dials(phone, leg);
    this.#channels.arrive(leg, { from: null, fromName: null, dialled, phone });
    return leg;
  }

  /** A phone of ours has dialled on this leg. */
  hasDialled(leg: LegId): boolean {
    return this.#dialled.has(leg);
  }

  pressKey(leg: LegId, key: string): void {
    if (this.#channels.isThere(leg)) this.#post.ofLeg(leg, { kind: 'key-pressed', leg, key });
  }

  /** A caller or a phone hangs up. */
  hangUp(leg: LegId): void {
    this.#channels.end(leg, 'normal');
  }

  /** The party puts the others in its bridge on hold: they hear music, and we hear of nothing. */
  hold(leg: LegId, hold: 'on' | 'off'): void {
    this.#channels.hold(leg, hold);
  }

  /** The phone asks that who talks with it on this leg goes on elsewhere; `beside`: with whom it talks on another. */
  refer(leg: LegId, to: string, beside: LegId | null = null): void {
    this.#desk.refers(leg, to, beside);
  }

  setBehaviour(phone: string, behaviour: Behaviour): void {
    this.#desk.setBehaviour(phone, behaviour);
  }

  /** The phone gets or ends a call that Callplane did not give. */
  changeOtherCalls(phone: string, by: 1 | -1): void {
    this.#desk.changeOtherCalls(phone, by);
  }

  phone(name: string): ModelPhone {
    return this.#desk.get(name);
  }

  /** The leg of the phone that is up; undefined: none. */
  talkingLegOf(phone: string): LegId | undefined {
    return [...this.phone(phone).legs].find(([, state]) => state === 'up')?.[0];
  }

  // ---------------------------------------------------------------- the connection

  /** The event stream breaks: signals are lost until `reconnect`. */
  disconnect(): void {
    this.#post.close({ kind: 'telephony-lost' });
  }

  /** `then` is called while the next signal of this kind is on its way, if one comes before it is called off. */
  whileOnItsWay(kind: Signal['kind'], then: () => void): void {
    this.#post.whileOnItsWay(kind, then);
  }

  callOff(): void {
    this.#post.callOff();
  }

  /** The event stream becomes a black hole: signals are lost, and nobody is told before `disconnect`. */
  swallowSignals(): void {
    this.#post.swallow();
  }

  /** Asterisk restarts: everything in it is gone without a word; commands get no reply while it is down. */
  restart(downMs: number): void {
    this.#post.close({ kind: 'telephony-lost' });
    this.recordings.forgetLive();
    this.#channels.forgetAll();
    this.#desk.forgetAll();
    this.#isRestarted = true;
    this.#downUntil = this.#now + downMs;
  }

  /** From now on everything is as it should be. */
  obey(): void {
    this.#disobedience = OBEDIENT;
  }

  reconnect(): void {
    this.#downUntil = 0;
    this.#post.open({ kind: 'telephony-back', existing: this.existing() });
    this.#isRestarted = false;
    this.#desk.tellPhones();
  }

  // ---------------------------------------------------------------- looking

  /** Everything of ours that exists now. */
  existing(): Existing {
    return { legs: this.#channels.legs(), bridges: this.#channels.bridges(), restarted: this.#isRestarted };
  }

  legState(leg: LegId): 'down' | 'ringing' | 'up' | 'gone' {
    return this.#channels.leg(leg)?.state ?? 'gone';
  }

  legsIn(bridge: BridgeId): readonly LegId[] {
    return this.#channels.legsIn(bridge);
  }

  /** What the leg has heard; empty when the model remembers nothing. */
  heardBy(leg: LegId): readonly HeardSound[] {
    return this.#hearing.of(leg, this.#now);
  }

  /** How the leg ended; undefined: it has not, or the model remembers nothing. */
  fateOf(leg: LegId): Fate | undefined {
    return this.#fates.get(leg);
  }

  // ---------------------------------------------------------------- commands

  #take(command: Command): void {
    if (command.kind !== 'hang-up') {
      this.#lists.add({ keys: keysOf(command), run: (done) => this.#begin(command, done) });
      return;
    }
    this.#lists.drop(command.leg);
    const run = (done: () => void): void => this.#begin(command, done);
    // A leg that is being made cannot be hung up before Asterisk knows it.
    if (this.#desk.isBeingMade(command.leg)) this.#lists.add({ keys: [command.leg], run });
    else run(() => undefined);
  }

  #begin(command: Command, done: () => void): void {
    if (command.kind === 'ring') this.#desk.expect(command.leg);
    this.#after(() => {
      const failing = this.#disobedience.failing[command.kind] ?? 0;
      if (this.#isDown) this.#conclude(command, 'unknown', done);
      else if (failing > 0 && this.#random() < failing) this.#fail(command, done);
      else this.#carryOut(command, (failure) => this.#conclude(command, failure, done));
    });
  }

  #fail(command: Command, done: () => void): void {
    const failure = this.#pick(kindsOf(FAILURES));
    this.options.tally?.command(command.kind, failure);
    const conclude = (): void => this.#conclude(command, failure, done);
    if (FAILURES[failure] === 'all-or-none') {
      const late = (): void =>
        this.#heap.put(this.#now + Math.floor(this.#random() * REPLY_WITHIN_MS), conclude);
      if (this.#random() < 0.5) this.#carryOut(command, late);
      else late();
      return;
    }
    if (FAILURES[failure] === 'its-subject-is-gone') this.#loseSubject(command);
    conclude();
  }

  /** The far end or Asterisk itself was quicker. */
  #loseSubject(command: Command): void {
    const subject = COMMANDS[command.kind];
    if (subject === 'leg' && 'leg' in command) this.#channels.end(command.leg, 'normal');
    if ('bridge' in command && (subject === 'bridge' || this.#random() < 0.3))
      this.#channels.removeBridge(command.bridge);
    else if ('legs' in command) this.#channels.end(this.#pick(command.legs), 'normal');
    if (subject === 'recording' && 'recording' in command) this.recordings.breakOff(command.recording);
  }

  #carryOut(command: Command, reply: (failure: Failure | null) => void): void {
    carryOut({ channels: this.#channels, desk: this.#desk, recordings: this.recordings }, command, reply);
  }

  #conclude(command: Command, failure: Failure | null, done: () => void): void {
    if (command.kind === 'ring') this.#desk.made(command.leg);
    if (failure !== null) this.#post.failure(command, failure);
    done();
  }

  get #isDown(): boolean {
    return this.#now < this.#downUntil;
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new RangeError('there is nothing to pick from');
    return item;
  }

  #after(run: () => void): void {
    this.#heap.put(this.#now + this.options.commandMs, run);
  }
}

function keysOf(command: Command): readonly string[] {
  if ('recording' in command) return [`recording ${command.recording}`];
  if (command.kind === 'connect') return [`bridge ${command.bridge}`, ...new Set(command.legs)];
  if (command.kind === 'leave-bridge' || command.kind === 'join-bridge')
    return [`bridge ${command.bridge}`, command.leg];
  if (command.kind === 'remove-bridge') return [`bridge ${command.bridge}`];
  if (command.kind === 'watch-phone' || command.kind === 'unwatch-phone') return [`phone ${command.phone}`];
  return 'leg' in command ? [command.leg] : [];
}

function fateOf({ wasAnswered, hungUpAs }: ModelLeg, endedAt: number): Fate {
  return { endedAt, wasAnswered, hungUpAs };
}
