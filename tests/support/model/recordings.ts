import type { BridgeId, Failure, LegId, RecordingId } from '../../../src/core/signal.js';
import type { Post } from './post.js';

/** The folder of recordings: `missing` refuses every file, in a `full` one files break off when their buffer is. */
export type FolderState = 'there' | 'missing' | 'full';

/** A file that is closed. */
export interface RecordedFile {
  /** Whom it holds. */
  readonly legs: readonly LegId[];
  /** How long they are heard there; pauses are not in it. */
  readonly lengthMs: number;
}

/** A caller's message is recorded so. */
export interface MessageRequest {
  readonly recording: RecordingId;
  readonly longestMs: number;
  readonly silenceMs: number;
}

/** What somebody says for a while. */
export interface Utterance {
  readonly sound: 'speech' | 'silence';
  readonly ms: number;
}

interface LiveRecording {
  /** null: it is a message, and no bridge is recorded. */
  readonly bridge: BridgeId | null;
  /** Of a message: silence that ends it. */
  readonly silenceMs: number;
  readonly legs: readonly LegId[];
  /** Length up to the last pause. */
  lengthMs: number;
  /** Since when it goes on; null: it pauses. */
  runsSince: number | null;
  /** Of a message: since when nothing is said; null: something is. */
  silentSince: number | null;
  /** Of a message: its pauses, without one that goes on. */
  pausesMs: number;
}

export interface RecordingsContext {
  readonly after: (ms: number, run: () => void) => void;
  readonly now: () => number;
  readonly post: Post;
}

/** Asterisk notices a full disk when it writes its buffer of 64 kB for the first time. */
const BUFFER_LASTS_MS = 4000;

/** The silence at the end of a message is told as that much shorter, in whole seconds. */
const SPARED_MS = 200;

/** The recordings of bridges: files below one folder, as Asterisk keeps them (ari.md §3.10). */
export class Recordings {
  readonly #live = new Map<RecordingId, LiveRecording>();
  readonly #files = new Map<RecordingId, RecordedFile>();
  folder: FolderState = 'there';
  /** Legs that say nothing now. */
  readonly #silent = new Set<LegId>();

  constructor(private readonly context: RecordingsContext) {}

