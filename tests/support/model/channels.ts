import type { BridgeId, Existing, ExistingLeg, LegEnd, LegId, PlaybackId } from '../../../src/core/signal.js';
import type { Hearing } from './hearing.js';
import { type CallerFacts, type ModelLeg, newLeg, soundOf, type Task } from './leg.js';
import type { Post } from './post.js';

export interface ChannelsContext {
  readonly mediaMs: (media: string) => number | null;
  readonly after: (ms: number, run: () => void) => void;
  readonly now: () => number;
  readonly post: Post;
  /** null: nothing is remembered. */
  readonly hearing: Hearing | null;
}

/** The shipped dialplan tries so often, so far apart, to hand a call over. */
const DIALPLAN_TRIES = 10;
const DIALPLAN_WAIT_MS = 2000;

/** The channels and bridges of the model. */
export class Channels {
  readonly #legs = new Map<LegId, ModelLeg>();
  readonly #bridges = new Map<BridgeId, LegId[]>();
  /** Callers who have not been handed over to us. */
  readonly #inDialplan = new Set<LegId>();
  readonly #endListeners: ((leg: ModelLeg) => void)[] = [];
  readonly #bridgeListeners: ((bridge: BridgeId, what: 'empty' | 'removed') => void)[] = [];

  constructor(private readonly context: ChannelsContext) {}

  leg(id: LegId): ModelLeg | undefined {
    return this.#legs.get(id);
  }

  isThere(id: LegId): boolean {
    return this.#legs.has(id);
  }

  /** Called when a leg has ended, before the signal. */
  onEnd(listener: (leg: ModelLeg) => void): void {
    this.#endListeners.push(listener);
  }

  /** Called when the last leg has left a bridge, and before a bridge is removed. */
  onBridge(listener: (bridge: BridgeId, what: 'empty' | 'removed') => void): void {
    this.#bridgeListeners.push(listener);
  }

  // ---------------------------------------------------------------- coming and going

  /** A call that finds nobody listening is offered again by the dialplan, as long as its tries last. */
  arrive(id: LegId, caller: CallerFacts): void {
    this.#inDialplan.add(id);
    this.#handOver(id, caller, DIALPLAN_TRIES);
  }

  #handOver(id: LegId, caller: CallerFacts, tries: number): void {
    // The caller may have hung up meanwhile.
    if (!this.#inDialplan.has(id)) return;
    if (!this.context.post.isOpen) {
      if (tries > 0) this.context.after(DIALPLAN_WAIT_MS, () => this.#handOver(id, caller, tries - 1));
      return;
    }
    this.#inDialplan.delete(id);
    this.#legs.set(id, newLeg(id, caller.phone ?? '', caller));
    this.context.post.ofLeg(id, { kind: 'call-arrived', leg: id, ...caller });
  }

  make(id: LegId, phone: string): ModelLeg {
    const leg = newLeg(id, phone, null);
    this.#legs.set(id, leg);
    return leg;
  }

  /** The leg is up from now on; told once. */
  answer(leg: ModelLeg): void {
    if (leg.state === 'up' || leg.state === 'gone') return;
    // Asterisk hangs up a leg of ours that enters the application while nobody listens.
    if (leg.role === 'phone' && !this.context.post.isOpen) return this.end(leg.id, 'normal');
    leg.state = 'up';
    leg.wasAnswered = true;
    // Ringing before the answer is a message of the signalling and ends with it.
    leg.hasRingback = false;
    this.#listen(leg);
    this.context.post.ofLeg(leg.id, { kind: 'leg-answered', leg: leg.id });
  }

  end(id: LegId, end: LegEnd): void {
    this.#inDialplan.delete(id);
    const leg = this.#legs.get(id);
    if (leg === undefined) return;
    this.#legs.delete(id);
    leg.state = 'gone';
    this.leave(leg);
    this.#listen(leg);
    this.#silence(leg);
    for (const listener of this.#endListeners) listener(leg);
    this.context.post.ofLeg(id, { kind: 'leg-ended', leg: id, end });
  }

  /** We asked about a leg that does not exist. */
  tellGone(id: LegId): void {
    this.context.post.ofLeg(id, { kind: 'leg-ended', leg: id, end: 'unknown' });
  }

  /** Everything is gone without a word. */
  forgetAll(): void {
    for (const leg of this.#legs.values()) {
      leg.state = 'gone';
      leg.tasks.length = 0;
      leg.playing = null;
      this.#listen(leg);
    }
    this.#legs.clear();
    this.#bridges.clear();
  }

  // ---------------------------------------------------------------- the channel's thread

  /** Gives the channel's thread something to do; it is done at once unless a playback runs. */
  give(leg: ModelLeg, task: Task): void {
    leg.tasks.push(task);
    this.#work(leg);
  }

  /** Ends the playback if it runs or waits; false: there is none. */
  stopPlayback(leg: ModelLeg, playback: PlaybackId): boolean {
    if (leg.playing?.playback === playback) {
      this.#finish(leg, playback, false);
      return true;
    }
    const waiting = leg.tasks.findIndex((task) => task.kind === 'play' && task.playback === playback);
    if (waiting < 0) return false;
    leg.tasks.splice(waiting, 1);
    this.context.post.ofPlayback(playback, { kind: 'playback-ended', playback, complete: false });
    return true;
  }

  #work(leg: ModelLeg): void {
    while (leg.playing === null) {
      const task = leg.tasks.shift();
      if (task === undefined) return;
      if (task.kind === 'act') {
        task.act();
        this.#listen(leg);
      } else this.#play(leg, task);
    }
  }

  #play(leg: ModelLeg, { playback, media }: Extract<Task, { kind: 'play' }>): void {
    leg.playing = { playback, media };
    this.#listen(leg);
    this.context.post.ofPlayback(playback, { kind: 'playback-started', playback });
    const lengths = media.map((medium) => this.context.mediaMs(medium));
    const total = lengths.reduce<number>((sum, length) => sum + (length ?? 0), 0);
    // A missing file in a list is skipped in silence; the last one decides how the whole ended.
    const isComplete = lengths.at(-1) !== null;
    this.context.after(total, () => {
      if (leg.playing?.playback === playback) this.#finish(leg, playback, isComplete);
    });
  }

