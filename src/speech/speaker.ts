import { createHash } from 'node:crypto';
import { utimes } from 'node:fs/promises';
import type { Signal, SpeechOutcome } from '../core/signal.js';
import type { SpeechOrder } from '../core/web-request.js';
import type { Log } from '../ports/log.js';
import type { Engine } from './engine.js';
import { type Made, makeOne, type WantedSpeech } from './make-speech.js';
import { lengthMs, publish, SAID_FOLDER, speechPath } from './speech-folder.js';

/** Engines at work at once: more would take the processors from the calls. */
const AT_ONCE = 2;
const MOST_WAITING = 50;
/** No engine is begun for whoever waits no longer than this. */
const LEAST_MS = 300;
const NAME_DIGITS = 32;

export type SpeechMade = Extract<Signal, { kind: 'speech-made' }>;

export interface SpeakerParts {
  /** Asterisk's sounds folder; null: there is none. */
  readonly sounds: string | null;
  readonly engine: Engine;
  /** In milliseconds, as files have it. */
  readonly now: () => number;
  /** Milliseconds on a clock that nobody sets. */
  readonly clock: () => number;
  readonly log: Log;
}

/** One text, and all who wait for it. */
interface Making {
  readonly wanted: WantedSpeech;
  /** Counts up; a disk answers in any order. */
  readonly arrival: number;
  readonly waiters: Waiter[];
}

interface Waiter {
  readonly order: SpeechOrder;
  /** After this he waits no longer. */
  readonly until: number;
  readonly tell: (signal: SpeechMade) => void;
}

/**
 * Has texts of single calls spoken by the engine. A text that has its file is there at once; one that several wait for is
 * spoken once. Who came last is served first: when more come than can be spoken, some hear theirs, where first come would
 * let all wait in vain. What was begun is finished and kept, whoever waits. No text stands in a log.
 */
export class Speaker {
  /** By file. */
  readonly #making = new Map<string, Making>();
  /** Those of them that wait for an engine, as they came. */
  readonly #waiting: Making[] = [];
  readonly #closing = new AbortController();
  #atWork = 0;
  #arrivals = 0;
  /** What was wrong the last time; null: nothing. */
  #trouble: string | null = null;

  constructor(private readonly parts: SpeakerParts) {}

  /** `tell` is given what came of it, once, possibly when nobody waits any more; never in the same turn, nor after `close`. */
  speak(order: SpeechOrder, tell: (signal: SpeechMade) => void): void {
    const { engine, clock } = this.parts;
    const wanted = wantedOf(engine.command, order);
    const waiter = { order, tell, until: clock() + order.timeoutMs };
    const same = this.#making.get(keyOf(wanted));
    if (same !== undefined) same.waiters.push(waiter);
    else void this.#begin({ wanted, waiters: [waiter], arrival: ++this.#arrivals });
  }

  /** Engines at work are ended. Nothing is told any more: the next start has it spoken again. */
  close(): void {
    this.#closing.abort();
  }

  async #begin(making: Making): Promise<void> {
    this.#making.set(keyOf(making.wanted), making);
    if (await isThere(this.parts.sounds, making.wanted, this.parts.now())) {
      this.#over(making, { ok: true, media: mediaOf(making.wanted) });
      return;
    }
    this.#waiting.push(making);
    this.#waiting.sort((one, other) => one.arrival - other.arrival);
    this.#next();
    const [first] = this.#waiting;
    if (first === undefined || this.#waiting.length <= MOST_WAITING) return;
    this.#waiting.shift();
    this.#over(first, { ok: false, failure: 'busy' });
  }

  #next(): void {
    while (this.#atWork < AT_ONCE && !this.#closing.signal.aborted) {
      const making = this.#waiting.pop();
      if (making === undefined) return;
      if (this.#isWaitedFor(making)) void this.#carryOut(making);
      else this.#over(making, { ok: false, failure: 'timeout' });
    }
  }

  #isWaitedFor({ waiters }: Making): boolean {
    const now = this.parts.clock();
    return waiters.some(({ until }) => until - now >= LEAST_MS);
  }

  async #carryOut(making: Making): Promise<void> {
    this.#atWork += 1;
    try {
      this.#over(making, await this.#made(making.wanted));
    } finally {
      this.#atWork -= 1;
      this.#next();
    }
  }

  async #made(wanted: WantedSpeech): Promise<SpeechOutcome> {
    const { sounds, engine } = this.parts;
    if (sounds === null) return { ok: false, failure: 'failed' };
    const keep = (wave: Buffer): Promise<void> => publish(sounds, wanted, wave);
    const made = await makeOne(wanted, engine, keep, this.#closing.signal);
    if (!this.#closing.signal.aborted) this.#note(made);
    if (made.kind === 'spoke') return { ok: true, media: mediaOf(wanted) };
    return { ok: false, failure: made.kind === 'late' ? 'timeout' : 'failed' };
  }

  /** What goes wrong with every text is said once, until one is spoken. */
  #note(made: Made): void {
    const [what, why] =
      made.kind === 'unkept'
        ? ['the sound files of texts of calls cannot be written', made.where]
        : ['the speech engine does not speak', made.kind === 'spoke' ? null : made.why];
    if (why !== null && why !== this.#trouble) this.parts.log.error(what, { why });
    this.#trouble = why;
  }

  #over({ wanted, waiters }: Making, outcome: SpeechOutcome): void {
    this.#making.delete(keyOf(wanted));
    if (this.#closing.signal.aborted) return;
    for (const { order, tell } of waiters) {
      const { speech, call } = order;
      if (!outcome.ok)
        this.parts.log.warn('a text of a call was not spoken', { call, failure: outcome.failure });
      tell({ kind: 'speech-made', speech, call, outcome });
    }
  }
}

/** Whether it was spoken before; then it is kept an hour from now. */
async function isThere(sounds: string | null, wanted: WantedSpeech, now: number): Promise<boolean> {
  try {
    if (sounds === null || (await lengthMs(sounds, wanted)) === null) return false;
    await utimes(speechPath(sounds, wanted), now / 1000, now / 1000);
    return true;
  } catch {
    // Deleted in this moment, or out of reach: it is made anew, and what is wrong is told then.
    return false;
  }
}

function wantedOf(engine: string, { language, voice, text }: SpeechOrder): WantedSpeech {
  const hash = createHash('sha256')
    .update(JSON.stringify([engine, language, voice, text]))
    .digest('hex');
  return { language, voice, text, file: `${SAID_FOLDER}/${hash.slice(0, NAME_DIGITS)}` };
}

function keyOf({ language, file }: WantedSpeech): string {
  return `${language}/${file}`;
}

function mediaOf({ file }: WantedSpeech): string {
  return `sound:${file}`;
}
