const COUNTER = 0;
const LENGTH = 1;
const HEAD_BYTES = 8;
/** Longer inputs are shown by their beginning. */
const WINDOW_BYTES = 4 * 1024 * 1024;

/** Memory that a worker shares with its watcher: the input under way, and how many there have been. */
export class InputWindow {
  readonly #numbers: Int32Array;
  readonly #bytes: Buffer;

  constructor(readonly memory = new SharedArrayBuffer(HEAD_BYTES + WINDOW_BYTES)) {
    this.#numbers = new Int32Array(memory, 0, 2);
    this.#bytes = Buffer.from(memory, HEAD_BYTES);
  }

  show(input: string): void {
    Atomics.store(this.#numbers, LENGTH, this.#bytes.write(input));
    Atomics.add(this.#numbers, COUNTER, 1);
  }

  get count(): number {
    return Atomics.load(this.#numbers, COUNTER);
  }

  get input(): string {
    return Buffer.from(this.#bytes.subarray(0, Atomics.load(this.#numbers, LENGTH))).toString();
  }
}
