/** One thing to do that needs its keys (legs, a bridge) for itself while it runs. */
export interface Work {
  readonly keys: readonly string[];
  /** Begins the work; `done` is called once, when it is over. */
  run(done: () => void): void;
}

/**
 * Ordered lists of work, one per key. Work that shares a key runs in the order it was added, one at a time; work
 * without a common key runs side by side. Work whose keys are free begins in the very call that adds it.
 */
export class WorkLists {
  readonly #lists = new Map<string, Work[]>();
  readonly #running = new Set<Work>();

  add(work: Work): void {
    for (const key of work.keys) {
      const list = this.#lists.get(key);
      if (list === undefined) this.#lists.set(key, [work]);
      else list.push(work);
    }
    this.#beginIfFirst(work);
  }

  /** Takes work that has not begun off every list it stands in, and hands it back. */
  drop(key: string): readonly Work[] {
    const waiting = (this.#lists.get(key) ?? []).filter((work) => !this.#running.has(work));
    for (const work of waiting) this.#remove(work);
    return waiting;
  }

  /** Takes everything that has not begun off all lists. */
  dropAll(): void {
    for (const key of [...this.#lists.keys()]) this.drop(key);
  }

  /** Keys with work, running or waiting. */
  get size(): number {
    return this.#lists.size;
  }

  #beginIfFirst(work: Work): void {
    if (this.#running.has(work)) return;
    if (!work.keys.every((key) => this.#lists.get(key)?.[0] === work)) return;
    this.#running.add(work);
    work.run(() => {
      if (this.#running.delete(work)) this.#remove(work);
    });
  }

  #remove(work: Work): void {
    for (const key of work.keys) {
      const list = this.#lists.get(key);
      if (list === undefined) continue;
      const at = list.indexOf(work);
      if (at >= 0) list.splice(at, 1);
      if (list.length === 0) this.#lists.delete(key);
    }
    for (const key of work.keys) {
      const next = this.#lists.get(key)?.[0];
      if (next !== undefined) this.#beginIfFirst(next);
    }
  }
}
