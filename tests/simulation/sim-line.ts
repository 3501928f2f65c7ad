import type { Command } from '../../src/core/command.js';
import { assertInvariants } from '../../src/core/invariants.js';
import { freeze, thaw } from '../../src/core/snapshot.js';
import { createState, nextDeadline, type Reaction, type State, step } from '../../src/core/step.js';
import type { Instant, Signal } from '../../src/core/signal.js';
import { AsteriskModel } from '../support/model/asterisk.js';
import { Auditor } from './auditor.js';
import type { Day } from './day.js';
import { must } from './must.js';

/** More turns than this at one instant is a loop. */
const TURNS_AT_ONE_INSTANT = 10_000;
/** Every sound lasts so long; a name that ends in `missing` does not exist. */
const SOUND_MS = 1_500;

export interface Taken {
  readonly at: Instant;
  readonly signal: Signal;
  readonly reaction: Reaction;
}

/** The core and the model of Asterisk in virtual time, with invariants and auditor after every step. */
export class SimLine {
  state: State;
  readonly asterisk: AsteriskModel;
  readonly auditor: Auditor;
  readonly taken: Taken[] = [];
  steps = 0;
  #now: Instant;
  #process: 'runs' | 'dies-after-next-step' | 'dead' = 'runs';
  #connection: 'open' | 'silent' = 'open';

  constructor(
    day: Day,
    private readonly remembers: 'everything' | 'nothing',
  ) {
    this.#now = day.startsAt;
    this.state = createState({ prefix: 's', seed: day.seed });
    this.asterisk = new AsteriskModel(
      {
        seed: day.seed,
        commandMs: day.commandMs,
        signalMs: 1,
        setUpMs: 20,
        mediaMs: () => SOUND_MS,
        disobedience: day.disobedience,
        remembers: 'nothing',
      },
      day.startsAt,
      (signal, now) => {
        this.#now = now;
        this.take(signal);
      },
    );
    this.auditor = new Auditor(day, this.asterisk);
  }

  get now(): Instant {
    return this.#now;
  }

  get isAlone(): boolean {
    return this.#connection === 'silent' || this.#process !== 'runs';
  }

  /** Carries one signal into the core and its commands out to the model; nothing happens while Callplane is dead. */
  take(signal: Signal): void {
    if (this.#process === 'dead') return;
    this.steps += 1;
    const reaction = step(this.state, signal, this.#now);
    if (this.remembers === 'everything') this.taken.push({ at: this.#now, signal, reaction });
    assertInvariants(this.state);
    this.auditor.see(signal, reaction, this.#now);
    if (this.#process === 'dies-after-next-step') this.#die();
    else this.#carryOut(reaction.commands);
  }

  /** Lets everything happen that is due at `until` or before. */
  runUntil(until: Instant): void {
    let turns = 0;
    for (let at = this.#nextAt(); at !== null && at <= until; at = this.#nextAt()) {
      turns = at > this.#now ? 0 : turns + 1;
      must(turns < TURNS_AT_ONE_INSTANT, `time stands still at ${at}`);
      this.#goTo(at);
    }
    this.#goTo(until);
  }

  /** Runs until nothing happens any more. */
  runToRest(atMostMs: number): void {
    const limit = this.#now + atMostMs;
    for (let at = this.#nextAt(); at !== null; at = this.#nextAt()) {
      must(at <= limit, `something still happens ${atMostMs} ms after everybody has gone`);
      this.runUntil(at);
    }
  }

  // ---------------------------------------------------------------- faults

  crash(loses: 'nothing' | 'commands'): void {
    if (this.#process !== 'runs') return;
    if (loses === 'commands') this.#process = 'dies-after-next-step';
    else this.#die();
  }

  comeBack(): void {
    if (this.#process === 'runs') return;
    this.#process = 'runs';
    this.thaw();
    this.take({ kind: 'restarted' });
    this.reconnect();
  }

  /** Writes the state and reads it again: what is read writes itself in the same way. */
  thaw(): void {
    const text = freeze(this.state);
    this.state = thaw(text);
    must(freeze(this.state) === text, 'a state that was read again is not what was written');
    assertInvariants(this.state);
  }

  fallSilent(): void {
    if (this.#connection === 'silent') return;
    this.#connection = 'silent';
    this.auditor.lost('signals');
    this.asterisk.disconnect();
  }

  restartAsterisk(): void {
    this.#connection = 'silent';
    this.auditor.lost('signals');
    this.asterisk.restart();
  }

  reconnect(): void {
    if (this.#connection === 'open' || this.#process === 'dead') return;
    this.#connection = 'open';
    this.asterisk.reconnect();
  }

  // ---------------------------------------------------------------- inside

  #die(): void {
    this.#process = 'dead';
    this.fallSilent();
  }

  #carryOut(commands: readonly Command[]): void {
    this.asterisk.carryOut(commands);
  }

  #goTo(at: Instant): void {
    this.asterisk.runUntil(at);
    this.#now = Math.max(this.#now, at);
    const deadline = nextDeadline(this.state);
    if (deadline !== null && deadline <= this.#now) this.take({ kind: 'time-passed' });
  }

  #nextAt(): Instant | null {
    const deadline = this.#process === 'dead' ? null : nextDeadline(this.state);
    const model = this.asterisk.nextAt();
    if (model === null || deadline === null) return model ?? deadline;
    return Math.min(model, deadline);
  }
}
