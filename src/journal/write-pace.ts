/** Larger batches come after a disk that was away; they would hold the event loop up. */
const LARGEST_AT_ONCE = 64 * 1024;
const SLOW_MS = 3;
const CAUTION_MS = 10_000;

/**
 * Decides who writes a batch under `process`: the event loop itself, which the kernel's memory normally lets do so in
 * some hundredths of a millisecond, or libuv's pool, whose way there and back waits for a free core twice. A write that
 * took more than 3 ms (the kernel holds writers back, the disk is away) is the last one in the event loop for 10 s.
 */
export class WritePace {
  #poolUntil = 0;

  /** `now`: milliseconds, never backwards. */
  constructor(private readonly now: () => number) {}

  mayWriteHere(bytes: number): boolean {
    return bytes <= LARGEST_AT_ONCE && this.now() >= this.#poolUntil;
  }

  /** Writes here and remembers how that went; throws what the write throws. */
  here(write: () => void): void {
    const begun = this.now();
    let end: 'failed' | 'done' = 'failed';
    try {
      write();
      end = 'done';
    } finally {
      if (end === 'failed' || this.now() - begun > SLOW_MS) this.#poolUntil = this.now() + CAUTION_MS;
    }
  }
}
