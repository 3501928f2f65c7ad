import type { LegId } from '../core/signal.js';

interface Word {
  isTold: boolean;
  goOn: () => void;
}

/**
 * Phones that Asterisk is telling what has come of their transfer. It takes the request before it tells the phone, and
 * a phone that is hung up in between never hears it; the event that says so may come before the reply or after it.
 */
export class ReferWords {
  readonly #words = new Map<LegId, Word>();

  /** `withinMs`: an event that is not heard until then is not waited for. */
  constructor(private readonly withinMs: number) {}

  /** The request is about to be sent. */
  begin(leg: LegId): void {
    this.#words.set(leg, { isTold: false, goOn: () => undefined });
  }

  /** The phone has been told. */
  told(leg: LegId): void {
    const word = this.#words.get(leg);
    if (word === undefined) return;
    word.isTold = true;
    word.goOn();
  }

  /** The request is answered: `then` is called once, when the phone has been told or not within the time. */
  afterwards(leg: LegId, then: () => void): void {
    const word = this.#words.get(leg);
    if (word === undefined || word.isTold) {
      this.#words.delete(leg);
      then();
      return;
    }
    const timer = setTimeout(() => word.goOn(), this.withinMs);
    word.goOn = () => {
      clearTimeout(timer);
      word.goOn = () => undefined;
      this.#words.delete(leg);
      then();
    };
  }

  /** The request failed: nobody is told anything. */
  failed(leg: LegId): void {
    this.#words.delete(leg);
  }
}
