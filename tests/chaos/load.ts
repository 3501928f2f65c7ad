import { setTimeout as pause } from 'node:timers/promises';
import type { CallView } from '../../src/ports/live.js';
import type { FarCall } from '../support/far-end/records.js';
import { isOutside, NUMBER, OUTSIDE_KEY, outsideOf, QUEUE_KEY } from './routing.js';
import type { ChaosSite } from './site.js';

/** Below the 60 from which on Callplane may refuse new callers when much is on its way, as it is after a blow. */
const OPEN_CALLS = 58;
const LOOKS_EVERY_MS = 20;
/** Asterisk answers some hundred new calls a second; more at once would measure the far end. */
const BETWEEN_CALLS_MS = 40;
/** One caller in so many gives up while waiting. */
const IMPATIENT = 12;
const PATIENCE_MS = 9_000;
/** What becomes of every sixth caller: the number outside that the file names, or that his agent sends him to or asks. */
const WAYS: readonly Way[] = ['agent', 'dial', 'transfer', 'consult', 'agent', 'agent'];
type Way = 'agent' | 'dial' | 'transfer' | 'consult';
const ASKS_FOR_MS = 1_500;
/** One number outside in so many is busy. */
const BUSY = 4;

/** Callers who come as others leave: always so many calls, half of them talking, nearly as many waiting. */
export class Load {
  readonly #ids: string[] = [];
  #placed = 0;
  /** Wishes of agents that came to nothing. */
  readonly notTaken: string[] = [];
  #life: 'running' | 'held' | 'ended' = 'running';
  readonly #done: Promise<void>;

  constructor(
    private readonly site: Pick<ChaosSite, 'far' | 'callplane'>,
    private readonly random: () => number,
  ) {
    this.#done = this.#run();
  }

  calls(): readonly FarCall[] {
    return this.#ids.flatMap((id) => this.site.far.callRecord(id) ?? []);
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
    const isBusy = this.#placed % (WAYS.length * BUSY) < WAYS.length;
    const there = { kind: 'answers', afterMs: 300, hangsUpAfterMs: 3_000 } as const;
    this.site.far.phones.setUp(outsideOf(from), isBusy ? { kind: 'is-busy' } : there, null);
    const id = await this.site.far.call({ number: NUMBER, from, toneHz: null });
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
      void this.#live(id, WAYS[this.#placed % WAYS.length] ?? 'agent');
      await pause(BETWEEN_CALLS_MS);
    }
  }

  async #live(id: string, way: Way): Promise<void> {
    const isImpatient = this.random() < 1 / IMPATIENT;
    while (this.site.far.callRecord(id)?.answeredAt === null) {
      if (this.#isOver(id)) return;
      await pause(LOOKS_EVERY_MS);
    }
    await pause(200 + this.random() * 900);
    if (this.#isOver(id)) return;
    await this.site.far.press(id, way === 'dial' ? OUTSIDE_KEY : QUEUE_KEY);
    if (way === 'transfer' || way === 'consult') void this.#sentOutside(id, way);
    if (!isImpatient) return;
    await pause(PATIENCE_MS);
    if (!this.#isOver(id)) await this.site.far.hangUp(id);
  }

  /** His agent sends him to the number outside, or asks there first. Where nobody takes the wish, for all are dead, he stays. */
  async #sentOutside(id: string, way: 'transfer' | 'consult'): Promise<void> {
    const from = this.site.far.callRecord(id)?.from ?? '';
    while (!this.#talks(from)) {
      if (this.#isOver(id)) return;
      await pause(LOOKS_EVERY_MS);
    }
    await pause(500 + this.random() * 1_500);
    try {
      const { items } = await this.#ask<{ readonly items: readonly CallView[] }>('GET', '/api/calls');
      const call = items.find((each) => each.from === from)?.call ?? 'gone';
      await this.#ask('POST', `/api/calls/${call}/${way}`, { number: outsideOf(from) });
      if (way === 'transfer') return;
      await pause(ASKS_FOR_MS);
      await this.#ask('POST', `/api/calls/${call}/complete-transfer`);
    } catch (error) {
      this.notTaken.push(String(error));
    }
  }

  #ask<Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    return this.site.callplane.api<Answer>(method, path, body);
  }

  #talks(from: string): boolean {
    return this.site.far.phones
      .rings()
      .some(
        ({ phone, callerNumber, outcome, endedAt }) =>
          !isOutside(phone) && callerNumber === from && outcome === 'answered' && endedAt === null,
      );
  }

  #isOver(id: string): boolean {
    return this.site.far.callRecord(id)?.endedAt !== null;
  }
}
