import type { Log } from '../ports/log.js';
import type { NewCalls, TelephonyState } from '../ports/telephony.js';

/** A call that the dialplan had let in before it was told still comes. */
const ON_THE_WAY_MS = 2_000;

export interface DrainParts {
  /** Tells the dialplan where to take new calls; `silent`: it is not known whether it has heard. */
  readonly tell: (newCalls: NewCalls) => Promise<'told' | 'silent'>;
  /** Calls that are not over. */
  readonly callsLeft: () => number;
  /** Milliseconds that never go backwards. */
  readonly now: () => number;
  readonly log: Log;
}

/** `before`: where new calls went. Not `ok`: nothing has changed. */
export type Turned =
  | { readonly ok: true; readonly callsLeft: number; readonly before: NewCalls }
  | { readonly ok: false; readonly detail: string };

/**
 * Where new calls go while this line leads: here, unless somebody has asked to drain. It is no part of the state that
 * survives: a line that starts takes calls, so that nobody is turned away by a wish that was forgotten.
 */
export class Drain {
  readonly #parts: DrainParts;
  #newCalls: NewCalls = 'here';
  #since = 0;
  #cameAllTheSame = 0;
  #turned: Promise<unknown> = Promise.resolve();

  constructor(parts: DrainParts) {
    this.#parts = parts;
  }

  get newCalls(): NewCalls {
    return this.#newCalls;
  }

  /** Does it, or changes nothing. Asking again has no effect; who asks meanwhile comes afterwards. */
  turn(newCalls: NewCalls): Promise<Turned> {
    const turned = this.#turned.then(() => this.#turn(newCalls));
    // Whoever asked hears of it.
    this.#turned = turned.then(
      () => undefined,
      () => undefined,
    );
    return turned;
  }

  async #turn(newCalls: NewCalls): Promise<Turned> {
    const { tell, callsLeft, now, log } = this.#parts;
    const before = this.#newCalls;
    if ((await tell(newCalls)) === 'silent') {
      // It may have heard all the same: what held until now is said again as soon as it is heard.
      void this.#say();
      const detail = 'Asterisk did not say that its dialplan has it: new calls go where they went before.';
      return { ok: false, detail };
    }
    if (before !== newCalls) {
      this.#newCalls = newCalls;
      this.#since = now();
      this.#cameAllTheSame = 0;
      log.info(newCalls === 'elsewhere' ? 'draining: new calls go elsewhere' : 'new calls are taken again');
    }
    return { ok: true, callsLeft: callsLeft(), before };
  }

  /** A dialplan that was told by an earlier line, or lost its memory with Asterisk, hears what holds. */
  telephonyIs(state: TelephonyState): void {
    if (state === 'connected') void this.#say();
  }

  /** A call came in: while draining that is one too many. */
  callArrived(): void {
    if (this.#newCalls === 'here' || this.#parts.now() - this.#since < ON_THE_WAY_MS) return;
    if (this.#cameAllTheSame === 0)
      this.#parts.log.warn(
        'a new call came in although draining: the dialplan here does not look whether it may',
      );
    this.#cameAllTheSame += 1;
  }

  /** What readiness says of it; empty: new calls are taken. */
  reasons(): readonly string[] {
    if (this.#newCalls === 'here') return [];
    const left = this.#parts.callsLeft();
    const reasons = [
      `draining: new calls go to the emergency destination; ${left} ${left === 1 ? 'call is' : 'calls are'} left`,
    ];
    if (this.#cameAllTheSame > 0)
      reasons.push(
        `${this.#cameAllTheSame} came in all the same: the dialplan does not look at the variable that callplane-dialplan.conf looks at`,
      );
    return reasons;
  }

  async #say(): Promise<void> {
    if ((await this.#parts.tell(this.#newCalls)) === 'told') return;
    this.#parts.log.warn(
      'the dialplan could not be told where new calls go; it is told at the next connection',
      {
        newCalls: this.#newCalls,
      },
    );
  }
}