  #finish(leg: ModelLeg, playback: PlaybackId, complete: boolean): void {
    leg.playing = null;
    this.#listen(leg);
    this.context.post.ofPlayback(playback, { kind: 'playback-ended', playback, complete });
    this.#work(leg);
  }

  /** A leg that has ended plays nothing; what waited for its thread is done and finds it gone. */
  #silence(leg: ModelLeg): void {
    const unheard = leg.playing === null ? [] : [leg.playing.playback];
    leg.playing = null;
    for (const task of leg.tasks.splice(0)) {
      if (task.kind === 'act') task.act();
      else unheard.push(task.playback);
    }
    for (const playback of unheard)
      this.context.post.ofPlayback(playback, { kind: 'playback-ended', playback, complete: false });
  }

  // ---------------------------------------------------------------- bridges

  createBridge(id: BridgeId): void {
    if (!this.#bridges.has(id)) this.#bridges.set(id, []);
  }

  hasBridge(id: BridgeId): boolean {
    return this.#bridges.has(id);
  }

  /** The legs stay, in silence. */
  removeBridge(id: BridgeId): void {
    for (const listener of this.#bridgeListeners) listener(id, 'removed');
    for (const leg of this.legsIn(id)) this.leave(this.#legs.get(leg));
    this.#bridges.delete(id);
  }

  join(leg: ModelLeg, bridge: BridgeId): void {
    this.leave(leg);
    const legs = this.#bridges.get(bridge);
    if (legs === undefined || leg.state === 'gone') return;
    legs.push(leg.id);
    leg.bridge = bridge;
    // The adapter takes a ringing tone off before it connects; nobody but a command ends music.
    leg.hasRingback = false;
    this.#listenAll(legs);
    this.context.post.ofLeg(leg.id, { kind: 'leg-joined', leg: leg.id, bridge });
  }

  leave(leg: ModelLeg | undefined): void {
    if (leg?.bridge == null) return;
    const { bridge } = leg;
    const legs = this.#bridges.get(bridge) ?? [];
    leg.bridge = null;
    const place = legs.indexOf(leg.id);
    if (place >= 0) legs.splice(place, 1);
    this.#listen(leg);
    this.#listenAll(legs);
    if (legs.length === 0) for (const listener of this.#bridgeListeners) listener(bridge, 'empty');
  }

  hold(id: LegId, hold: 'on' | 'off'): void {
    const leg = this.#legs.get(id);
    if (leg === undefined) return;
    leg.holds = hold === 'on';
    if (leg.bridge !== null) this.#listenAll(this.legsIn(leg.bridge));
  }

  legsIn(bridge: BridgeId): readonly LegId[] {
    return [...(this.#bridges.get(bridge) ?? [])];
  }

  // ---------------------------------------------------------------- looking

  legs(): readonly ExistingLeg[] {
    return [...this.#legs.values()].map(({ id, state, caller }) => ({ leg: id, up: state === 'up', caller }));
  }

  bridges(): Existing['bridges'] {
    return [...this.#bridges].map(([id, legs]) => ({ id, legs: [...legs] }));
  }

  #listenAll(legs: readonly LegId[]): void {
    for (const id of legs) {
      const leg = this.#legs.get(id);
      if (leg !== undefined) this.#listen(leg);
    }
  }

  /** Notes what the leg hears from now on. */
  #listen(leg: ModelLeg): void {
    const { hearing, now } = this.context;
    if (hearing === null) return;
    const inBridge = leg.bridge === null ? [] : (this.#bridges.get(leg.bridge) ?? []);
    const others = inBridge.flatMap((id) => (id === leg.id ? [] : (this.#legs.get(id) ?? [])));
    hearing.hears(leg.id, soundOf(leg, others), now());
  }
}
