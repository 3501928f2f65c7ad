const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The part of a process that is needed here. */
export interface Interruptible {
  once(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
}

/** Somebody wants the demo to end: by Ctrl-C, a signal, or because the terminal was closed. The second time it ends hard. */
export class Interruption {
  #isThere = false;
  /** Resolves when it is there. */
  readonly asked: Promise<void>;

  constructor(process: Interruptible) {
    this.asked = new Promise((resolve) => {
      for (const signal of SIGNALS)
        process.once(signal, () => {
          this.#isThere = true;
          resolve();
        });
    });
  }

  get isThere(): boolean {
    return this.#isThere;
  }

  /** As `work`, which is left alone when the interruption comes first; then this throws. */
  async before<Result>(work: Promise<Result>): Promise<Result> {
    return Promise.race([
      work,
      this.asked.then(() => {
        throw new Error('interrupted');
      }),
    ]);
  }
}
