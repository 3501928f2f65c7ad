/** One piece of work; `run` calls `done` when its reply is there. */
export interface Job {
  readonly keys: readonly string[];
  readonly run: (done: () => void) => void;
}

/** Jobs of the same key run one after the other, in the order given; others side by side. */
export class WorkLists {
  readonly #lists = new Map<string, Job[]>();

  add(job: Job): void {
    for (const key of job.keys) {
      const list = this.#lists.get(key);
      if (list === undefined) this.#lists.set(key, [job]);
      else list.push(job);
    }
    this.#tryToRun(job);
  }

  /** Drops what waits under the key; what runs goes on. */
  drop(key: string): void {
    const [, ...waiting] = this.#lists.get(key) ?? [];
    for (const job of waiting) this.#remove(job);
  }

  #tryToRun(job: Job): void {
    if (!job.keys.every((key) => this.#lists.get(key)?.[0] === job)) return;
    job.run(() => this.#remove(job));
  }

  #remove(job: Job): void {
    for (const key of job.keys) this.#removeFrom(key, job);
  }

  #removeFrom(key: string, job: Job): void {
    const list = this.#lists.get(key);
    const place = list?.indexOf(job) ?? -1;
    if (list === undefined || place < 0) return;
    list.splice(place, 1);
    const [next] = list;
    if (next === undefined) this.#lists.delete(key);
    else if (place === 0) this.#tryToRun(next);
  }
}
