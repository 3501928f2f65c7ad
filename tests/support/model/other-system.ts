import type { Instant, LookupOutcome, Signal, SpeechOutcome } from '../../../src/core/signal.js';
import type { LookUp, PinCheck, SpeechOrder, WebRequest } from '../../../src/core/web-request.js';

/** What the other system does with a question; null: it never answers, and nobody tells so in time. */
export type Answering = (
  lookUp: LookUp,
) => { readonly afterMs: number; readonly outcome: LookupOutcome } | null;

/** Of every agent in scenarios and simulated days. */
export const EVERYBODYS_PIN = '2580';
/** The hash is slow. */
const PIN_CHECKED_AFTER_MS = 100;
const SPOKEN_AFTER_MS = 60;

/** The systems that flows ask, who knows the PINs, and who speaks texts, in virtual time; whoever asks for us gives up when the time of the step is over. */
export class OtherSystem {
  #due: { readonly at: Instant; readonly signal: Signal }[] = [];

  constructor(public answering: Answering) {}

  /** What is asked now is answered later. */
  ask(requests: readonly WebRequest[], now: Instant): void {
    for (const request of requests) {
      if (request.kind === 'check-pin') this.#checkPin(request, now);
      if (request.kind === 'speak') this.#speak(request, now);
      const answer = request.kind === 'look-up' ? this.answering(request) : null;
      if (request.kind !== 'look-up' || answer === null) continue;
      const isLate = answer.afterMs > request.timeoutMs;
      const outcome: LookupOutcome = isLate ? { ok: false, failure: 'timeout' } : answer.outcome;
      const { lookup, call, timeoutMs } = request;
      const at = now + Math.min(answer.afterMs, timeoutMs);
      this.#due.push({ at, signal: { kind: 'looked-up', lookup, call, outcome } });
    }
  }

  #checkPin({ leg, check, agent, pin }: PinCheck, now: Instant): void {
    const result = agent !== null && pin === EVERYBODYS_PIN ? 'right' : 'wrong';
    this.#due.push({
      at: now + PIN_CHECKED_AFTER_MS,
      signal: { kind: 'pin-checked', leg, check, agent, result },
    });
  }

  /** What cannot be spoken says so in its text. */
  #speak({ speech, call, text, language }: SpeechOrder, now: Instant): void {
    const outcome: SpeechOutcome = text.includes('unspeakable')
      ? { ok: false, failure: 'failed' }
      : { ok: true, media: `sound:spoken-${language}` };
    this.#due.push({ at: now + SPOKEN_AFTER_MS, signal: { kind: 'speech-made', speech, call, outcome } });
  }

  nextAt(): Instant | null {
    return this.#due.length === 0 ? null : Math.min(...this.#due.map(({ at }) => at));
  }

  /** The answers that are due, each once. */
  takeDue(now: Instant): readonly Signal[] {
    const due = this.#due.filter(({ at }) => at <= now);
    this.#due = this.#due.filter(({ at }) => at > now);
    return due.map(({ signal }) => signal);
  }

  /** The process that had asked is gone. */
  forgetAll(): void {
    this.#due = [];
  }
}
