import type { Command } from '../../../src/core/command.js';
import type { Failure, LegId, PlaybackId, RecordingId, Signal } from '../../../src/core/signal.js';
import type { Heap } from './heap.js';
import { SIGNALS, type SignalFate } from './faults.js';
import type { Disobedience, ModelOptions } from './options.js';

/** Nothing comes after them. */
const ENDS: ReadonlySet<Signal['kind']> = new Set(['leg-ended', 'playback-ended', 'recording-ended']);

/** An adapter remembers so many ends, lest it tells one a second time when it finds the leg gone. */
const ENDS_REMEMBERED = 10_000;

/** The way of the signals to the core: late, doubled or lost as the options say. */
export class Post {
  readonly #lastAt = new Map<string, number>();
  readonly #endsTold = new Set<LegId>();
  #state: 'open' | 'black-hole' | 'closed' = 'open';
  #posted = 0;
  #newest = 0;
  #awaited: { readonly kind: Signal['kind']; readonly then: () => void } | null = null;

  constructor(
    private readonly options: ModelOptions,
    private readonly disobedience: () => Disobedience,
    private readonly heap: Heap,
    private readonly random: () => number,
    private readonly now: () => number,
    private readonly deliver: (signal: Signal) => void,
  ) {}

  /** False while the event stream is broken, as far as Asterisk knows. */
  get isOpen(): boolean {
    return this.#state !== 'closed';
  }

  ofLeg(leg: LegId, signal: Signal): void {
    this.#post(`leg ${leg}`, signal);
  }

  ofPlayback(playback: PlaybackId, signal: Signal): void {
    this.#post(`playback ${playback}`, signal);
  }

  ofRecording(recording: RecordingId, signal: Signal): void {
    this.#post(`recording ${recording}`, signal);
  }

  ofPhone(phone: string, signal: Signal): void {
    this.#post(`phone ${phone}`, signal);
  }

  failure(command: Command, failure: Failure): void {
    const failed = {
      kind: command.kind,
      leg: 'leg' in command ? command.leg : null,
      playback: 'playback' in command ? command.playback : null,
      bridge: 'bridge' in command ? command.bridge : null,
      ...('recording' in command ? { recording: command.recording } : {}),
    };
    this.#post(`reply ${failed.leg ?? failed.bridge ?? failed.recording ?? ''}`, {
      kind: 'command-failed',
      command: failed,
      failure,
    });
  }

  /** `then` is called while the next signal of this kind is on its way, if one comes before it is called off. */
  whileOnItsWay(kind: Signal['kind'], then: () => void): void {
    this.#awaited = { kind, then };
  }

  callOff(): void {
    this.#awaited = null;
  }

  /** Nothing more gets through, and neither side knows. */
  swallow(): void {
    if (this.#state === 'open') this.#state = 'black-hole';
  }

  /** Nothing more gets through, also not what is on its way. */
  close(signal: Signal): void {
    this.#schedule(this.now() + this.options.signalMs, signal, 'always');
    this.#state = 'closed';
  }

  open(signal: Signal): void {
    this.#state = 'open';
    this.#schedule(this.now() + this.options.signalMs, signal, 'always');
  }

  #post(key: string, signal: Signal): void {
    const { lateMs, twice, missing } = this.disobedience();
    const lost = missing[signal.kind] ?? 0;
    if (lost > 0 && this.#befalls(signal, 'lost', lost)) return;
    const late = lateMs > 0 ? Math.floor(this.random() * lateMs) : 0;
    if (late > 0) this.options.tally?.signal(signal.kind, 'late');
    const at = this.#inOrder(key, this.now() + this.options.signalMs + late);
    if (ENDS.has(signal.kind)) this.#lastAt.delete(key);
    this.#schedule(at, signal, 'when-open');
    if (twice > 0 && this.#befalls(signal, 'twice', twice)) this.#schedule(at, signal, 'when-open');
    if (this.#awaited?.kind !== signal.kind) return;
    const { then } = this.#awaited;
    this.#awaited = null;
    then();
  }

  /** Whether it comes to this, now and then; what cannot be does not. */
  #befalls(signal: Signal, fate: SignalFate, probability: number): boolean {
    if (!SIGNALS[signal.kind].includes(fate) || this.random() >= probability) return false;
    this.options.tally?.signal(signal.kind, fate);
    return true;
  }

  /** Signals of the same key never overtake one another. */
  #inOrder(key: string, at: number): number {
    if (this.disobedience().lateMs === 0) return at;
    const inOrder = Math.max(at, this.#lastAt.get(key) ?? 0);
    this.#lastAt.set(key, inOrder);
    return inOrder;
  }

  #schedule(at: number, signal: Signal, when: 'always' | 'when-open'): void {
    const { tally } = this.options;
    this.#posted += 1;
    const place = this.#posted;
    this.heap.put(at, () => {
      if (when === 'when-open' && this.#state !== 'open') tally?.signal(signal.kind, 'lost-with-stream');
      else if (when === 'always' || !this.#isToldAgain(signal)) {
        if (place < this.#newest && when === 'when-open') tally?.signal(signal.kind, 'overtaken');
        this.#newest = Math.max(this.#newest, place);
        this.deliver(signal);
      }
    });
  }

  /** The end of a leg is told once as `unknown` at most: when it was found gone and nothing was heard of it. */
  #isToldAgain(signal: Signal): boolean {
    if (signal.kind !== 'leg-ended') return false;
    if (this.#endsTold.has(signal.leg)) return signal.end === 'unknown';
    this.#endsTold.add(signal.leg);
    if (this.#endsTold.size > ENDS_REMEMBERED)
      for (const oldest of this.#endsTold) {
        this.#endsTold.delete(oldest);
        break;
      }
    return false;
  }
}
