import type { Command } from '../../../src/core/command.js';
import type { Failure, LegId, PlaybackId, RecordingId, Signal } from '../../../src/core/signal.js';
import type { Heap } from './heap.js';
import type { ModelOptions } from './options.js';

/** Signals that Asterisk may send twice, as far as an adapter lets them through. */
const REPEATABLE: ReadonlySet<Signal['kind']> = new Set([
  'leg-answered',
  'leg-ended',
  'leg-joined',
  'playback-ended',
  'phone-changed',
  'recording-started',
  'recording-ended',
]);

/** Nothing comes after them. */
const ENDS: ReadonlySet<Signal['kind']> = new Set(['leg-ended', 'playback-ended', 'recording-ended']);

/** An adapter remembers so many ends, lest it tells one a second time when it finds the leg gone. */
const ENDS_REMEMBERED = 10_000;

/** The way of the signals to the core: late, doubled or lost as the options say. */
export class Post {
  readonly #lastAt = new Map<string, number>();
  readonly #endsTold = new Set<LegId>();
  #state: 'open' | 'closed' = 'open';

  constructor(
    private readonly options: ModelOptions,
    private readonly heap: Heap,
    private readonly random: () => number,
    private readonly now: () => number,
    private readonly deliver: (signal: Signal) => void,
  ) {}

  /** False while the event stream is broken. */
  get isOpen(): boolean {
    return this.#state === 'open';
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
    const { lateMs, twice, missing } = this.options.disobedience;
    const lost = missing[signal.kind] ?? 0;
    if (lost > 0 && this.random() < lost) return;
    const late = lateMs > 0 ? Math.floor(this.random() * lateMs) : 0;
    const at = this.#inOrder(key, this.now() + this.options.signalMs + late);
    if (ENDS.has(signal.kind)) this.#lastAt.delete(key);
    this.#schedule(at, signal, 'when-open');
    if (twice > 0 && REPEATABLE.has(signal.kind) && this.random() < twice)
      this.#schedule(at, signal, 'when-open');
  }

  /** Signals of the same key never overtake one another. */
  #inOrder(key: string, at: number): number {
    if (this.options.disobedience.lateMs === 0) return at;
    const inOrder = Math.max(at, this.#lastAt.get(key) ?? 0);
    this.#lastAt.set(key, inOrder);
    return inOrder;
  }

  #schedule(at: number, signal: Signal, when: 'always' | 'when-open'): void {
    this.heap.put(at, () => {
      if (when === 'always' || (this.#state === 'open' && !this.#isToldAgain(signal))) this.deliver(signal);
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
