/** Things to be done at an instant, earliest first, of the same instant in the order they were put in. */
export class Heap {
  readonly #entries: Entry[] = [];
  #sequence = 0;

  get size(): number {
    return this.#entries.length;
  }

  /** Instant of the earliest entry; null: empty. */
  nextAt(): number | null {
    return this.#entries[0]?.at ?? null;
  }

  put(at: number, run: () => void): void {
    const entry = { at, sequence: this.#sequence, run };
    this.#sequence += 1;
    this.#entries.push(entry);
    this.#rise(this.#entries.length - 1, entry);
  }

  /** Takes the earliest entry out. */
  take(): Entry | undefined {
    const [first] = this.#entries;
    const last = this.#entries.pop();
    if (first === undefined || last === undefined || first === last) return first;
    this.#sink(last);
    return first;
  }

  #rise(index: number, entry: Entry): void {
    let at = index;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = this.#entries[parentAt];
      if (parent === undefined || isBefore(parent, entry)) break;
      this.#entries[at] = parent;
      at = parentAt;
    }
    this.#entries[at] = entry;
  }

  /** Puts the entry at the root and lets it sink to its place. */
  #sink(entry: Entry): void {
    let at = 0;
    for (;;) {
      const childAt = this.#smallerChild(at);
      const child = this.#entries[childAt];
      if (child === undefined || isBefore(entry, child)) break;
      this.#entries[at] = child;
      at = childAt;
    }
    this.#entries[at] = entry;
  }

  #smallerChild(at: number): number {
    const left = this.#entries[2 * at + 1];
    const right = this.#entries[2 * at + 2];
    return left !== undefined && right !== undefined && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1;
  }
}

interface Entry {
  readonly at: number;
  readonly sequence: number;
  readonly run: () => void;
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}
