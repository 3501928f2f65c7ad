import type { Phone } from '../core/plan.js';
import type { PhoneState, Signal } from '../core/signal.js';
import type { Log } from '../ports/log.js';

/** What is asked of Asterisk about phones; every promise settles. */
export interface PhoneSource {
  subscribe(phones: readonly Phone[]): Promise<void>;
  unsubscribe(phone: Phone): Promise<void>;
  /** Asterisk's device state, for instance `NOT_INUSE`. */
  deviceState(phone: Phone): Promise<string>;
}

export interface PhoneWatchOptions {
  readonly source: PhoneSource;
  readonly log: Log;
  readonly retryMs: number;
  readonly tell: (signal: Signal) => void;
}

interface Watched {
  /** Last state told; null: none yet. */
  told: PhoneState | null;
  /** Counts the events seen, so that an older snapshot does not overwrite a newer event. */
  events: number;
}

/** Phones subscribed to in one request. */
const BATCH = 50;

/** Keeps the states of watched phones: an event for each change, and a snapshot after each (re)connection. */
export class PhoneWatch {
  readonly #options: PhoneWatchOptions;
  readonly #watched = new Map<Phone, Watched>();
  readonly #pending = new Set<Phone>();
  #state: 'offline' | 'idle' | 'working' = 'offline';
  #retryTimer: NodeJS.Timeout | null = null;

  constructor(options: PhoneWatchOptions) {
    this.#options = options;
  }

  /** A phone without a device state of its own (a number behind a trunk) is left alone. */
  watch(phone: Phone): void {
    if (!hasDeviceState(phone)) return;
    if (!this.#watched.has(phone)) this.#watched.set(phone, { told: null, events: 0 });
    this.#pending.add(phone);
    this.#work();
  }

  unwatch(phone: Phone): void {
    if (!this.#watched.delete(phone)) return;
    this.#pending.delete(phone);
    if (this.#state === 'offline') return;
    this.#options.source
      .unsubscribe(phone)
      .catch((error: unknown) => {
        this.#options.log.debug('phone is still subscribed', { phone, why: reason(error) });
      })
      .finally(() => this.#watchedAgain(phone));
  }

  /** The subscription of a phone that was watched again meanwhile may have been taken away with the old one. */
  #watchedAgain(phone: Phone): void {
    if (!this.#watched.has(phone)) return;
    this.#pending.add(phone);
    this.#work();
  }

  /** The event stream is open: subscribe and read everything again. */
  online(): void {
    for (const phone of this.#watched.keys()) this.#pending.add(phone);
    if (this.#state === 'offline') this.#state = 'idle';
    this.#work();
  }

  offline(): void {
    this.#state = 'offline';
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    this.#retryTimer = null;
  }

  changed(device: string, state: string): void {
    const watched = this.#watched.get(device);
    if (watched === undefined) return;
    watched.events += 1;
    this.#tell(device, watched, phoneState(state));
  }

  #work(): void {
    if (this.#state !== 'idle' || this.#pending.size === 0) return;
    this.#state = 'working';
    const batch = [...this.#pending].slice(0, BATCH);
    for (const phone of batch) this.#pending.delete(phone);
    this.#follow(batch)
      .catch((error: unknown) => this.#failed(batch, error))
      .finally(() => {
        if (this.#state === 'working') this.#state = 'idle';
        if (this.#retryTimer === null) this.#work();
      });
  }

  async #follow(batch: readonly Phone[]): Promise<void> {
    await this.#options.source.subscribe(batch);
    for (const phone of batch) {
      const before = this.#watched.get(phone)?.events;
      const state = phoneState(await this.#options.source.deviceState(phone));
      const watched = this.#watched.get(phone);
      if (watched !== undefined && watched.events === before) this.#tell(phone, watched, state);
    }
  }

  #failed(batch: readonly Phone[], error: unknown): void {
    if (this.#state === 'offline') return;
    const { log, retryMs } = this.#options;
    log.warn('phones cannot be watched; tried again', { phones: batch.length, why: reason(error), retryMs });
    for (const phone of batch) if (this.#watched.has(phone)) this.#pending.add(phone);
    this.#retryTimer = setTimeout(() => {
      this.#retryTimer = null;
      this.#work();
    }, retryMs);
  }

  #tell(phone: Phone, watched: Watched, state: PhoneState): void {
    if (watched.told === state) return;
    watched.told = state;
    this.#options.tell({ kind: 'phone-changed', phone, state });
  }
}

/** `PJSIP/101` has a device state of its own; `PJSIP/+35921234567@trunk` has the trunk's, which says nothing. */
export function hasDeviceState(phone: Phone): boolean {
  return /^[A-Za-z]+\/[^@/]+$/.test(phone);
}

const STATES: Readonly<Record<string, PhoneState>> = {
  NOT_INUSE: 'idle',
  INUSE: 'in-use',
  BUSY: 'in-use',
  ONHOLD: 'in-use',
  RINGING: 'ringing',
  RINGINUSE: 'ringing',
  UNAVAILABLE: 'unreachable',
  INVALID: 'unreachable',
};

export function phoneState(deviceState: string): PhoneState {
  return STATES[deviceState] ?? 'unknown';
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
