const LOOKS_EVERY_MS = 500;

/** Notices that this process was frozen (SIGSTOP, a suspended machine, a loop that was blocked) when it goes on. */
export class StallWatch {
  #awakeAt: number;
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly monotonicMs: () => number,
    private readonly limitMs: number,
  ) {
    this.#awakeAt = monotonicMs();
    this.#timer = setInterval(() => {
      // A look that comes late does not forget what nobody has asked for yet.
      if (this.#sleptMs() <= this.limitMs) this.#awakeAt = this.monotonicMs();
    }, LOOKS_EVERY_MS).unref();
  }

  /** For how long it was frozen, told once; null: it was not. To be asked before anything is believed or sent. */
  sleptMs(): number | null {
    const sleptMs = this.#sleptMs();
    if (sleptMs <= this.limitMs) return null;
    this.#awakeAt = this.monotonicMs();
    return Math.round(sleptMs);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #sleptMs(): number {
    return this.monotonicMs() - this.#awakeAt;
  }
}
