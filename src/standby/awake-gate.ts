export interface GateOptions {
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** A longer time in which nobody looked means: this process was frozen, and another may lead by now. */
  readonly limitMs: number;
  /** Asks who leads; then `confirmed` or `shut`. */
  readonly woke: (frozenMs: number) => void;
}

/**
 * Stands in front of whatever acts. After the process was frozen nothing passes before it has been confirmed that it
 * still leads; what came meanwhile waits in order. Once shut it never opens again.
 */
export class AwakeGate {
  readonly #options: GateOptions;
  #state: 'open' | 'asking' | 'shut' = 'open';
  #lookedAt: number;
  #waiting: (() => void)[] = [];

  constructor(options: GateOptions) {
    this.#options = options;
    this.#lookedAt = options.now();
  }

  get state(): 'open' | 'asking' | 'shut' {
    return this.#state;
  }

  /** Called several times a second, so that quiet is told from frozen. */
  look(): void {
    const now = this.#options.now();
    const gapMs = now - this.#lookedAt;
    this.#lookedAt = now;
    if (gapMs > this.#options.limitMs && this.#state === 'open') this.ask(gapMs);
  }

  /** Nothing passes until it is confirmed. */
  ask(frozenMs: number): void {
    if (this.#state !== 'open') return;
    this.#state = 'asking';
    this.#options.woke(frozenMs);
  }

  /** Carries the work out now, or when it is confirmed, or never. */
  pass(work: () => void): void {
    this.look();
    if (this.#state === 'open') work();
    else if (this.#state === 'asking') this.#waiting.push(work);
  }

  confirmed(): void {
    if (this.#state !== 'asking') return;
    this.#state = 'open';
    this.#lookedAt = this.#options.now();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const work of waiting) work();
  }

  shut(): void {
    this.#state = 'shut';
    this.#waiting = [];
  }
}
