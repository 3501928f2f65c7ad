import type { Actor } from '../core/change.js';
import type { Command } from '../core/command.js';
import type { Answer, Instant, Request, Signal } from '../core/signal.js';
import { imageOf } from '../core/snapshot.js';
import { nextDeadline, type Reaction, type State, step } from '../core/step.js';
import type { WebRequest } from '../core/web-request.js';
import type { Clock } from '../ports/clock.js';
import type { JournalRecord, JournalWriter } from '../ports/journal.js';
import type { Log } from '../ports/log.js';
import { failedStep, type FailedStep, idsOf } from './failed-step.js';
import { HeldBack, type Outgoing } from './held-back.js';
import type { LineMeters } from './line-meters.js';
import { logReaction } from './transitions.js';
import { insteadOf, Rollback } from './rollback.js';

/** Where the commands of a step go once its record is on disk. */
export type CarryOut = (commands: readonly Command[]) => void;

/** One real timer: calls back once, after `delayMs` or a little later; a new setting replaces the old one. */
export interface WakeTimer {
  set(delayMs: number, wake: () => void): void;
  clear(): void;
}

export interface LineParts {
  readonly state: State;
  /** When the newest snapshot was made, whoever made it; null: there is none. */
  readonly snapshotAt: Instant | null;
  readonly journal: JournalWriter;
  readonly carryOut: CarryOut;
  /** Where requests to other systems go, at the same moment. */
  readonly sendOut: (requests: readonly WebRequest[]) => void;
  readonly clock: Clock;
  readonly timer: WakeTimer;
  readonly log: Log;
  /** Keeps a step that threw for whoever mends it. */
  readonly keepFailed: (step: FailedStep) => void;
  readonly meters: LineMeters;
  /** Told of every record that the journal takes. */
  readonly written: (sequence: number, at: Instant) => void;
}

/** A snapshot is written after so many records, or so much later than the one before. */
const RECORDS_PER_SNAPSHOT = 20_000;
const SNAPSHOT_AGE_MS = 86_400_000;

/** After a full disk records are written again when so much of the memory for them is free. */
const BACKLOG_TO_GO_ON = 0.5;

interface Asked {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The one line of inputs: every signal, request and deadline is one step of the core, in order; its record goes to
 * the journal, and its commands and answers go out when the record has the promised durability.
 */
export class Line {
  readonly #parts: LineParts;
  readonly #rollback: Rollback;
  readonly #asked = new Map<string, Asked>();
  readonly #heldBack = new HeldBack((outgoing, beganAt) => this.#letOut(outgoing, beganAt));
  #state: State;
  #sequence: number;
  #sinceSnapshot = 0;
  #snapshotAt: Instant;
  #requests = 0;
  /** A disk that refuses must not silence the callers: commands go out, records wait in memory. */
  #isDiskRefusing = false;
  /** Since when even memory has no place for records; null: it has. A hole would spoil the replay: none is written. */
  #unwrittenSince: Instant | null = null;

  constructor(parts: LineParts) {
    this.#parts = parts;
    this.#state = parts.state;
    this.#sequence = parts.journal.next - 1;
    this.#rollback = new Rollback(parts.state);
    this.#snapshotAt = parts.snapshotAt ?? this.now();
    parts.journal.onProgress((durable, error) => this.#progress(durable, error));
  }

  get #log(): Log {
    return this.#parts.log;
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
    return this.#heldBack.size;
  }

  /** The disk refuses: commands go out all the same, records wait in memory. */
  get isDiskRefusing(): boolean {
    return this.#isDiskRefusing;
  }

  /** Something happened. */
  accept(signal: Signal): void {
    this.#take(signal, this.now(), this.#parts.meters.now());
    this.#scheduleWake();
  }

