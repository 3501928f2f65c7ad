import { setTimeout as pause } from 'node:timers/promises';
import type { FarEnd } from '../support/far-end/far-end.js';
import type { FarCall } from '../support/far-end/records.js';
import { NUMBER } from './routing.js';

const OPEN_CALLS = 50;
const LOOKS_EVERY_MS = 20;
/** Asterisk answers some hundred new calls a second; more at once would measure the far end. */
const BETWEEN_CALLS_MS = 40;
/** One caller in so many gives up while waiting. */
const IMPATIENT = 12;
const PATIENCE_MS = 9_000;

/** Callers who come as others leave: always so many calls, half of them talking, half waiting. */
export class Load {
  readonly #ids: string[] = [];
  #placed = 0;
  #life: 'running' | 'held' | 'ended' = 'running';
  readonly #done: Promise<void>;

  constructor(
    private readonly far: FarEnd,
    private readonly random: () => number,
  ) {
    this.#done = this.#run();
  }

  calls(): readonly FarCall[] {
    return this.#ids.flatMap((id) => this.far.callRecord(id) ?? []);
  }

  /** No new callers for now. */
  hold(): void {
    this.#life = 'held';
  }

  goOn(): void {
    this.#life = 'running';
  }

  /** No new callers any more; those who are there stay. */
  async end(): Promise<void> {
    this.#life = 'ended';
    await this.#done;
  }

  /** Places one call from a number that no other has. */
  async one(): Promise<string> {
    this.#placed += 1;
    const from = `+35988${String(this.#placed).padStart(7, '0')}`;
    const id = await this.far.call({ number: NUMBER, from, toneHz: null });
    this.#ids.push(id);
    return id;
  }

  async #run(): Promise<void> {
    while (this.#life !== 'ended') {
      const open = this.calls().filter(({ endedAt }) => endedAt === null).length;
      if (this.#life === 'held' || open >= OPEN_CALLS) {
        await pause(LOOKS_EVERY_MS);
        continue;
      }
      const id = await this.one();
      // A caller whose story fails (his call broke) is told by the audit.
      void this.#live(id);
      await pause(BETWEEN_CALLS_MS);
    }
  }

  async #live(id: string): Promise<void> {
    const isImpatient = this.random() < 1 / IMPATIENT;
    while (this.far.callRecord(id)?.answeredAt === null) {
      if (this.#isOver(id)) return;
      await pause(LOOKS_EVERY_MS);
    }
    await pause(200 + this.random() * 900);
    if (this.#isOver(id)) return;
    await this.far.press(id, '1');
    if (!isImpatient) return;
    await pause(PATIENCE_MS);
    if (!this.#isOver(id)) await this.far.hangUp(id);
  }

  #isOver(id: string): boolean {
    return this.far.callRecord(id)?.endedAt !== null;
  }
}
