/** Writes lines later, in their order: while calls are at stake, saying what was done comes after doing it. */
export class LineQueue {
  readonly #delayMs: number;
  #waiting: (() => void)[] = [];

  /** `delayMs`: so long a line waits at most. What waits when the process ends is written then. */
  constructor(delayMs: number) {
    this.#delayMs = delayMs;
    process.once('exit', () => this.flush());
  }

  add(write: () => void): void {
    this.#waiting.push(write);
    if (this.#waiting.length === 1) setTimeout(() => this.flush(), this.#delayMs);
  }

  /** Writes what waits. */
  flush(): void {
    const lines = this.#waiting;
    this.#waiting = [];
    for (const write of lines) write();
  }
}