  /** Somebody asks; the answer comes when its record is durable. Rejects when the step failed: nothing was done. */
  ask(request: Request, by?: Actor): Promise<Answer> {
    this.#requests += 1;
    const id = `${this.#sequence + 1}-${this.#requests}`;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { request, resolve, reject });
      this.accept({ kind: 'request', id, request, ...(by === undefined ? {} : { by }) });
    });
  }

  /** Writes the state beside the journal, so that the next start is quick. */
  writeSnapshot(): void {
    this.#sinceSnapshot = 0;
    this.#snapshotAt = this.now();
    const image = imageOf(this.#state);
    this.#parts.journal.snapshot(this.#sequence, this.#state.lastAt, image.pieces());
    this.#rollback.restartFrom(image);
  }

  /** Where little happens, journal and snapshots are begun anew every day all the same: callers' numbers stand in them. */
  turnOver(): void {
    if (this.now() - this.#snapshotAt < SNAPSHOT_AGE_MS) return;
    this.accept({ kind: 'time-passed' });
    this.writeSnapshot();
  }

  /** No more deadlines fire. */
  stop(): void {
    this.#parts.timer.clear();
  }

  /** `beganAt`: on the meters' clock, when it happened. */
  #take(signal: Signal, at: Instant, beganAt: number): void {
    let reaction: Reaction;
    try {
      reaction = step(this.#state, signal, at);
    } catch (error) {
      this.#failed(signal, at, error);
      this.#state = this.#rollback.restore();
      for (const instead of insteadOf(signal, error, this.#state)) this.#take(instead, at, beganAt);
      if (signal.kind === 'request') this.#requestFailed(signal.id);
      return;
    }
    this.#keep(signal, at, reaction, beganAt);
  }

  #failed(signal: Signal, at: Instant, error: unknown): void {
    this.#parts.meters.failedSteps += 1;
    const ids = idsOf(signal);
    this.#log.error('a step failed; at most its call is ended, everything else goes on', {
      error,
      signal: ids,
    });
    this.#parts.keepFailed(failedStep('live', signal, at, error));
  }

  /** Memory has the signal as it came; what is written down has it as it may be shown. */
  #keep(real: Signal, at: Instant, reaction: Reaction, beganAt: number): void {
    this.#rollback.remember(real, at);
    const signal = reaction.shown ?? real;
    this.#parts.meters.took(signal, reaction.milestones);
    logReaction(this.#log, signal, reaction);
    if (this.#write({ sequence: this.#sequence + 1, at, signal, milestones: reaction.milestones })) {
      this.#heldBack.add(this.#sequence, reaction, beganAt);
      if (this.#isDiskRefusing) this.#heldBack.release(this.#sequence);
    } else this.#letOut(reaction, beganAt);
    this.#sinceSnapshot += 1;
    if (this.#sinceSnapshot >= RECORDS_PER_SNAPSHOT) this.writeSnapshot();
  }

  /** Hands the record to the journal; false: it has no place for it. */
  #write(record: JournalRecord): boolean {
    if (this.#unwrittenSince !== null) return false;
    try {
      this.#parts.journal.append(record);
    } catch (error) {
      if (!this.#isDiskRefusing) throw error;
      this.#unwrittenSince = record.at;
      this.#log.error('no more journal records fit into memory; calls go on, nothing more is written', {
        error,
      });
      return false;
    }
    this.#sequence = record.sequence;
    this.#parts.written(record.sequence, record.at);
    return true;
  }

  #progress(durable: number, error: Error | null): void {
    if (error !== null && !this.#isDiskRefusing) {
      this.#log.error('the journal cannot be written; calls go on, records wait in memory', { error });
    }
    if (error === null && this.#isDiskRefusing) this.#log.info('the journal can be written again');
    this.#isDiskRefusing = error !== null;
    this.#heldBack.release(this.#isDiskRefusing ? this.#sequence : durable);
    if (error === null && this.#unwrittenSince !== null) this.#writeAgain(this.#unwrittenSince);
  }

  /** The state holds what was not written: a snapshot makes up for the hole, a gap tells it. */
  #writeAgain(from: Instant): void {
    if (this.#parts.journal.backlog > BACKLOG_TO_GO_ON) return;
    this.writeSnapshot();
    this.#unwrittenSince = null;
    this.accept({ kind: 'gap', from, to: this.now(), cause: 'the journal could not be written' });
  }

  #letOut({ commands, webRequests, answers }: Outgoing, beganAt: number): void {
    if (commands.length > 0) this.#parts.carryOut(commands);
    if (webRequests.length > 0) this.#parts.sendOut(webRequests);
    // Rings stand before everything else.
    if (commands.some(({ kind }) => kind === 'ring')) this.#parts.meters.rang(beganAt);
    for (const answer of answers) {
      this.#asked.get(answer.id)?.resolve(answer);
      this.#asked.delete(answer.id);
    }
  }

  #requestFailed(id: string): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) return;
    this.#asked.delete(id);
    const { request } = asked;
    asked.reject(
      new Error(`${request.ask} of ${subjectOf(request)} failed by a fault of ours; the log says which`),
    );
  }

  #scheduleWake(): void {
    const next = nextDeadline(this.#state);
    if (next === null) this.#parts.timer.clear();
    else this.#parts.timer.set(Math.max(0, next - this.now()), () => this.#wake(next));
  }

  /** The deadline came when it was due, not when the timer got its turn. */
  #wake(due: Instant): void {
    const now = this.now();
    this.#take({ kind: 'time-passed' }, now, this.#parts.meters.now() - Math.max(0, now - due));
    this.#scheduleWake();
  }
}

function subjectOf(request: Request): string {
  // Errors are logged: no number stands in them.
  if (request.ask === 'ask-callback') return `a callback by queue "${request.queue}"`;
  if (request.ask === 'cancel-callback') return `callback "${request.callback}"`;
  if ('voicemail' in request) return `voicemail "${request.voicemail}"`;
  if ('caller' in request) return 'the last agent of a caller';
  if ('agent' in request) return `agent "${request.agent}"`;
  if ('call' in request) return `call "${request.call}"`;
  return 'hours' in request ? `hours "${request.hours}"` : `number "${request.number ?? 'all'}"`;
}
