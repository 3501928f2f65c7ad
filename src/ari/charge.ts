import type { LegId } from '../core/signal.js';
import type { Log } from '../ports/log.js';
import { isSuccess, messageIn } from './failure.js';
import type { AriHttpClient } from './http-client.js';
import { asObject, parseJson, textIn } from './json.js';

/** Behind what the caller waits for, and before any phone can have answered him: a talk must not meet the limit. */
const AFTER_MS = 50;
const AGAIN_MS = 3_000;
const TRIES = 3;
/** What the shipped dialplan says, when it cannot be asked: seconds. */
const LONGEST_CALL = '21600';

export interface ChargeOptions {
  readonly http: AriHttpClient;
  readonly log: Log;
  readonly timeoutMs: number;
  readonly hasEnded: (leg: LegId) => boolean;
}

/**
 * Tells the dialplan that somebody is there for a caller. It lets a call into the application with a short limit and
 * takes it to the emergency destination when that passes: a frozen process keeps the event stream open, and nothing else
 * would end the caller's silence. Taking charge lifts the limit to `CALLPLANE_LONGEST_CALL`, a moment after the arrival,
 * when what the caller waits for has been sent.
 */
export class Charge {
  #longest = LONGEST_CALL;
  readonly #pending: LegId[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: ChargeOptions) {}

  /** Asks the dialplan for its limit; kept as it was when there is no answer. */
  async prepare(): Promise<void> {
    const reply = await this.options.http.ask({
      name: 'charge/limit',
      method: 'GET',
      path: '/asterisk/variable?variable=CALLPLANE_LONGEST_CALL',
      timeoutMs: this.options.timeoutMs,
    });
    const value =
      reply.kind === 'reply' && isSuccess(reply)
        ? textIn(asObject(parseJson(reply.body)) ?? {}, 'value')
        : '';
    if (/^\d+$/.test(value)) this.#longest = value;
  }

  /** Soon, together with whoever came meanwhile. */
  take(leg: LegId): void {
    this.#pending.push(leg);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      for (const each of this.#pending.splice(0)) if (!this.options.hasEnded(each)) this.#lift(each, TRIES);
    }, AFTER_MS);
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#pending.length = 0;
  }

  #lift(leg: LegId, triesLeft: number): void {
    const { http, log, timeoutMs, hasEnded } = this.options;
    const isWanted = (): boolean => !hasEnded(leg);
    const path = `/channels/${encodeURIComponent(leg)}/variable?variable=TIMEOUT(absolute)&value=${this.#longest}`;
    http.send({ name: 'charge', method: 'POST', path, timeoutMs, isWanted }, (reply) => {
      const isGone = reply.kind === 'reply' ? reply.status === 404 : reply.why === 'not-wanted';
      const isOver = isGone || isSuccess(reply);
      if (isOver) return;
      const why = reply.kind === 'reply' ? `${reply.status} ${messageIn(reply)}` : reply.why;
      if (triesLeft > 1) setTimeout(() => this.#lift(leg, triesLeft - 1), AGAIN_MS).unref();
      else log.warn('the dialplan could not be told that a caller is taken care of', { leg, why });
    });
  }
}
