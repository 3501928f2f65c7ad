import type { PlaybackId } from '../core/signal.js';

/** What is remembered of playbacks while they run. */
export class PlaybackBook {
  readonly #started = new Set<PlaybackId>();
  readonly #stopping = new Set<PlaybackId>();

  /** True when the start is new: a list of media says it for each item. */
  started(playback: PlaybackId): boolean {
    if (this.#started.has(playback)) return false;
    this.#started.add(playback);
    return true;
  }

  /** We are about to stop it: Asterisk calls a stopped playback `done` like one that was heard to its end. */
  stopping(playback: PlaybackId): void {
    this.#stopping.add(playback);
  }

  /** The playback was over before we could stop it. */
  notThere(playback: PlaybackId): void {
    this.#stopping.delete(playback);
  }

  /** Whether it was heard to its end. */
  ended(playback: PlaybackId, state: string): boolean {
    this.#started.delete(playback);
    return !this.#stopping.delete(playback) && state === 'done';
  }

  /** Events were lost: what was started may have ended unseen. */
  forget(): void {
    this.#started.clear();
    this.#stopping.clear();
  }
}
