import type { Command } from '../core/command.js';
import type { Answer, Instant, Request, Signal } from '../core/signal.js';
import { freeze } from '../core/snapshot.js';
import { nextDeadline, type Reaction, type State, step } from '../core/step.js';
import type { Clock } from '../ports/clock.js';
import type { JournalWriter } from '../ports/journal.js';
import type { Log } from '../ports/log.js';
import { logReaction } from './transitions.js';
import { legOf, Rollback } from './rollback.js';

/** Where the commands of a step go once its record is on disk. */
export type CarryOut = (commands: readonly Command[]) => void;

/** One real timer: calls back once, after `delayMs` or a little later; a new setting replaces the old one. */
export interface WakeTimer {
  set(delayMs: number, wake: () => void): void;
  clear(): void;
}

export interface LineParts {
  readonly state: State;
  readonly journal: JournalWriter;
  readonly carryOut: CarryOut;
  readonly clock: Clock;
  readonly timer: WakeTimer;
  readonly log: Log;
}

/** A snapshot is written after so many records. */
const RECORDS_PER_SNAPSHOT = 20_000;

interface HeldBack {
  readonly sequence: number;
  readonly commands: readonly Command[];
  readonly answers: readonly Answer[];
}

/**
 * The one line of inputs: every signal, request and deadline is one step of the core, in order; its record goes to
 * the journal, and its commands and answers go out when the record has the promised durability.
 */
export class Line {
  readonly #parts: LineParts;
  readonly #rollback: Rollback;
  readonly #asked = new Map<string, (answer: Answer) => void>();
  #state: State;
  #heldBack: HeldBack[] = [];
  #sequence: number;
  #sinceSnapshot = 0;
  #requests = 0;
  /** A disk that refuses must not silence the callers: commands go out, records wait in memory. */
  #isDiskRefusing = false;

  constructor(parts: LineParts) {
    this.#parts = parts;
    this.#state = parts.state;
    this.#sequence = parts.journal.next - 1;
    this.#rollback = new Rollback(parts.state);
    parts.journal.onProgress((durable, error) => this.#progress(durable, error));
  }

  /** What the core knows now; read it, never change it. */
  get state(): State {
    return this.#state;
  }

  now(): Instant {
    return Math.max(this.#parts.clock.now(), this.#state.lastAt);
  }

  /** Sequence of the newest record; all up to `durable` of the journal are safe. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Steps whose commands wait for the disk. */
  get waitingForDisk(): number {
    return this.#heldBack.length;
  }

  /** Something happened. */
  accept(signal: Signal): void {
    const at = this.now();
    const reaction = this.#step(signal, at);
    if (reaction !== null) this.#keep(signal, at, reaction);
    this.#scheduleWake();
  }

  /** Somebody asks; the answer comes when its record is durable. */
  ask(request: Request): Promise<Answer> {
    this.#requests += 1;
    const id = `${this.#sequence + 1}-${this.#requests}`;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.accept({ kind: 'request', id, request });
    });
  }

  /** Writes the state beside the journal, so that the next start is quick. */
  writeSnapshot(): void {
    this.#sinceSnapshot = 0;
    const frozen = freeze(this.#state);
    this.#parts.journal.snapshot(this.#sequence, this.#state.lastAt, frozen);
    this.#rollback.restartFrom(frozen);
  }

  /** No more deadlines fire. */
  stop(): void {
    this.#parts.timer.clear();
  }

  #step(signal: Signal, at: Instant): Reaction | null {
    try {
      return step(this.#state, signal, at);
    } catch (error) {
      const leg = legOf(signal, this.#state);
      this.#parts.log.error('a step failed; its call is ended, everything else goes on', {
        error,
        signal,
        leg,
      });
      this.#state = this.#rollback.restore();
      const failed: Signal = { kind: 'step-failed', leg, error: String(error) };
      this.#keep(failed, at, step(this.#state, failed, at));
      return null;
    }
  }

  #keep(signal: Signal, at: Instant, reaction: Reaction): void {
    this.#sequence += 1;
    const sequence = this.#sequence;
    this.#rollback.remember(signal, at);
    this.#parts.journal.append({ sequence, at, signal, milestones: reaction.milestones });
    logReaction(this.#parts.log, signal, reaction);
    if (reaction.commands.length > 0 || reaction.answers.length > 0) {
      this.#heldBack.push({ sequence, commands: reaction.commands, answers: reaction.answers });
    }
    if (this.#isDiskRefusing) this.#release(sequence);
    this.#sinceSnapshot += 1;
    if (this.#sinceSnapshot >= RECORDS_PER_SNAPSHOT) this.writeSnapshot();
  }

  #progress(durable: number, error: Error | null): void {
    if (error !== null && !this.#isDiskRefusing) {
      this.#parts.log.error('the journal cannot be written; calls go on, records wait in memory', { error });
    }
    if (error === null && this.#isDiskRefusing) this.#parts.log.info('the journal can be written again');
    this.#isDiskRefusing = error !== null;
    this.#release(this.#isDiskRefusing ? this.#sequence : durable);
  }

  /** Lets out what was held back up to this sequence. */
  #release(upTo: number): void {
    let released = 0;
    for (const held of this.#heldBack) {
      if (held.sequence > upTo) break;
      released += 1;
      if (held.commands.length > 0) this.#parts.carryOut(held.commands);
      for (const answer of held.answers) this.#answer(answer);
    }
    if (released > 0) this.#heldBack.splice(0, released);
  }

  #answer(answer: Answer): void {
    this.#asked.get(answer.id)?.(answer);
    this.#asked.delete(answer.id);
  }

  #scheduleWake(): void {
    const next = nextDeadline(this.#state);
    if (next === null) this.#parts.timer.clear();
    else this.#parts.timer.set(Math.max(0, next - this.now()), () => this.accept({ kind: 'time-passed' }));
  }
}