  /** `legs`: who is in the bridge; null: there is no such bridge. */
  start(id: RecordingId, bridge: BridgeId, legs: readonly LegId[] | null): Failure | null {
    if (legs === null) return 'gone';
    const failure = this.#mayBegin(id);
    if (failure !== null) return failure;
    this.#begin(id, { bridge, legs, silenceMs: Infinity });
    this.context.post.ofRecording(id, { kind: 'recording-started', recording: id });
    if (this.folder === 'full') this.context.after(BUFFER_LASTS_MS, () => this.#close(id, 'told'));
    return null;
  }

  /** What one leg says, until it is silent for too long or has said enough. */
  message({ recording: id, longestMs, silenceMs }: MessageRequest, leg: LegId): Failure | null {
    const failure = this.#mayBegin(id);
    if (failure !== null) return failure;
    const live = this.#begin(id, { bridge: null, legs: [leg], silenceMs });
    this.context.post.ofRecording(id, { kind: 'recording-started', recording: id });
    if (this.folder === 'full') this.context.after(BUFFER_LASTS_MS, () => this.#close(id, 'told'));
    this.context.after(longestMs, () => this.#close(id, 'told'));
    if (this.#silent.has(leg)) this.#fallSilent(id, live);
    return null;
  }

  /** What a leg says from now on, and nothing behind it. Of whom this was not asked, he speaks all the time. */
  says(leg: LegId, [part, ...rest]: readonly Utterance[]): void {
    const isSilent = part?.sound !== 'speech';
    if (isSilent) this.#silent.add(leg);
    else this.#silent.delete(leg);
    for (const [id, live] of this.#live) {
      if (live.bridge !== null || !live.legs.includes(leg)) continue;
      if (isSilent) this.#fallSilent(id, live);
      else this.#speak(live);
    }
    if (part !== undefined) this.context.after(part.ms, () => this.says(leg, rest));
  }

  #fallSilent(id: RecordingId, live: LiveRecording): void {
    if (live.silentSince !== null) return;
    const since = this.context.now();
    live.silentSince = since;
    this.context.after(live.silenceMs, () => {
      if (this.#live.get(id) === live && live.silentSince === since) this.#close(id, 'told');
    });
  }

  #speak(live: LiveRecording): void {
    live.pausesMs += this.#silentMs(live);
    live.silentSince = null;
  }

  #silentMs({ silentSince }: LiveRecording): number {
    return silentSince === null ? 0 : this.context.now() - silentSince;
  }

  #begin(id: RecordingId, what: Pick<LiveRecording, 'bridge' | 'legs' | 'silenceMs'>): LiveRecording {
    const runsSince = this.context.now();
    const live = { ...what, lengthMs: 0, runsSince, silentSince: null, pausesMs: 0 };
    this.#live.set(id, live);
    return live;
  }

  /** The leg is gone: its message is closed, of which is told before. */
  legIsGone(leg: LegId): void {
    for (const [id, live] of this.#live)
      if (live.bridge === null && live.legs.includes(leg)) this.#close(id, 'told');
  }

  remove(id: RecordingId): void {
    this.#files.delete(id);
  }

  #mayBegin(id: RecordingId): Failure | null {
    if (this.folder === 'missing') return 'refused';
    return this.#live.has(id) || this.#files.has(id) ? 'conflict' : null;
  }

  pause(id: RecordingId): Failure | null {
    const live = this.#live.get(id);
    if (live === undefined) return 'gone';
    live.lengthMs = this.#lengthOf(live);
    live.runsSince = null;
    return null;
  }

  resume(id: RecordingId): Failure | null {
    const live = this.#live.get(id);
    if (live === undefined) return 'gone';
    live.runsSince ??= this.context.now();
    return null;
  }

  /** Not there any more is what was wanted. */
  stop(id: RecordingId): void {
    this.#close(id, 'told');
  }

  /** What became of it. */
  tell(id: RecordingId): void {
    const { post } = this.context;
    if (this.#live.has(id)) post.ofRecording(id, { kind: 'recording-started', recording: id });
    else {
      const end = this.#files.has(id) ? 'complete' : 'missing';
      post.ofRecording(id, { kind: 'recording-ended', recording: id, end, durationMs: null });
    }
  }

  /** The last party has left: the file is closed. */
  bridgeIsEmpty(bridge: BridgeId): void {
    for (const [id, live] of this.#live) if (live.bridge === bridge) this.#close(id, 'told');
  }

  /** The bridge is taken away under the recording: the file is closed, and nobody hears of it. */
  bridgeIsRemoved(bridge: BridgeId): void {
    for (const [id, live] of this.#live) if (live.bridge === bridge) this.#close(id, 'untold');
  }

  /** Asterisk gives the file up: it is closed, and nobody hears of it. */
  breakOff(id: RecordingId): void {
    this.#close(id, 'untold');
  }

  forgetLive(): void {
    for (const id of this.#live.keys()) this.#close(id, 'untold');
  }

  /** All, live or closed. */
  ids(): readonly RecordingId[] {
    return [...this.#live.keys(), ...this.#files.keys()];
  }

  files(): ReadonlyMap<RecordingId, RecordedFile> {
    return this.#files;
  }

  #close(id: RecordingId, isTold: 'told' | 'untold'): void {
    const live = this.#live.get(id);
    if (live === undefined) return;
    this.#live.delete(id);
    const lengthMs = this.#lengthOf(live);
    const silentMs = this.#silentMs(live);
    this.#files.set(id, { legs: live.legs, lengthMs: lengthMs - silentMs - live.pausesMs });
    if (isTold === 'untold') return;
    const without = (ms: number): number =>
      wholeSeconds(lengthMs) - wholeSeconds(Math.max(0, ms - SPARED_MS));
    const durationMs = without(silentMs);
    const ended = { kind: 'recording-ended', recording: id, end: 'complete', durationMs } as const;
    const spokenMs = without(silentMs + live.pausesMs);
    this.context.post.ofRecording(id, live.bridge === null ? { ...ended, spokenMs } : ended);
  }

  #lengthOf({ lengthMs, runsSince }: LiveRecording): number {
    return runsSince === null ? lengthMs : lengthMs + this.context.now() - runsSince;
  }
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
