import type { BridgeId, Failure, LegId, RecordingId } from '../../../src/core/signal.js';
import type { Post } from './post.js';

/** The folder of recordings: `missing` refuses every file, in a `full` one files break off when their buffer is. */
export type FolderState = 'there' | 'missing' | 'full';

/** A file that is closed. */
export interface RecordedFile {
  /** Whom it holds. */
  readonly legs: readonly LegId[];
  /** How long it is; pauses are not in it. */
  readonly lengthMs: number;
}

interface LiveRecording {
  readonly bridge: BridgeId;
  readonly legs: readonly LegId[];
  /** Length up to the last pause. */
  lengthMs: number;
  /** Since when it goes on; null: it pauses. */
  runsSince: number | null;
}

export interface RecordingsContext {
  readonly after: (ms: number, run: () => void) => void;
  readonly now: () => number;
  readonly post: Post;
}

/** Asterisk notices a full disk when it writes its buffer of 64 kB for the first time. */
const BUFFER_LASTS_MS = 4000;

/** The recordings of bridges: files below one folder, as Asterisk keeps them (ari.md §3.10). */
export class Recordings {
  readonly #live = new Map<RecordingId, LiveRecording>();
  readonly #files = new Map<RecordingId, RecordedFile>();
  folder: FolderState = 'there';

  constructor(private readonly context: RecordingsContext) {}

  /** `legs`: who is in the bridge; null: there is no such bridge. */
  start(id: RecordingId, bridge: BridgeId, legs: readonly LegId[] | null): Failure | null {
    if (legs === null) return 'gone';
    if (this.folder === 'missing') return 'refused';
    if (this.#live.has(id) || this.#files.has(id)) return 'conflict';
    this.#live.set(id, { bridge, legs, lengthMs: 0, runsSince: this.context.now() });
    this.context.post.ofRecording(id, { kind: 'recording-started', recording: id });
    if (this.folder === 'full') this.context.after(BUFFER_LASTS_MS, () => this.#close(id, 'told'));
    return null;
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
    this.#files.set(id, { legs: live.legs, lengthMs });
    if (isTold === 'untold') return;
    const durationMs = Math.floor(lengthMs / 1000) * 1000;
    const ended = { kind: 'recording-ended', recording: id, end: 'complete', durationMs } as const;
    this.context.post.ofRecording(id, ended);
  }

  #lengthOf({ lengthMs, runsSince }: LiveRecording): number {
    return runsSince === null ? lengthMs : lengthMs + this.context.now() - runsSince;
  }
}
